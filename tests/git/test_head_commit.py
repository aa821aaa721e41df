"""The commit that is checked out."""

from __future__ import annotations

from repositories import committed

from jupyter_repro.git.head_commit import HeadCommit, head_commit


def test_it_is_the_same_from_every_folder_of_the_repository(root):
    commit = committed(root, "2026-01-02T03:04:05Z")
    found = HeadCommit(commit, "2026-01-02T03:04:05Z", "repository")
    assert [head_commit(folder) for folder in (root, root / "notebooks")] == [found, found]


def test_there_is_none_outside_of_git(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert head_commit(tmp_path) is None
