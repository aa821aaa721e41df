from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap

import pytest
from repositories import collected, git

from jupyter_repro.collectors.git import GitCollector
from jupyter_repro.git.repository_state import MOST_DIRTY
from jupyter_repro.records.snapshot import GitState
from jupyter_repro.verdicts import ContextChange

pytestmark = pytest.mark.usefixtures("own_settings")


def test_a_clean_repository_is_a_commit_and_a_branch(root):
    assert collected(root) == GitState(git(root, "rev-parse", "HEAD"), "main")


def test_changed_and_untracked_files_are_named_without_the_notebook_and_its_snapshot(root):
    for name in ("notebooks/analysis.ipynb", "notebooks/analysis.repro.json", "code.py"):
        (root / name).write_text("2\n")
    for name in (
        "new/a b.txt",
        "ünï.txt",
        "line\nbreak",
        "? x",
        ".ipynb_checkpoints/x.ipynb",
        "__pycache__/x.pyc",
    ):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("x")
    (root / os.fsdecode(b"\xff")).write_text("x")
    (root / ".gitignore").write_text("ignored\n")
    (root / "ignored").touch()
    git(root, "add", "new/a b.txt")
    expected = (".gitignore", "? x", "\\xff", "code.py", "line\nbreak", "new/a b.txt", "ünï.txt")
    assert collected(root).dirty == expected


def test_a_renamed_and_a_deleted_file_are_dirty(root):
    git(root, "mv", "code.py", "moved.py")
    assert collected(root).dirty == ("code.py", "moved.py")


def test_of_very_many_files_some_are_recorded(root):
    for number in range(MOST_DIRTY + 50):
        (root / f"{number:04}").touch()
    assert collected(root).dirty == tuple(f"{number:04}" for number in range(MOST_DIRTY))


def test_a_detached_head_has_no_branch(root):
    git(root, "checkout", "-q", "--detach")
    assert collected(root) == GitState(git(root, "rev-parse", "HEAD"), "")


def test_a_repository_without_a_commit_has_none(tmp_path):
    (tmp_path / "notebooks").mkdir()
    git(tmp_path, "init", "-q", "-b", "main")
    assert collected(tmp_path) == GitState("", "main")


def test_a_notebook_outside_git_has_no_state(tmp_path):
    (tmp_path / "notebooks").mkdir()
    assert collected(tmp_path) is None


@pytest.mark.parametrize("damage", ["HEAD", "config"])
def test_a_broken_repository_has_no_state(root, damage):
    (root / ".git" / damage).write_bytes(b"\0[broken")
    assert collected(root) is None


def test_a_broken_index_leaves_commit_and_branch(root):
    (root / ".git" / "index").write_bytes(b"\0[broken")
    (root / ".gitmodules").write_text("[broken")
    expected = GitState(git(root, "rev-parse", "HEAD"), "main", patch_omitted="git could not make it")
    assert collected(root) == expected


def test_a_bare_repository_around_a_notebook_has_no_state(tmp_path):
    git(tmp_path, "init", "-q", "--bare")
    (tmp_path / "notebooks").mkdir()
    assert collected(tmp_path) is None


def test_a_repository_of_somebody_else_is_not_looked_into(root, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "dubious" in subprocess.run(["git", "status"], cwd=root, capture_output=True, text=True).stderr
    assert collected(root) is None


def test_without_git_there_is_no_state(root):
    script = """
        import sys
        from pathlib import Path
        from types import SimpleNamespace
        from jupyter_repro.collectors.git import GitCollector
        folder = Path(sys.argv[1])
        print(GitCollector().collect(SimpleNamespace(folder=folder, notebook=folder / "analysis.ipynb")))
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(root / "notebooks")]
    ran = subprocess.run(
        command, env={**os.environ, "PATH": "/nowhere"}, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "None\n"


def test_a_conflict_in_the_middle_of_a_rebase_is_recorded(root):
    git(root, "checkout", "-q", "-b", "other")
    for branch, content in (("other", "other\n"), ("main", "main\n")):
        git(root, "checkout", "-q", branch)
        (root / "code.py").write_text(content)
        git(root, "commit", "-qam", content)
    git(root, "rebase", "other", check=False)
    found = collected(root)
    assert (found.commit, found.branch, found.dirty) == (git(root, "rev-parse", "other"), "", ("code.py",))
    assert "+=======" in found.patch


def test_a_linked_worktree_is_a_repository_of_its_own(root, tmp_path):
    git(root, "worktree", "add", "-q", "-b", "linked", str(tmp_path / "linked"))
    assert collected(tmp_path / "linked").branch == "linked"


def test_a_repository_reached_through_a_link_is_the_same(root, tmp_path):
    (tmp_path / "link").symlink_to(root)
    (root / "notebooks/analysis.ipynb").write_text("2\n")
    assert collected(tmp_path / "link") == collected(root)
    assert collected(root).dirty == ()


@pytest.mark.parametrize(
    ("remotes", "recorded"),
    [
        ({}, ""),
        ({"fork": "https://host/fork", "origin": "https://ada:secret@host/x?token=secret"}, "https://host/x"),
        ({"upstream": "git@host:up", "fork": "git@host:fork"}, "git@host:up"),
    ],
)
def test_the_remote_is_origin_or_the_first_without_credentials(root, remotes, recorded):
    for name, address in remotes.items():
        git(root, "remote", "add", name, address)
    assert collected(root).remote == recorded
    assert collected(root).remotes.keys() == remotes.keys()
    assert "secret" not in str(collected(root))


def test_of_the_tags_at_the_commit_the_highest_version_is_recorded(root):
    for tag in ("v1.9", "v1.10"):
        git(root, "tag", tag)
    assert collected(root).tag == "v1.10"
    git(root, "commit", "-q", "--allow-empty", "-m", "later")
    assert collected(root).tag == ""


def test_submodules_are_recorded_with_the_commit_that_is_checked_out(root, tmp_path):
    library = tmp_path / "library"
    library.mkdir()
    git(library, "init", "-q")
    for message in ("one", "two"):
        git(library, "commit", "-q", "--allow-empty", "-m", message)
    allowed = ("-c", "protocol.file.allow=always")
    git(root, *allowed, "submodule", "add", "-q", str(library), "lib/a b")
    git(root, "commit", "-qam", "library")
    assert collected(root).submodules == {"lib/a b": git(library, "rev-parse", "HEAD")}
    git(root / "lib/a b", "checkout", "-q", "HEAD~1")
    assert collected(root).submodules == {"lib/a b": git(library, "rev-parse", "HEAD~1")}
    assert collected(root).dirty == ("lib/a b",)
    shutil.rmtree(root / "lib/a b")
    assert collected(root).submodules == {"lib/a b": git(library, "rev-parse", "HEAD")}


def test_neither_hooks_nor_a_file_system_monitor_are_run_and_the_index_stays(root, tmp_path):
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    git(root, "config", "core.fsmonitor", str(program))
    (root / ".git" / "hooks" / "post-index-change").symlink_to(program)
    os.utime(root / "code.py", (1, 1))
    index = (root / ".git" / "index").read_bytes()
    assert collected(root).dirty == ()
    assert (root / ".git" / "index").read_bytes() == index
    assert not (tmp_path / "ran").exists()
    git(root, "status")
    assert (tmp_path / "ran").exists(), "git would have run it"


RECORDED = GitState("c1", "main", ("a.py",))


@pytest.mark.parametrize(
    ("recorded", "found", "changes"),
    [
        (RECORDED, RECORDED, []),
        (None, RECORDED, []),
        (RECORDED, None, [("commit", "c1", "no repository")]),
        (RECORDED, GitState("c2", "main", ("a.py",)), [("commit", "c1", "c2")]),
        (RECORDED, GitState("", "", ("a.py",)), [("commit", "c1", "none"), ("branch", "main", "detached")]),
        (RECORDED, GitState("c1", "main"), [("dirty files", "a.py", "none")]),
        (RECORDED, GitState("c1", "main", ("a.py", "b.py")), [("dirty files", "none", "b.py")]),
        (RECORDED, GitState("c1", "main", ("a.py",), tag="v1", remotes={"fork": "x"}), []),
        (
            GitState("c1", submodules={"lib": "1", "gone": "1"}),
            GitState("c1", submodules={"lib": "2"}),
            [("submodule gone", "1", "missing"), ("submodule lib", "1", "2")],
        ),
    ],
)
def test_commit_branch_and_dirty_files_that_differ_are_changes(recorded, found, changes):
    assert list(GitCollector().changes(recorded, found)) == [
        ContextChange("code", *change, matters=False) for change in changes
    ]


def test_of_files_that_only_fell_off_a_list_that_is_cut_nothing_is_reported():
    names = tuple(f"huge/{number:04}" for number in range(MOST_DIRTY + 1))
    before, after = (
        GitState("c1", dirty=names[:MOST_DIRTY]),
        GitState("c1", dirty=("a", *names[: MOST_DIRTY - 1])),
    )
    reported = [(each.recorded, each.found) for each in GitCollector().changes(before, after)]
    assert reported == [("none", "a")]
    assert not list(GitCollector().changes(before, GitState("c1", dirty=names)))
    assert not list(GitCollector().changes(before, GitState("c1", dirty=(*names[:MOST_DIRTY], "z"))))
    (gone,) = GitCollector().changes(before, GitState("c1", dirty=names[1:]))
    assert (gone.recorded, gone.found) == (names[0], "none")


def test_of_many_dirty_files_only_those_that_differ_are_named():
    names = tuple(f"{number:02}" for number in range(20))
    (change,) = GitCollector().changes(GitState("c", "", names), GitState("c", "", (*names, "new")))
    assert (change.recorded, change.found) == ("none", "new")
