"""Watching a sandboxed command from without: `python -P -m jupyter_repro.sandbox.supervisor LIMITS FOLDER COMMAND …`.

What uses too much is ended, with all that it started, and one line on standard error says why.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec

from jupyter_repro.files.parent_process import end_with_parent
from jupyter_repro.formatting.sizes import human_size
from jupyter_repro.sandbox.view import SandboxLimits

_PAUSE = 0.05
"""Seconds between two looks at processes and memory."""
_LOOKS_PER_WALK = 20
"""Looks at processes for each at the disk, which takes longer."""


def supervise(limits: SandboxLimits, folder: Path, command: list[str]) -> int:
    """Run the command until it ends, or uses more than the limits; its exit status, 137 where it was ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # is sent to the whole group
    _come_first()
    began = time.monotonic()
    # the kernel handles the signal that interrupts it, and must not inherit that it is ignored
    prepare = partial(_prepare, limits.processes + _processes_of_the_user())
    with subprocess.Popen(command, preexec_fn=prepare) as process:  # noqa: S603  ours, one thread
        signal.signal(signal.SIGTERM, lambda *_: process.kill())
        for look in range(sys.maxsize):
            with suppress(subprocess.TimeoutExpired):
                return process.wait(_PAUSE)
            walk = folder if look % _LOOKS_PER_WALK == 0 else None
            if why := _exceeded(limits, process.pid, walk, time.monotonic() - began):
                # its namespace ends with its first process, which ends with this one: all of it at once
                process.kill()
                sys.stderr.write(f"the sandbox ended it: it used {why}\n")
                return 128 + signal.SIGKILL
    raise AssertionError


def _come_first() -> None:
    """Where that is allowed, run before all others: a fork bomb leaves no time to who would end it."""
    with suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(1))


def _prepare(most: int) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NPROC, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _processes_of_the_user() -> int:
    """What the system's limit counts besides the sandbox; threads count there."""
    count = 0
    for task in Path("/proc").glob("[0-9]*/task"):
        with suppress(OSError):
            if task.stat().st_uid == os.getuid():
                count += len(os.listdir(task))  # noqa: PTH208  for their number
    return count


def _exceeded(limits: SandboxLimits, process: int, folder: Path | None, seconds: float) -> str:
    """What is used too much of; "" for nothing."""
    below = _below(process)
    if len(below) > limits.processes:
        return f"more than {limits.processes} processes"
    if sum(map(_memory, below)) > limits.memory:
        return f"more than {human_size(limits.memory)} of memory"
    if seconds > limits.seconds:
        return f"more than {limits.seconds:g} s"
    if folder and _size(folder) > limits.disk:
        return f"more than {human_size(limits.disk)} of disk"
    return ""


def _below(process: int) -> list[int]:
    """All that a process has started, and what that has: what loses its parent goes to the first of the namespace."""
    children: dict[int, list[int]] = defaultdict(list)
    for name in filter(str.isdigit, os.listdir("/proc")):  # noqa: PTH208
        with suppress(OSError, IndexError):
            stat = Path("/proc", name, "stat").read_text(errors="replace")
            children[int(stat.rpartition(")")[2].split()[1])].append(int(name))
    found, waiting = [], [process]
    while waiting:
        below = children.pop(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _memory(process: int) -> int:
    """Resident bytes."""
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()
    return 0


def _size(folder: Path) -> int:
    """Bytes that a folder takes on the disk."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_blocks * 512  # noqa: PTH118  for speed
    return total


if __name__ == "__main__":
    end_with_parent()
    sys.exit(supervise(msgspec.json.decode(sys.argv[1], type=SandboxLimits), Path(sys.argv[2]), sys.argv[3:]))
