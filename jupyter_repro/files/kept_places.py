"""Files and folders that are put back as they were when a run has ended."""

from __future__ import annotations

import shutil
from pathlib import Path

_PLACE, _CONTENT = "place", "content"


def keep_place(kept: Path, place: Path) -> None:
    """Copy a file or a folder below `kept`, where that was not done before; nothing may lie there either."""
    each = [folder for folder in kept.glob("*") if (folder / _PLACE).read_text() == str(place)]
    if each:
        return
    folder = kept / str(len(list(kept.glob("*"))))
    folder.mkdir(parents=True)
    (folder / _PLACE).write_text(str(place))
    if place.is_dir():
        shutil.copytree(place, folder / _CONTENT, symlinks=True)
    elif place.exists():
        shutil.copy2(place, folder / _CONTENT)


def put_places_back(kept: Path) -> None:
    """Let each of them be what it was when it was kept."""
    for folder in kept.glob("*"):
        place, content = Path((folder / _PLACE).read_text()), folder / _CONTENT
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)
        if content.is_dir():
            shutil.copytree(content, place, symlinks=True)
        elif content.exists():
            shutil.copy2(content, place)
