"""Which files of some folders are opened and written, by whatever process, as Linux tells it.

Source: inotify(7). The kernel keeps the events until they are asked for, so that no thread is needed.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable

_IN_MODIFY, _IN_CLOSE_WRITE, _IN_OPEN, _IN_MOVED_TO, _IN_CREATE = 0x2, 0x8, 0x20, 0x80, 0x100
_IN_Q_OVERFLOW, _IN_ISDIR, _IN_ONLYDIR = 0x4000, 0x40000000, 0x01000000
_WRITTEN = _IN_MODIFY | _IN_CLOSE_WRITE | _IN_MOVED_TO | _IN_CREATE
_HEAD = struct.Struct("iIII")
_BUFFER = 1 << 20


class FileEvents:
    """Watches folders, those below them not; empty where the system has no inotify."""

    def __init__(self) -> None:
        self.folders: dict[int, str] = {}
        self._fd = -1
        if sys.platform == "linux":
            self._libc = ctypes.CDLL(None, use_errno=True)
            self._fd = self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)

    @property
    def works(self) -> bool:
        """Whether this system tells."""
        return self._fd >= 0

    def watch(self, folders: Iterable[str]) -> bool:
        """Watch these folders as well; whether all of them could be."""
        for folder in folders:
            mask = _IN_OPEN | _WRITTEN | _IN_ONLYDIR
            number = self._libc.inotify_add_watch(self._fd, os.fsencode(folder), mask)
            if number < 0 and ctypes.get_errno() != 2:  # ENOENT: it is gone again
                return False
            self.folders[number] = folder
        return True

    def taken(self) -> tuple[set[str], set[str], set[str], bool]:
        """What happened since it was last asked: paths opened and written, new folders, and whether some are lost."""
        opened: set[str] = set()
        written: set[str] = set()
        made: set[str] = set()
        lost = False
        while content := self._read():
            for number, mask, name in _events(content):
                path = f"{self.folders.get(number, '')}/{name}"
                lost |= bool(mask & _IN_Q_OVERFLOW)
                if mask & _IN_ISDIR:
                    made |= {path} if mask & _IN_CREATE else set()
                elif name:
                    opened |= {path} if mask & _IN_OPEN else set()
                    written |= {path} if mask & _WRITTEN else set()
        return opened, written, made, lost

    def _read(self) -> bytes:
        try:
            return os.read(self._fd, _BUFFER)
        except OSError:  # there is nothing more
            return b""


def _events(content: bytes) -> Iterable[tuple[int, int, str]]:
    start = 0
    while start < len(content):
        number, mask, _, length = _HEAD.unpack_from(content, start)
        start += _HEAD.size
        yield number, mask, os.fsdecode(content[start : start + length].rstrip(b"\0"))
        start += length
