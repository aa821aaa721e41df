"""A data reader at work in this process: what it tells, kept as the recorder keeps it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_repro.recording.data.reads import Reads
from jupyter_repro.recording.data.time_travel import TimeTravel
from jupyter_repro.recording.reader_notes import Noted


class Watched:
    """What was read while a reader watched."""

    def __init__(self, folder: Path, asof: str = "") -> None:
        self.reads = Reads(folder, lambda: ("cell", 1))
        self._travel = TimeTravel()
        self._ours = False
        if asof:
            self._travel.go(asof)
        self.notes = Noted(
            self.reads,
            self._guarded,
            self.reads._place,
            folder,
            (self._wish, self._unwatched, self._travel.check_held),
        )

    @property
    def versions(self) -> dict[str, tuple[str, str]]:
        """Name to the version's id and what was asked for."""
        received = self.reads.received.values()
        return {each.uri: (each.version.id, each.version.asof) for each in received if each.version}

    def covers(self, path: Path) -> bool:
        """Whether a file is not to be recorded on its own."""
        return self.reads._is_covered(str(path))

    def _wish(self, name: str) -> Any:
        return None if self._ours else self._travel.wish(name)

    def _unwatched(self, act: Any, *args: Any) -> Any:
        before, self._ours = self._ours, True
        try:
            return act(*args)
        finally:
            self._ours = before

    def _guarded(self, act: Any) -> Any:
        return lambda *args: None if self._ours else self._unwatched(act, *args)


@contextmanager
def watched(reader: Any, module: str, folder: Path, asof: str = "") -> Iterator[Watched]:
    """Let a reader watch a module, for a notebook in a folder that reads as of a moment."""
    found = Watched(folder, asof)
    undo = reader.start(module, found.notes)
    try:
        yield found
    finally:
        undo()


def places_of_warnings(act: Callable[[], Any]) -> list[tuple[str, int]]:
    """File and line of each warning that is reported."""
    with warnings.catch_warnings(record=True) as reported:
        warnings.simplefilter("always")
        act()
    return [(each.filename, each.lineno) for each in reported]
