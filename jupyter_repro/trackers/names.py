"""What a notebook, its project and its recording are called in a tracker."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.digest import Digest, digits_of
from jupyter_repro.settings import project_root

ID_DIGITS = 32


def project_folder(notebook: Path) -> Path:
    """The folder of the notebook's project; raises UnreadableInput for settings that cannot be read."""
    return project_root(notebook.resolve().parent)


def notebook_name(notebook: Path) -> str:
    """Path of a notebook in its repository, else in its project, with slashes."""
    path = notebook.resolve()
    above = (each for each in path.parents if (each / ".git").exists())
    root = next(above, None) or project_folder(notebook)
    return path.relative_to(root).as_posix()


def run_id(digest: Digest) -> str:
    """The id of the run that a snapshot of this digest is published as."""
    return digits_of(digest, ID_DIGITS)
