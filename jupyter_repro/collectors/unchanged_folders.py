"""What a look at a folder found, kept while nothing comes into the folder or leaves it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Found = TypeVar("Found")

_SETTLED = 2_000_000_000
"""Nanoseconds: what comes into a folder soon after it has changed may leave it the same time stamp."""


def while_unchanged(look: Callable[[str], Found]) -> Callable[[str], Found]:
    """`look`, which asks a folder once for each change of it: where packages are installed, there are hundreds."""
    known: dict[str, tuple[int, Found]] = {}

    @wraps(look)
    def looked(folder: str) -> Found:
        changed = _changed(folder)
        if folder in known and known[folder][0] == changed:
            return known[folder][1]
        found = look(folder)
        if 0 < changed < time.time_ns() - _SETTLED:
            known[folder] = changed, found
        return found

    return looked


def _changed(folder: str) -> int:
    """When something came into it or left it, in nanoseconds; 0 where it cannot be asked."""
    try:
        return os.stat(folder or os.curdir).st_mtime_ns  # noqa: PTH116  a folder of `sys.path` may be ""
    except OSError:
        return 0
