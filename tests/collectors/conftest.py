"""A git repository to collect from."""

from __future__ import annotations

import pytest
from repositories import git


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
