"""Which files the notebook reads: `open` audit events while a cell runs.

Source of the events: the table of audit events in Python's documentation. Events come before the file is opened,
so that a file which the notebook first reads and later overwrites is digested while it is still as it was read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_repro.data_paths import is_data
from jupyter_repro.recording.frames import asker
from jupyter_repro.records import FileRead

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_READS_SOURCE = frozenset(
    {"importlib._bootstrap_external", "linecache", "tokenize", "inspect", "runpy", "zipimport"}
)

READING = frozenset({"r", "rb"})
"""Modes in which a file is only read, as the `open` event tells them."""

Place = Callable[[], tuple[str, int]]
"""Answers the cell that runs now and its line; the cell is "" between cells."""


class Reads:
    """The files read and written so far."""

    def __init__(self, folder: Path, place: Place) -> None:
        self.read: dict[str, FileRead] = {}
        self.written: set[str] = set()
        self.known: set[Any] = set()
        """Paths, as they were given, that to read again says nothing new."""
        self._folder = folder
        self._place = place

    def opened(self, path: Any, mode: str | None, flags: int) -> None:
        """One `open` event."""
        name = os.path.abspath(os.fsdecode(path))  # noqa: PTH100  Path.resolve would follow links
        ours = is_data(name, str(self._folder))
        if ours and _writes(mode, flags):
            self._will_be_written(name)
        elif ours and not self._is_settled(name):
            self._will_be_read(name)
        if mode in READING and isinstance(path, str) and (not ours or self._is_settled(name)):
            self.known.add(path)

    def _is_settled(self, name: str) -> bool:
        return name in self.read or name in self.written

    def _will_be_read(self, name: str) -> None:
        if name.endswith((".py", ".pyc")) and asker() in _READS_SOURCE:
            return
        found = _regular_file(name)
        cell, line = self._place()
        if found and cell:
            self.read[name] = FileRead(name, cell, line, found.st_size, found.st_mtime_ns)

    def _will_be_written(self, name: str) -> None:
        before = self.read.get(name)
        if before is None:
            self.written.add(name)
        elif not before.digest:
            from jupyter_repro.digest import digest_file

            self.read[name] = FileRead(
                name, before.cell, before.line, before.size, before.mtime_ns, digest_file(Path(name))
            )


def _writes(mode: str | None, flags: int) -> bool:
    if mode is None:
        return bool(flags & _WRITING)
    return not {"w", "a", "x", "+"}.isdisjoint(mode)


def _regular_file(name: str) -> os.stat_result | None:
    try:
        found = os.stat(name)  # noqa: PTH116  a Path would cost more than the call
    except OSError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None
