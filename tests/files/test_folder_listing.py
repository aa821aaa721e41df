"""What a folder lists."""

from __future__ import annotations

import os

import pytest

from jupyter_repro.files import folder_listing
from jupyter_repro.files.folder_listing import listed


def test_it_is_another_where_a_name_came_and_the_same_where_a_file_was_written_again(tmp_path):
    (tmp_path / "a.txt").write_text("1")
    before = listed(str(tmp_path), str(tmp_path))
    (tmp_path / "a.txt").write_text("22")
    assert listed(str(tmp_path), str(tmp_path)) == before
    assert before.startswith("1 entry (")
    (tmp_path / "b.txt").write_text("")
    assert listed(str(tmp_path), str(tmp_path)).startswith("2 entries (")


def test_what_we_write_and_what_is_no_data_does_not_count(tmp_path):
    before = listed(str(tmp_path), str(tmp_path))
    for name in ("n.repro.json", "n.pylock.toml"):
        (tmp_path / name).write_text("")
    for name in (".ipynb_checkpoints", "__pycache__", ".git"):
        (tmp_path / name).mkdir()
    assert listed(str(tmp_path), str(tmp_path)) == before


def test_of_very_many_entries_the_time_of_the_last_change_stands_for_the_names(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_listing, "_MOST", 2)
    for name in "abc":
        (tmp_path / name).write_text("")
    before = listed(str(tmp_path), str(tmp_path))
    assert before.startswith("more than 2 entries (")
    assert listed(str(tmp_path), str(tmp_path)) == before
    os.utime(tmp_path, (1, 1))
    assert listed(str(tmp_path), str(tmp_path)) != before


def test_a_folder_that_is_not_there_raises(tmp_path):
    with pytest.raises(FileNotFoundError):
        listed(str(tmp_path / "gone"), str(tmp_path))
