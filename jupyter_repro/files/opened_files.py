"""Which files of some folders are opened and written, by whatever process, as Linux tells it.

Source: inotify(7). The kernel keeps the events until they are asked for, so that no thread is needed.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any


class FileEvents:
    """Watches folders, those below them not; empty where the system has no inotify."""

    _queue: Any = None
    """An inotify_simple.INotify."""

    def __init__(self) -> None:
        self.folders: dict[int, str] = {}
        if sys.platform == "linux":
            with suppress(OSError):  # the user has as many as the system allows
                self._queue = _queue()

    def __del__(self) -> None:
        if self._queue:
            self._queue.close()

    @property
    def works(self) -> bool:
        """Whether this system tells."""
        return self._queue is not None

    def watch(self, folders: Iterable[str]) -> bool:
        """Watch these folders as well; whether all of them could be."""
        from inotify_simple import flags

        wanted = flags.OPEN | _written() | flags.ONLYDIR
        for folder in folders:
            try:
                self.folders[self._queue.add_watch(folder, wanted)] = folder
            except FileNotFoundError:  # it is gone again
                continue
            except OSError:
                return False
        return True

    def taken(self) -> tuple[set[str], set[str], set[str], bool]:
        """What happened since it was last asked: paths opened and written, new folders, and whether some are lost."""
        from inotify_simple import flags

        opened: set[str] = set()
        written: set[str] = set()
        made: set[str] = set()
        lost, writes = False, _written()
        while events := self._read():
            for number, mask, _, name in events:
                path = f"{self.folders.get(number, '')}/{name}"
                lost |= bool(mask & flags.Q_OVERFLOW)
                if mask & flags.ISDIR:
                    made |= {path} if mask & flags.CREATE else set()
                elif name:
                    opened |= {path} if mask & flags.OPEN else set()
                    written |= {path} if mask & writes else set()
        return opened, written, made, lost

    def _read(self) -> Sequence[tuple[int, int, int, str]]:
        events: Sequence[tuple[int, int, int, str]] = ()
        with suppress(OSError):  # another thread has taken them meanwhile
            events = self._queue.read(timeout=0)
        return events


def _queue() -> Any:
    import inotify_simple

    # else it runs `ldconfig -p` to find the C library that this process has loaded: a program that is started in a
    # cell of the user's, and where there is no ldconfig a compiler
    inotify_simple._libc = ctypes.CDLL(None, use_errno=True)
    return inotify_simple.INotify(nonblocking=True)


def _written() -> int:
    from inotify_simple import flags

    return int(flags.MODIFY | flags.CLOSE_WRITE | flags.MOVED_TO | flags.CREATE)
