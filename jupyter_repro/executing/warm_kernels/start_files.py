"""The files that a Python reads as it starts and imports: whether they still are what a fork server has read.

It is imported beside `fork_server.py`, and asks for the standard library alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

_CUSTOMIZING = ("sitecustomize", "usercustomize")
_PACKAGES = ("site-packages", "dist-packages")
Looks = dict[str, tuple[int, int]]


def looks() -> Looks:
    """Path to size and time of change: of all that this process has imported, and of what could be imported first.

    A folder of packages changes when one is installed or removed, or gets a `.pth` file.
    """
    return {path: _look(path) for path in {*_imported(), *_at_the_start()}}


def have_changed(before: Looks) -> bool:
    """Whether a fresh start would read something else."""
    return any(_look(path) != look for path, look in before.items())


def _imported() -> Iterator[str]:
    for module in [*sys.modules.values()]:
        file = getattr(module, "__file__", None)
        if isinstance(file, str):
            yield file


def _at_the_start() -> Iterator[str]:
    for folder in sys.path:
        place = Path(folder)
        if place.name in _PACKAGES:
            yield folder
        yield from (str(place / f"{name}.py") for name in _CUSTOMIZING)


def _look(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)  # noqa: PTH116  of a thousand files before each kernel
    except OSError:
        return (-1, -1)
    return (found.st_size, found.st_mtime_ns)
