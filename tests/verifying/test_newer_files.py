"""Which files were changed after the outputs of a notebook were stored."""

from __future__ import annotations

import os

import pytest
from repositories import committed, git

from jupyter_repro.verifying.newer_files import newer_files

HOUR = 3600


@pytest.fixture
def notebook(tmp_path):
    path = tmp_path / "n.ipynb"
    path.write_text("{}")
    return path


def written(path, seconds):
    path.write_text("1")
    os.utime(path, (seconds, seconds))
    return path


def test_outside_of_git_the_time_of_a_file_says_it(notebook, tmp_path):
    stored = notebook.stat().st_mtime
    older, newer = written(tmp_path / "a", stored - HOUR), written(tmp_path / "b", stored + HOUR)
    assert newer_files(notebook, [older, newer, tmp_path / "gone"]) == {newer}


def test_files_of_one_copy_are_none(notebook, tmp_path):
    beside = written(tmp_path / "a", notebook.stat().st_mtime + 0.01)
    assert newer_files(notebook, [beside]) == set()


def test_in_git_commits_say_it_and_not_the_time_of_a_checkout(notebook, tmp_path):
    git(tmp_path, "init", "-q")
    same = written(tmp_path / "same", 1)
    later, edited = written(tmp_path / "later", 1), written(tmp_path / "edited", 1)
    committed(tmp_path, "2026-01-01T00:00:00+00:00")
    later.write_text("2")
    committed(tmp_path, "2026-01-02T00:00:00+00:00")
    edited.write_text("3")
    untracked = written(tmp_path / "untracked", notebook.stat().st_mtime + HOUR)
    os.utime(same, (notebook.stat().st_mtime + HOUR,) * 2)
    assert newer_files(notebook, [same, later, edited, untracked]) == {later, edited}
