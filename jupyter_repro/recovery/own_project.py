"""The project of a notebook: nothing is brought back outside of it without a further word."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.settings import project_root

OUTSIDE = "--outside"


def own_project(folder: Path) -> WritableFolder:
    """Where the recorded data of a notebook in `folder` may be written."""
    return WritableFolder(project_root(folder), "the project", f"if you mean that place, add: {OUTSIDE}")
