"""What this kernel has used of the machine, as the system counted it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_repro.verdicts import ResourceUse

if sys.platform != "win32":
    import resource

_STATUS = Path("/proc/self/status")
_PEAK = b"VmHWM:"
"""Source: proc_pid_status(5); in kB, which are 1024 bytes there."""


def resources_used() -> ResourceUse | None:
    """CPU time of this process and of its child processes that have ended, and its peak memory; None on Windows.

    Of the children the largest counts where it was larger than this process.
    """
    if sys.platform == "win32":
        return None
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return ResourceUse(
        cpu_seconds=round(own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime, 2),
        peak_memory=max(peak_memory(), _in_bytes(children.ru_maxrss)),
    )


def peak_memory() -> int:
    """Bytes that this process has had in memory at once; 0 on Windows."""
    if sys.platform == "win32":
        return 0
    # on Linux what `getrusage` counts may be of the process that this one was forked from
    return _noted_peak() or _in_bytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _noted_peak() -> int:
    try:
        return int(_STATUS.read_bytes().partition(_PEAK)[2].split(maxsplit=1)[0]) * 1024
    except (OSError, IndexError, ValueError):
        return 0


class CellMemory:
    """By how much the peak memory of this kernel rises in each cell."""

    def __init__(self, peak: Callable[[], int] = peak_memory) -> None:
        """`peak` answers the peak memory so far, in bytes; 0 where that is not known."""
        self.growth: dict[str, int] = {}
        """Cell id to bytes, of the cells that the front end has ids for."""
        self._peak = peak
        self._before = 0

    def cell_begins(self, info: Any) -> None:
        """To be called before a cell runs, by IPython."""
        if info.store_history:
            self._before = self._peak()

    def cell_ends(self, result: Any) -> None:
        """To be called after it has run."""
        info = result.info
        if info.store_history and info.cell_id and (peak := self._peak()):
            # the system's count is not exact, and may seem to fall
            self.growth[info.cell_id] = max(peak - self._before, 0)


def _in_bytes(counted: int) -> int:
    """Of `ru_maxrss`: macOS counts bytes, the others kilobytes."""
    return counted if sys.platform == "darwin" else counted * 1024
