from __future__ import annotations

import errno
import os
import socket
import time
from pathlib import Path

import pytest

from jupyter_repro.digest import digest_bytes
from jupyter_repro.files import digest_cache
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.files.digest_cache import cached_digest, cached_digests, remembered

LONG_AGO = 1_000_000_000


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    monkeypatch.setattr(digest_cache, "SETTLED", -1)
    return tmp_path / "cache" / "digests.sqlite"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sales.csv"
    path.write_bytes(b"1")
    return path


def read_now(monkeypatch):
    """The files that are read from now on."""
    seen = []
    digest = digest_cache.digest_file
    monkeypatch.setattr(digest_cache, "digest_file", lambda path: (seen.append(path), digest(path))[1])
    return seen


def test_what_has_not_changed_is_read_once(file, monkeypatch):
    first = cached_digest(str(file))
    seen = read_now(monkeypatch)
    assert cached_digest(str(file)) == first == (digest_bytes(b"1"), 1)
    assert not seen


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_bytes(b"22"),
        lambda path: path.write_bytes(b"2"),
        lambda path: (path.unlink(), path.write_bytes(b"2")),
        lambda path: (path.write_bytes(b"2"), os.utime(path, (LONG_AGO, LONG_AGO))),
    ],
    ids=["another size", "another content", "another file", "another content with its times set back"],
)
def test_what_has_changed_is_read_again(file, change):
    os.utime(file, (LONG_AGO, LONG_AGO))
    cached_digest(str(file))
    time.sleep(0.02)
    change(file)
    assert cached_digest(str(file)) == (digest_bytes(file.read_bytes()), file.stat().st_size)


def test_what_was_read_is_remembered_without_reading_until_it_changes(file, monkeypatch):
    assert remembered(str(file)) is None
    digest, _ = cached_digest(str(file))
    seen = read_now(monkeypatch)
    assert remembered(str(file)) == digest
    time.sleep(0.02)
    file.write_bytes(b"2")
    assert remembered(str(file)) is None
    file.unlink()
    assert remembered(str(file)) is None
    assert not seen


def test_a_file_that_was_written_just_now_is_not_remembered(file, monkeypatch):
    monkeypatch.setattr(digest_cache, "SETTLED", 60_000_000_000)
    cached_digest(str(file))
    seen = read_now(monkeypatch)
    cached_digest(str(file))
    assert seen == [str(file)]


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 200])
def test_a_damaged_memory_is_passed_over(file, cache, content):
    cache.parent.mkdir()
    cache.write_bytes(content)
    assert cached_digest(str(file)) == (digest_bytes(b"1"), 1)


def test_a_memory_that_cannot_be_written_is_passed_over(file, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv(CACHE, str(tmp_path / "file" / "below"))
    assert cached_digest(str(file)) == (digest_bytes(b"1"), 1)


def test_no_path_is_kept(file, cache):
    cached_digest(str(file))
    assert b"sales" not in cache.read_bytes()


def test_many_files_answer_in_their_order_with_why_some_have_no_digest(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "socket"))
    paths = [str(tmp_path / name) for name in ("z", "pipe", "gone", "loop", "socket", "a")]
    for path in (paths[0], paths[-1]):
        Path(path).write_text("1")
    found = cached_digests(paths)
    assert list(found) == paths
    assert found[paths[0]] == found[paths[-1]] == (digest_bytes(b"1"), 1)
    assert [found[path].errno for path in paths[1:-1]] == [
        errno.EINVAL,
        errno.ENOENT,
        errno.ELOOP,
        errno.EINVAL,
    ]
    server.close()


def test_a_file_that_changes_while_it_is_read_has_no_digest(file, monkeypatch):
    def appended(path):
        Path(path).write_bytes(b"more")
        return digest_bytes(b"anything")

    monkeypatch.setattr(digest_cache, "digest_file", appended)
    with pytest.raises(OSError, match="changed while it was read"):
        cached_digest(str(file))
