"""Real git repositories with a notebook in a folder of them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

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
