"""Real git repositories with a notebook in a folder of them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from jupyter_repro.collectors.git import GitCollector
from jupyter_repro.records.snapshot import GitState


def git(root: Path, *arguments: str, check=True) -> str:
    ran = subprocess.run(["git", *arguments], cwd=root, check=check, capture_output=True, text=True)
    return ran.stdout.strip()


def committed(root: Path, date: str) -> str:
    """Commit all that lies there, at a date; answers the commit."""
    when = {"GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "GIT_COMMITTER_DATE": date}
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    git(root, "add", "-A")
    subprocess.run(
        ["git", *who, "commit", "-q", "--allow-empty", "-m", date],
        cwd=root,
        env={**os.environ, **when},
        check=True,
    )
    return git(root, "rev-parse", "HEAD")


def collected(root: Path) -> GitState | None:
    folder = root / "notebooks"
    return GitCollector().collect(SimpleNamespace(folder=folder, notebook=folder / "analysis.ipynb"))


@pytest.fixture
def own_settings(tmp_path, monkeypatch):
    """Neither the settings of this user's git nor a repository around us have a say."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ada@example.org")


@pytest.fixture
def root(tmp_path, own_settings):
    """A repository with a notebook in a folder of it."""
    root = tmp_path / "repository"
    (root / "notebooks").mkdir(parents=True)
    for name in ("notebooks/analysis.ipynb", "notebooks/analysis.repro.json", "code.py"):
        (root / name).write_text("1\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "first")
    return root
