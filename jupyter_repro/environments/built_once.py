"""Folders in this user's cache that are built once, and by one process at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_COMPLETE = ".complete"


def is_complete(folder: Path) -> bool:
    """Whether the folder is built."""
    return folder.with_suffix(_COMPLETE).exists()


@contextmanager
def built_once(folder: Path) -> Iterator[bool]:
    """Whether the caller is to build the folder; nobody else builds it meanwhile, and a half of one is removed."""
    from filelock import FileLock

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        missing = not is_complete(folder)
        if missing:
            shutil.rmtree(folder, ignore_errors=True)
        try:
            yield missing
            folder.with_suffix(_COMPLETE).touch()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
