"""What lies where a recorded file belongs and is no file, so that nothing can be put in its place."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_repro.recovery.sources import Recorded

MOVE_AWAY = "move it away by hand, then restore it again"


def obstacle_to(file: Recorded) -> str:
    """A sentence without its subject, the file's name, and full stop; "" where a file can be written."""
    place = file.place
    if os.path.lexists(place) and not (place.is_symlink() or place.is_file()):
        kind = "a folder" if place.is_dir() else "no regular file"
        return f"is {kind} here, and was a file when it was recorded"
    above = _file_above(place)
    return f"belongs into a folder, and {os.path.relpath(above, file.folder)} is a file here" if above else ""


def _file_above(path: Path) -> Path | None:
    return next((folder for folder in path.parents if folder.is_file()), None)
