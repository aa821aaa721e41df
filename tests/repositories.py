"""Real git repositories with a notebook in a folder of them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace

from jupyter_repro.collectors.git import GitCollector
from jupyter_repro.records import GitState


def git(root: Path, *arguments: str, check=True) -> str:
    ran = subprocess.run(["git", *arguments], cwd=root, check=check, capture_output=True, text=True)
    return ran.stdout.strip()


def collected(root: Path) -> GitState | None:
    folder = root / "notebooks"
    return GitCollector().collect(SimpleNamespace(folder=folder, notebook=folder / "analysis.ipynb"))
