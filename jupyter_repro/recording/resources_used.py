"""What this kernel has used of the machine, as the system counted it."""

from __future__ import annotations

import sys
from pathlib import Path

from jupyter_repro.verdicts import ResourceUse

if sys.platform != "win32":
    import resource

_PEAK = "VmHWM:"
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
        peak_memory=max(_own_peak(own.ru_maxrss), _in_bytes(children.ru_maxrss)),
    )


def _own_peak(counted: int) -> int:
    """Bytes. On Linux what `getrusage` counts may be of the process that this one was forked from."""
    if sys.platform != "linux":
        return _in_bytes(counted)
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(_PEAK))
    except (OSError, StopIteration, ValueError):
        return _in_bytes(counted)


def _in_bytes(counted: int) -> int:
    """Of `ru_maxrss`: macOS counts bytes, the others kilobytes."""
    return counted if sys.platform == "darwin" else counted * 1024
