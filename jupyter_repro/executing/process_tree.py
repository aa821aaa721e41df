"""A kernel with all that it has started: what these processes use, and ending them all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil

MARK = "JUPYTER_REPRO_KERNEL"
"""Variable that all processes of a kernel inherit, with a value that is its own."""


class ProcessTree:
    """The processes of one kernel; those that have lost their parent since they were found stay among them."""

    def __init__(self, kernel: int, mark: str = "") -> None:
        """`mark` is the value of the variable, "" where it is not set.

        Raises psutil.NoSuchProcess where there is no process of this number.
        """
        self._kernel, self._mark = psutil.Process(kernel), mark
        self._processes = {self._kernel}

    @property
    def ended(self) -> bool:
        """Whether none ran any more when they were looked for."""
        return not self._processes

    def find(self) -> None:
        """Look for processes that were started or have ended since."""
        found = {self._kernel}
        for process in self._processes:
            found.add(process)
            with suppress(psutil.Error):
                found.update(_descendants(process))
        self._processes = {process for process in found if _runs(process)}

    def cpu_seconds(self) -> float:
        """CPU time of all of them, and of the children that they have waited for."""
        return sum(_measured(process, lambda each: sum(each.cpu_times()[:4])) for process in self._processes)

    def resident(self) -> int:
        """Bytes, at most: what processes share counts for each of them. Cheap."""
        return round(
            sum(_measured(process, lambda each: each.memory_info().rss) for process in self._processes)
        )

    def resident_exactly(self) -> int:
        """Bytes, with what processes share counted once, where the system tells; it takes longer."""
        if len(self._processes) == 1:
            return self.resident()
        return round(sum(_measured(process, _own_share) for process in self._processes))

    def end(self) -> None:
        """Kill them all at once, and those that lost their parent before they were found.

        None that is halted can start another meanwhile.
        """
        halted: set[psutil.Process] = set()
        self._processes |= set(_marked(self._mark)) if self._mark else set()
        while new := self._processes - halted:
            for process in new:
                with suppress(psutil.Error):
                    process.suspend()
            halted |= new
            self.find()
        for process in halted:
            with suppress(psutil.Error):
                process.kill()


def _marked(mark: str) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == mark:
                yield process


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running()) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _descendants(process: psutil.Process) -> Iterator[psutil.Process]:
    threads = Path("/proc", str(process.pid), "task")
    if not (threads / str(process.pid) / "children").exists():
        yield from process.children(recursive=True)
        return
    for number in _children(threads):
        with suppress(psutil.Error):
            child = psutil.Process(number)
            yield child
            yield from _descendants(child)


def _children(threads: Path) -> Iterator[int]:
    """Source: proc_pid_children(5). psutil reads the parent of every process on the machine instead."""
    with suppress(OSError):
        for thread in os.listdir(threads):  # noqa: PTH208  for speed
            with suppress(OSError), open(f"{threads}/{thread}/children", "rb") as listed:  # noqa: PTH123
                yield from map(int, listed.read().split())


def _measured(process: psutil.Process, measure: Callable[[psutil.Process], float]) -> float:
    """0 for a process that has ended, or is not ours to look at."""
    try:
        return measure(process)
    except psutil.Error:
        return 0


def _own_share(process: psutil.Process) -> float:
    """Resident bytes, of what is shared a part; where the system does not tell that, all."""
    try:
        found = process.memory_full_info()
        return float(getattr(found, "pss", found.rss))
    except psutil.AccessDenied:
        return float(process.memory_info().rss)
