"""The order in which notebooks run, and which of them have to wait for which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from pathlib import PurePath

from jupyter_repro.records.queued_notebook import QueuedNotebook


class Queue:
    """Jobs in the order in which they may begin: the longest first, but what shares a file in the order given."""

    def __init__(self, jobs: Sequence[QueuedNotebook]) -> None:
        self._jobs = jobs
        self._waits = predecessors(jobs)
        self._after: dict[int, list[int]] = defaultdict(list)
        for index, others in enumerate(self._waits):
            for other in others:
                self._after[other].append(index)
        self._ready = [self._entry(index) for index, others in enumerate(self._waits) if not others]
        heapify(self._ready)

    def take(self) -> int | None:
        """The index of a job that may begin now; None where all that is left has to wait."""
        return heappop(self._ready)[1] if self._ready else None

    def ended(self, index: int) -> None:
        """A job that was taken has ended."""
        for other in self._after.pop(index, ()):
            self._waits[other].discard(index)
            if not self._waits[other]:
                heappush(self._ready, self._entry(other))

    def _entry(self, index: int) -> tuple[float, int]:
        return -self._jobs[index].seconds, index


def predecessors(jobs: Sequence[QueuedNotebook]) -> list[set[int]]:
    """For each job those before it that must have ended: what one writes, no other reads or writes meanwhile."""
    listed = {name for job in jobs for name in job.reads if name.endswith("/")}
    writer: dict[str, int] = {}
    readers: dict[str, set[int]] = defaultdict(set)
    found: list[set[int]] = []
    for index, job in enumerate(jobs):
        writes = set(_written(job.writes, listed))
        before = {writer[name] for name in job.reads | writes if name in writer}
        before |= set().union(*(readers[name] for name in writes))
        for name in job.reads - writes:
            readers[name].add(index)
        for name in writes:
            writer[name], readers[name] = index, set()
        found.append(before - {index})
    return found


def _written(writes: Iterable[str], listed: set[str]) -> Iterator[str]:
    """The files, and the folders among `listed` that they lie in."""
    for name in writes:
        yield name
        if listed:
            yield from (folder for each in PurePath(name).parents if (folder := f"{each}/") in listed)
