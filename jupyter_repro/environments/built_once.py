"""Folders in this user's cache that are built once, and by nobody else meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_COMPLETE = ".complete"


@contextmanager
def built_once(folder: Path) -> Iterator[bool]:
    """Whether the caller is to build the folder; nobody else builds it meanwhile, and a half of one is removed."""
    from filelock import FileLock

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        marker = folder.with_suffix(_COMPLETE)
        missing = not marker.exists()
        if missing:
            shutil.rmtree(folder, ignore_errors=True)
        try:
            yield missing
            marker.touch()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
