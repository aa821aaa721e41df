"""The order of a folder's entries: by their names, for all who list one in Python."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from types import TracebackType
from typing import Any

from jupyter_repro.holds.scene import Scene
from jupyter_repro.patching import after, replaced, see_through


def hold(_scene: Scene) -> Callable[[], None]:
    """Sort what `os.listdir` and `os.scandir` answer, which `os.walk`, `glob` and `pathlib` ask."""
    listdir, scandir = os.listdir, os.scandir

    @wraps(listdir)
    def listed(*path: Any, **named: Any) -> list[Any]:
        return sorted(listdir(*path, **named))

    @wraps(scandir)
    def scanned(*path: Any, **named: Any) -> SortedEntries:
        return SortedEntries(scandir(*path, **named))

    held: Any = see_through(scanned)
    return after(
        replaced(os, "listdir", see_through(listed)),
        replaced(os, "scandir", held),
        *_taken_before(scandir, held),
    )


def _taken_before(scandir: Callable[..., Any], held: Callable[..., Any]) -> Iterator[Callable[[], None]]:
    """Classes of `glob` and `pathlib` that took the function when they were made."""
    for name in ("glob", "pathlib", "pathlib._local"):
        for each in list(vars(sys.modules[name]).values()) if name in sys.modules else ():
            taken = vars(each).get("scandir") if isinstance(each, type) else None
            if getattr(taken, "__func__", None) is scandir:
                yield replaced(each, "scandir", staticmethod(held))


class SortedEntries:
    """What `os.scandir` answers, sorted by name."""

    def __init__(self, entries: Any) -> None:
        with entries:
            self._entries = iter(sorted(entries, key=lambda entry: entry.name))

    def __iter__(self) -> SortedEntries:
        return self

    def __next__(self) -> os.DirEntry[Any]:
        return next(self._entries)

    def __enter__(self) -> SortedEntries:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Answer no more."""
        self._entries = iter(())
