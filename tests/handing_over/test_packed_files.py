"""What a bundle may hold of the files that a snapshot names."""

from __future__ import annotations

import msgspec
import pytest
from conftest import written

from jupyter_repro.digest import digest_bytes
from jupyter_repro.handing_over.packed_files import ELSEWHERE, LARGE, SENSITIVE, packed_files
from jupyter_repro.records.snapshot import Context, DataFile, Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.verifying.project_files import project_of

EMPTY = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context())


def data_of(content):
    return DataFile(digest_bytes(content), len(content))


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A home folder with keys, and a project in it."""
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh" / "id_rsa").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\n")
    (home / "notes").write_text("mine\n")
    (home / "seen.csv").write_text("1\n")
    monkeypatch.setenv("HOME", str(home))
    project = home / "work" / "project"
    (project / ".git").mkdir(parents=True)
    written(project / "a.ipynb", "1")
    (project / ".env").write_text("API_KEY=sk-1234567890abcdef\n")
    (project / "sales.csv").write_text("2\n")
    return project


def packed(project, limit=1e9, modules=None, **data):
    names = {name.replace("__", "/"): each for name, each in data.items()}
    snapshot = msgspec.structs.replace(EMPTY, context=Context(data=names, modules=modules or {}))
    path = project / "a.ipynb"
    snapshot_path(path).write_bytes(encode_snapshot(snapshot))
    return packed_files(project_of(path, snapshot), snapshot, limit)


def test_data_of_the_project_goes_along_also_where_it_changed(machine):
    found = packed(machine, **{"sales.csv": data_of(b"other\n")})
    assert "sales.csv" in found.files
    assert found.left_out == {}
    assert packed(machine, 1, **{"sales.csv": data_of(b"2\n")}).left_out == {"sales.csv": LARGE}


@pytest.mark.parametrize("name", [".env", "~/.ssh/id_rsa", "../../.ssh/id_rsa"])
def test_what_looks_secret_is_never_packed_though_it_was_read(machine, name):
    content = (machine / ".env" if name == ".env" else machine.parents[1] / ".ssh" / "id_rsa").read_bytes()
    found = packed(machine, **{name: data_of(content)})
    assert set(found.left_out.values()) == {SENSITIVE}
    assert not any(path.name in {".env", "id_rsa"} for path in (*found.files.values(), *found.home.values()))


@pytest.mark.parametrize("name", ["~/notes", "../../notes", "link"])
def test_what_a_snapshot_names_outside_is_packed_only_if_it_is_what_was_read(machine, name):
    (machine / "link").symlink_to(machine.parents[1] / "notes")
    never_read = packed(machine, **{name: data_of(b"a guess\n")})
    assert set(never_read.left_out.values()) == {ELSEWHERE}
    read = packed(machine, **{name: data_of(b"mine\n")})
    assert read.left_out == {}


def test_a_module_outside_is_packed_only_if_it_is_what_was_imported(machine):
    found = packed(machine, modules={"../../notes": digest_bytes(b"no\n")})
    assert set(found.left_out.values()) == {ELSEWHERE}
    assert packed(machine, modules={"../../notes": digest_bytes(b"mine\n")}).left_out == {}
