"""`jupyter repro data` as a user runs it."""

from __future__ import annotations

import os

import delta_tables
import pytest
from click.testing import CliRunner
from conftest import command

from jupyter_repro.cli import cli
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.digest import digest_bytes
from jupyter_repro.errors import UnreadableInput
from jupyter_repro.extensions.data import Wish
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.kept_data.places import objects_folder
from jupyter_repro.records.snapshot import Context, DataFile, DataVersion, Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with a notebook that read two files, one of them too large to be kept."""
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    (root / "pyproject.toml").write_text("[tool.jupyter-repro.data]\nlimit = '10 B'\nremote = '../remote'\n")
    data = {}
    for name, content in {"a.csv": b"small", "b.csv": b"larger than this"}.items():
        (root / name).write_bytes(content)
        data[name] = DataFile(digest_bytes(content), len(content))
    (root / "a.ipynb").write_text("{}")
    made = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context(data=data))
    (root / "a.repro.json").write_bytes(encode_snapshot(made))
    keep_snapshot(root / "a.ipynb", made)
    return root


def said(*arguments, status=0):
    """Lines that the command prints."""
    done = CliRunner().invoke(cli, ["data", *arguments], catch_exceptions=False)
    assert done.exit_code == status, done.output
    return done.output.splitlines()


def test_status_tells_what_is_kept_and_where_each_input_can_be_fetched_from(project, cache_line):
    assert said("status") == [
        cache_line("1 version of a file, 5 B (5 B as full copies)"),
        "a.ipynb",
        "  a.csv (5 B): kept, where it was read",
        "  b.csv (16 B): only where it was read",
    ]
    (project / "b.csv").unlink()
    assert said("status", "a.ipynb")[-1] == "  b.csv (16 B): nowhere any more"


def test_what_has_no_snapshot_is_a_mistake(project):
    done = CliRunner().invoke(cli, ["data", "status", "nosuch.ipynb"])
    assert isinstance(done.exception, UnreadableInput)
    assert done.exception.exit_status == 2
    assert done.output == ""
    assert "nosuch.ipynb" in str(done.exception)
    assert "there is no such file" in str(done.exception)
    (project / "b.ipynb").write_text("{}")
    done = CliRunner().invoke(cli, ["data", "status", "a.ipynb", "b.ipynb"])
    assert "it has no snapshot" in str(done.exception)
    assert said("status", "[ab].ipynb")[1] == "a.ipynb"


def test_a_version_whose_files_were_vacuumed_is_not_in_its_store(project):
    delta_tables.made(project / "orders")
    source = named_source("delta:orders", project).source
    found = source.resolve("delta:orders", Wish(version="0"), project)
    database = DataVersion("2026-01-01T00:00:00Z")
    data = {
        "delta:orders": DataFile(found.digest, 1, version=found.version),
        "sqlite:///shop.db#orders@at": DataFile(found.digest, 1, version=database),
    }
    made = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context(data=data))
    (project / "a.repro.json").write_bytes(encode_snapshot(made))
    (project / "shop.db").write_bytes(b"")
    assert said("status", "a.ipynb")[-2:] == [
        "  delta:orders (1 B): in its store",
        "  sqlite:///shop.db#orders@at (1 B): in its store",
    ]
    delta_tables.appended(project / "orders", 9, mode="overwrite")
    delta_tables.vacuumed(project / "orders")
    (project / "shop.db").unlink()
    table, database = said("status", "a.ipynb")[-2:]
    assert table.startswith(
        "  delta:orders (1 B): version 0 of delta:orders cannot be read any more: its only file was removed"
    )
    assert database == "  sqlite:///shop.db#orders@at (1 B): there is no shop.db"


@pytest.fixture
def cache_line(tmp_path):
    """The first line of the status, with the cache's place."""
    return lambda what: f"{tmp_path / 'cache' / 'kept'} holds {what}"


def test_push_and_pull_say_what_was_copied_and_what_is_missing(project, tmp_path, monkeypatch):
    there = f"here and in {tmp_path / 'remote'}"
    assert said("push") == [
        f"a.ipynb: 1 file {there} (1 object sent, 5 B)",
        "  not kept, and so not sent: b.csv (16 B)",
    ]
    assert said("push", "a.ipynb")[0] == f"a.ipynb: 1 file {there} (0 objects sent, 0 B)"
    monkeypatch.setenv(CACHE, str(tmp_path / "other"))
    assert said("pull") == [f"a.ipynb: 1 file {there} (1 object received, 5 B)"]
    (project / "b.csv").unlink()
    assert said("pull", status=1) == [
        f"a.ipynb: 1 file {there} (0 objects received, 0 B)",
        "  b.csv (16 B): nowhere any more",
    ]


def test_gc_tells_what_it_removes(project, cache_line):
    assert said("gc", "--age", "0") == ["nothing to remove; 5 B stay"]
    (project / "a.repro.json").unlink()
    for path in objects_folder().rglob("*"):
        os.utime(path, (1e9, 1e9))
    assert said("status")[:2] == [
        cache_line("1 version of a file, 5 B (5 B as full copies)"),
        "  nobody refers to 5 B of it; remove it with: jupyter repro data gc",
    ]
    assert said("gc", "--dry-run") == ["1 object would be removed, 5 B; 0 B would stay"]
    assert said("gc") == ["1 object removed, 5 B; 0 B stay"]


def test_mistakes_are_reported_without_a_traceback(project):
    done = command("data", "gc", "--age", "soon", cwd=project)
    assert done.returncode == 2
    assert "'soon' is no length of time such as 30d or 12h" in done.stderr
    (project / "pyproject.toml").unlink()
    done = command("data", "push", cwd=project)
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "the project of a.ipynb has no remote.")
