"""Files that open notebooks depend on: pages hear of it when one of them is another on the disk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_repro.server.events import FILES_SCHEMA_ID
from jupyter_repro.server.notebook_handler import beside

SECONDS = 2.0
"""Between two looks."""
PATIENCE = 3600.0
"""Seconds after which a notebook that no page has asked about is not watched any more."""
MOST_WATCHED = 200
"""Notebooks."""

Stamp = tuple[int, int, int]
"""Time of the last change in nanoseconds, size in bytes, and inode."""
Stamps = Mapping[Path, Stamp | None]
"""None for a file that is not there."""


def file_stamps(files: Iterable[Path]) -> Stamps:
    """By which it is seen, without reading them, that files are others."""
    return {file: _stamp(file) for file in files}


def _stamp(file: Path) -> Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


@dataclass(frozen=True)
class _Watched:
    stamps: Stamps
    until: float
    """By the monotonic clock."""

    @property
    def is_changed(self) -> bool:
        return file_stamps(self.stamps) != self.stamps


class ResultWatch:
    """Looks at files by their stamps: systems that report changes do not do so for network folders."""

    def __init__(self, events: Any, every: float = SECONDS) -> None:
        self._events, self._every = events, every
        self._watched: dict[str, _Watched] = {}
        self._looking: asyncio.Task[None] | None = None

    def watch(self, path: str, stamps: Stamps) -> None:
        """Tell pages once, when a file of the notebook at `path` has another stamp than these."""
        self._watched.pop(path, None)
        if not stamps:
            return
        self._watched[path] = _Watched(stamps, time.monotonic() + PATIENCE)
        while len(self._watched) > MOST_WATCHED:
            del self._watched[next(iter(self._watched))]
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look())

    async def end(self) -> None:
        """Watch nothing any more."""
        self._watched.clear()
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking

    async def _look(self) -> None:
        while self._watched:
            await asyncio.sleep(self._every)
            for path, watched in await beside(_over, dict(self._watched)):
                # meanwhile a page may have asked again
                if self._watched.get(path) is watched:
                    self._end_of(path, watched)

    def _end_of(self, path: str, watched: _Watched) -> None:
        del self._watched[path]
        if time.monotonic() < watched.until:
            self._events.emit(schema_id=FILES_SCHEMA_ID, data={"path": path})


def _over(all_watched: Mapping[str, _Watched]) -> list[tuple[str, _Watched]]:
    """Those of which a file is another, or that nobody has asked about for long."""
    now = time.monotonic()
    return [
        (path, watched) for path, watched in all_watched.items() if now >= watched.until or watched.is_changed
    ]
