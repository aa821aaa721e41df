from __future__ import annotations

import errno
import os
import stat

import pytest

from jupyter_repro.files import whole_files
from jupyter_repro.files.whole_files import new_file, replacing_file, share, write_pieces


@pytest.fixture(params=["nameless", "named"], autouse=True)
def system(request, monkeypatch):
    """With files that have no name until they are whole, and without."""
    if request.param == "named":
        monkeypatch.setattr(whole_files, "_NAMELESS", 0)


def test_a_file_gets_its_name_when_it_is_whole(tmp_path):
    with new_file(tmp_path / "new", 0o400) as file:
        file.write(b"content")
        assert not (tmp_path / "new").exists()
    assert (tmp_path / "new").read_bytes() == b"content"
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o400
    assert list(tmp_path.iterdir()) == [tmp_path / "new"]


def test_without_a_mode_the_umask_decides(tmp_path):
    before = os.umask(0o027)
    try:
        with new_file(tmp_path / "new"):
            pass
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_nothing_is_left_of_a_file_that_was_not_finished(tmp_path):
    def half():
        with new_file(tmp_path / "new") as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays(tmp_path):
    (tmp_path / "new").write_bytes(b"there")

    def again():
        with new_file(tmp_path / "new") as file:
            file.write(b"content")

    with pytest.raises(FileExistsError):
        again()
    assert (tmp_path / "new").read_bytes() == b"there"
    assert list(tmp_path.iterdir()) == [tmp_path / "new"]


def test_a_shared_file_holds_the_same_and_a_disk_that_cannot_share_says_so(tmp_path):
    (tmp_path / "old").write_bytes(b"content")
    with (tmp_path / "old").open("rb") as source, new_file(tmp_path / "new") as file:
        is_shared = share(source, file)
    assert (tmp_path / "new").read_bytes() == (b"content" if is_shared else b"")


def test_a_file_takes_the_place_of_another_when_it_is_whole(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with replacing_file(path, 0o640) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_not_whole_takes_no_place(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(ValueError, match="half"):
        _write_half(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def _write_half(path):
    with replacing_file(path) as file:
        file.write(b"n")
        raise ValueError("half")


def test_pieces_are_written_in_their_order_while_the_disk_begins(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: flushed.append(os.fstat(descriptor).st_size))
    pieces = [bytes([number]) * 2**24 for number in range(9)]
    with new_file(tmp_path / "a") as file:
        write_pieces(file, pieces)
        assert flushed[0] < 9 * 2**24
    assert (tmp_path / "a").read_bytes() == b"".join(pieces)


def test_a_disk_that_refuses_while_more_comes_leaves_no_file(tmp_path, monkeypatch):
    def refuse(_descriptor):
        raise OSError(errno.EIO, "the disk is broken")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="the disk is broken"), new_file(tmp_path / "a") as file:
        write_pieces(file, [bytes(2**25)])
    assert [*tmp_path.iterdir()] == []
