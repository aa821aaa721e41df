"""What a notebook, its project and its recording are called in a tracker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jupyter_repro.digest import Digest, digits_of
from jupyter_repro.settings import settings_files

ID_DIGITS = 32


def project_folder(notebook: Path) -> Path:
    """Where the notebook's settings lie; else the root of its repository; else its own folder.

    Raises UnreadableInput for settings that cannot be read.
    """
    folder = notebook.resolve().parent
    if files := settings_files(folder):
        return files[0].parent.resolve()
    return _above(folder, lambda each: (each / ".git").exists()) or folder


def notebook_name(notebook: Path) -> str:
    """Path of a notebook in its repository, else in its project, with slashes."""
    path = notebook.resolve()
    root = _above(path.parent, lambda each: (each / ".git").exists()) or project_folder(notebook)
    return path.relative_to(root).as_posix()


def run_id(digest: Digest) -> str:
    """The id of the run that a snapshot of this digest is published as."""
    return digits_of(digest, ID_DIGITS)


def _above(folder: Path, holds: Callable[[Path], bool]) -> Path | None:
    return next((each for each in (folder, *folder.parents) if holds(each)), None)
