"""A hostile repository: none of the programs that its configuration names is run."""

from __future__ import annotations

import pytest
from conftest import inside, tree, written
from repositories import git

import jupyter_repro
from jupyter_repro.git.foreign_programs import switched_off
from jupyter_repro.git.repositories import repository_of

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")
COMMANDS = (
    ("diff", "a.ipynb"),
    ("lineage", "a.ipynb"),
    ("log", "a.ipynb"),
    ("show", "a.ipynb"),
    ("verify", "a.ipynb"),
    ("restore", "a.ipynb", "--code"),
    ("restore", "a.ipynb", "--data"),
)


@pytest.fixture
def hostile(tmp_path):
    """A repository with a recorded notebook, whose own configuration names a program wherever git takes one."""
    folder, ran = tmp_path / "clone", tmp_path / "ran"
    ran.mkdir()
    program = tmp_path / "evil.sh"
    program.write_text(f'#!/bin/sh\ntouch "{ran}/$1"\nexec cat\n')
    program.chmod(0o755)
    path = written(folder / "a.ipynb", "open('x.csv').read()")
    (folder / "x.csv").write_text("1\n")
    git(folder, "init", "-q")
    sub = folder / "sub"
    sub.mkdir()
    git(sub, "init", "-q")
    (sub / "y.txt").write_text("1\n")
    git(sub, "add", ".")
    git(sub, *WHO, "commit", "-qm", "s")
    (folder / ".gitattributes").write_text("*.csv filter=evil\n*.txt filter=evil\n")
    jupyter_repro.snapshot(path)
    git(folder, "add", ".")
    git(folder, *WHO, "commit", "-qm", "a")
    jupyter_repro.snapshot(path)
    for repository in (folder, sub):
        for key in ("clean", "smudge", "process"):
            git(repository, "config", f"filter.evil.{key}", f"{program} {key}")
        git(repository, "config", "filter.evil.required", "true")
    (sub / ".gitattributes").write_text("*.txt filter=evil\n")
    for key, value in {
        "core.sshCommand": f"{program} ssh",
        "core.fsmonitor": f"{program} fsmonitor",
        "core.askPass": f"{program} askpass",
        "gpg.program": f"{program}",
        "log.showSignature": "true",
        "diff.external": f"{program} external",
        "remote.origin.url": "ssh://host/x",
        "remote.origin.uploadpack": f"{program} uploadpack",
        "remote.origin.promisor": "true",
        "remote.origin.partialclonefilter": "blob:none",
        "extensions.partialClone": "origin",
        "credential.helper": f"!{program} credential",
    }.items():
        git(folder, "config", key, value)
    (folder / "x.csv").write_text("2\n")
    (sub / "y.txt").write_text("2\n")
    return folder, ran


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_runs_a_program_of_the_repository(hostile, words):
    folder, ran = hostile
    inside(*words, cwd=folder)
    assert tree(ran) == {}


def test_a_partial_clone_asks_nobody_for_what_it_lacks(hostile):
    folder, ran = hostile
    blob = git(folder, "rev-parse", "HEAD:x.csv")
    (folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for words in COMMANDS:
        inside(*words, cwd=folder)
    assert tree(ran) == {}


def test_what_the_user_configured_and_lfs_itself_are_left_on(tmp_path):
    path = written(tmp_path / "a.ipynb", "1")
    git(tmp_path, "init", "-q")
    with repository_of(path) as (repository, _):
        assert switched_off(repository) == {}
        git(tmp_path, "config", "filter.lfs.clean", "git-lfs clean -- %f")
        git(tmp_path, "config", "filter.lfs.required", "true")
        assert switched_off(repository) == {}
        git(tmp_path, "config", "filter.lfs.clean", "evil")
        assert switched_off(repository)["GIT_CONFIG_KEY_0"] == "filter.lfs.clean"
