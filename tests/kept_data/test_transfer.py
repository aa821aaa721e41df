"""To a folder, to the memory and to an object store."""

from __future__ import annotations

import subprocess
import sys

import fsspec
import pytest
from conftest import tree
from kept_projects import SETTINGS

from jupyter_repro.digest import digest_bytes
from jupyter_repro.errors import NoAccess, NoSuchVersion
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.kept_data.chunk_list import decode_chunks, encode_chunks
from jupyter_repro.kept_data.places import objects_folder
from jupyter_repro.kept_data.reading import Damaged
from jupyter_repro.kept_data.references import references
from jupyter_repro.kept_data.remotes import remote_at
from jupyter_repro.kept_data.store import fetch_kept, is_kept, kept_files
from jupyter_repro.kept_data.transfer import pull, push
from jupyter_repro.records.snapshot import DataFile


def elsewhere(monkeypatch, tmp_path):
    """As on another machine, whose cache is empty."""
    monkeypatch.setenv(CACHE, str(tmp_path / "other cache"))


@pytest.mark.parametrize("kind", ["folder", "memory", "s3"])
def test_what_was_pushed_is_pulled_on_another_machine(kind, project, tmp_path, monkeypatch, request):
    address = {"folder": str(tmp_path / "remote"), "memory": "memory://kept/here"}.get(kind)
    address = address or request.getfixturevalue("bucket")
    pushed = push(project.references, remote_at(address))
    assert (pushed.files, pushed.missing) == (4, ())
    assert push(project.references, remote_at(address)).objects == 0
    elsewhere(monkeypatch, tmp_path)
    pulled = pull(project.references, remote_at(address), project.snapshot)
    assert (pulled.files, pulled.objects, pulled.size) == (4, pushed.objects, pushed.size)
    assert pull(project.references, remote_at(address), project.snapshot).objects == 0
    assert all(is_kept(digest_bytes(content)) for content in project.contents.values())
    assert kept_files(project.data["parts/"].digest).keys() == {"1.csv", "2.csv"}


def test_a_file_that_the_cache_does_not_have_comes_from_the_remote_of_the_project(
    project, tmp_path, monkeypatch
):
    (project.root / "pyproject.toml").write_text(SETTINGS + "remote = '../remote'\n")
    push(project.references, remote_at(str(tmp_path / "remote")))
    elsewhere(monkeypatch, tmp_path)
    for name in ("a.csv", "big.bin", "parts/1.csv"):
        digest = digest_bytes(project.contents[name])
        fetch_kept(digest if name != "parts/1.csv" else digest[:23], project.root / "back")
        assert (project.root / "back").read_bytes() == project.contents[name]
        (project.root / "back").unlink()
    with pytest.raises(NoSuchVersion, match=r"is neither in .*/kept nor in .*/remote"):
        fetch_kept("blake3:" + "0" * 64, project.root / "back")


def test_only_what_is_missing_is_sent(project, tmp_path):
    remote = tmp_path / "remote"
    push(project.references, remote_at(str(remote)))
    lost = max((path for path in remote.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    size = lost.stat().st_size
    lost.chmod(0o600)
    lost.write_bytes(b"half")
    again = push(project.references, remote_at(str(remote)))
    assert (again.objects, again.size, lost.stat().st_size) == (1, size, size)


def test_what_neither_place_has_is_named(project, tmp_path):
    missing = DataFile("blake3:" + "0" * 64, 1)
    asked = references({**project.data, "lost.csv": missing})
    assert push(asked, remote_at(str(tmp_path / "remote"))).missing == ("lost.csv",)


def test_a_damaged_object_is_not_sent(project, tmp_path):
    lost = max(
        (path for path in objects_folder().rglob("*") if path.is_file()), key=lambda path: path.stat().st_size
    )
    lost.chmod(0o600)
    lost.write_bytes(bytes(lost.stat().st_size))
    pushed = push(project.references, remote_at(str(tmp_path / "remote")))
    assert pushed.missing == ("big.bin",)
    assert not list((tmp_path / "remote").rglob("*.chunks"))


def test_a_byte_that_is_flipped_in_the_remote_does_not_get_into_the_cache(project, tmp_path, monkeypatch):
    remote = tmp_path / "remote"
    push(project.references, remote_at(str(remote)))
    for path in remote.rglob("*"):
        if path.is_file() and path.read_bytes() == b"a":
            path.chmod(0o600)
            path.write_bytes(b"b")
    before = tree(remote)
    elsewhere(monkeypatch, tmp_path)
    assert pull(project.references, remote_at(str(remote)), project.snapshot).missing == ("a.csv",)
    assert not is_kept(project.data["a.csv"].digest)
    assert tree(remote) == before


def test_a_list_in_the_remote_that_makes_up_something_else_does_not_get_into_the_cache(
    project, tmp_path, monkeypatch
):
    remote = tmp_path / "remote"
    push(project.references, remote_at(str(remote)))
    (path,) = remote.rglob("*.chunks")
    chunks = decode_chunks(path.read_bytes())
    path.chmod(0o600)
    path.write_bytes(encode_chunks([*chunks[1:], chunks[0]]))
    elsewhere(monkeypatch, tmp_path)
    assert pull(project.references, remote_at(str(remote)), project.snapshot).missing == ("big.bin",)
    assert not is_kept(project.data["big.bin"].digest)
    with pytest.raises(Damaged):
        fetch_kept(project.data["big.bin"].digest, tmp_path / "back", remote=str(remote))
    assert not (tmp_path / "back").exists()


def test_others_may_read_what_is_in_a_shared_folder(project, tmp_path):
    # as the umask says
    push(project.references, remote_at(str(tmp_path / "remote")))
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "remote").rglob("*") if path.is_file()} == {
        0o444
    }


def test_an_address_that_nothing_opens_is_reported_without_its_secrets(tmp_path):
    with pytest.raises(NoAccess, match="nowhere:// is opened by nothing"):
        remote_at("nowhere://user:hidden@host/x")
    (tmp_path / "remote").write_text("a file")
    with pytest.raises(NoAccess, match="remote cannot be used"):
        remote_at(str(tmp_path / "remote")).write("0" * 64, b"x")


def test_a_bucket_that_is_not_there_is_reported_and_not_made(bucket, project):
    with pytest.raises(NoAccess, match="s3://nosuchbucket/x is not there"):
        push(project.references, remote_at("s3://nosuchbucket/x"))
    assert fsspec.filesystem("s3", skip_instance_cache=True).ls("") == ["bucket"]


def test_a_library_that_is_missing_is_named_with_its_extra():
    source = "import sys; sys.modules['s3fs'] = None; from jupyter_repro.kept_data.remotes import remote_at; remote_at('s3://b/k')"
    said = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=False).stderr
    assert "MissingExtra: s3fs is not installed" in said
