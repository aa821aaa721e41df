"""Which files git does not have as they are."""

from __future__ import annotations

from repositories import committed, git

from jupyter_repro.git.uncommitted_files import uncommitted_files


def test_changed_and_untracked_files_are_named_and_ignored_and_foreign_ones_are_not(tmp_path):
    root = tmp_path / "project"
    (root / "data").mkdir(parents=True)
    names = ("same.csv", "data/changed.csv", "data/new.csv", "ignored.csv")
    same, changed, new, ignored = (root / name for name in names)
    foreign = tmp_path / "foreign.csv"
    for file in (same, changed, ignored, foreign):
        file.write_text("1")
    (root / ".gitignore").write_text("ignored.csv\n")
    git(root, "init", "-q")
    committed(root, "2026-01-01T00:00:00Z")
    changed.write_text("2")
    new.write_text("3")
    (root / "other.csv").write_text("nobody asks")
    assert uncommitted_files([same, changed, new, ignored, foreign], root / "data") == (changed, new)
    assert uncommitted_files([foreign], root) == ()


def test_outside_of_git_nothing_is_named(tmp_path):
    (tmp_path / "a.csv").write_text("1")
    assert uncommitted_files([tmp_path / "a.csv"], tmp_path) == ()
