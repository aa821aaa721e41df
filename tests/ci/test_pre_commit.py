"""The pre-commit hook, run by pre-commit in a repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import command, written

ROOT = Path(__file__).parents[2]
HOOK = "jupyter-repro-verify"


def git(folder, *arguments):
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always"]
    return subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory):
    """A repository that publishes the hook, as this project's does."""
    folder = tmp_path_factory.mktemp("hooks")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", folder)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "hook")
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A notebook that was recorded and verified, with its data."""
    folder = tmp_path_factory.mktemp("project")
    written(folder / "a.ipynb", "open('data.txt').read()")
    (folder / "data.txt").write_text("1")
    (folder / "notes.txt").write_text("1")
    assert command("snapshot", "a.ipynb", cwd=folder).returncode == 0
    assert command("verify", "a.ipynb", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def repository(tmp_path, hooks, project, monkeypatch):
    """A repository with a recorded notebook, whose commits the hook guards."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    folder = shutil.copytree(project, tmp_path / "repository")
    rev = git(hooks, "rev-parse", "HEAD").stdout.strip()
    settings = {"repos": [{"repo": str(hooks), "rev": rev, "hooks": [{"id": HOOK}]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings))
    git(folder, "init", "-q")
    subprocess.run(["pre-commit", "install"], cwd=folder, check=True, capture_output=True)
    git(folder, "add", ".")
    return folder


def test_a_notebook_that_agrees_is_committed(repository):
    assert "Passed" in git(repository, "commit", "-m", "first").stderr


def test_a_notebook_that_diverges_is_not_and_the_cause_is_reported(repository):
    (repository / "data.txt").write_text("2")
    git(repository, "add", ".")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        git(repository, "commit", "-m", "first")
    assert "data.txt changed since the snapshot" in refused.value.stderr


def test_a_commit_without_notebooks_runs_none(repository):
    git(repository, "commit", "-m", "first")
    (repository / "notes.txt").write_text("2")
    assert "Skipped" in git(repository, "commit", "-am", "second").stderr
