from __future__ import annotations

import os

import pytest

from jupyter_repro.digest import UNREADABLE, digest_bytes
from jupyter_repro.files.folder_digest import folder_content, listed


@pytest.fixture
def folder(tmp_path):
    for name in ("a.csv", "b.csv", "notes.txt", ".hidden.csv", "_log.csv", "below/c.csv", "a.repro.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def names(folder, **options):
    return list(folder_content(str(folder), **options).files)


def test_files_are_named_as_seen_from_the_folder_in_order(folder):
    assert names(folder) == ["a.csv", "b.csv", "below/c.csv", "notes.txt"]


def test_of_a_folder_that_was_listed_what_ends_alike_counts(folder):
    assert names(folder, endings=[".csv"], recursive=False) == ["_log.csv", "a.csv", "b.csv"]
    assert names(folder, endings=[".csv"], without=["b.csv"]) == ["_log.csv", "a.csv", "below/c.csv"]


def test_the_digest_is_of_names_and_content(folder):
    before = folder_content(str(folder))
    (folder / "a.csv").rename(folder / "z.csv")
    renamed = folder_content(str(folder))
    (folder / "z.csv").rename(folder / "a.csv")
    assert folder_content(str(folder)) == before
    assert renamed.digest != before.digest
    assert renamed.size == before.size == sum(map(len, names(folder)))


def test_links_are_followed_once_round_a_loop(folder):
    (folder / "below" / "up").symlink_to(folder)
    (folder / "link.csv").symlink_to("a.csv")
    (folder / "loop.csv").symlink_to("loop.csv")
    found = folder_content(str(folder)).files
    assert list(found) == ["a.csv", "b.csv", "below/c.csv", "link.csv", "loop.csv", "notes.txt"]
    assert found["link.csv"] == found["a.csv"] == digest_bytes(b"a.csv")[:23]
    assert found["loop.csv"] == UNREADABLE


def test_names_that_are_not_utf_8_and_pipes_do_not_end_it(tmp_path):
    (tmp_path / os.fsdecode(b"\xff.csv")).write_text("1")
    os.mkfifo(tmp_path / "pipe")
    found = folder_content(str(tmp_path)).files
    assert sorted(found.values()) == [digest_bytes(b"1")[:23], UNREADABLE]


def test_a_folder_that_is_gone_is_empty(tmp_path):
    assert folder_content(str(tmp_path / "gone")).files == {}


def test_the_listing_gives_the_whole_digest_of_each_file(folder):
    (folder / "odd\nname").write_bytes(b"x")
    content = folder_content(str(folder))
    assert digest_bytes(content.listing) == content.digest
    files = listed(content.listing)
    assert {name: digest[:23] for name, digest in files.items()} == content.files
    assert files["odd\nname"] == digest_bytes(b"x")


@pytest.mark.parametrize("content", [b"x", b"a\0blake3:1", b"a\0b\nrest"])
def test_what_is_no_listing_is_refused(content):
    with pytest.raises(ValueError, match="not a listing"):
        listed(content)
