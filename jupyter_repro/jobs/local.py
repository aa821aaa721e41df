"""Running many notebooks on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from jupyter_repro.extensions.protocols import Watcher
from jupyter_repro.jobs.pool import Pool
from jupyter_repro.jobs.queue import Queue
from jupyter_repro.jobs.worker import Work
from jupyter_repro.records.queued_notebook import QueuedNotebook


class LocalExecutor:
    """Several at a time in forked processes; one alone, or where there is no fork, in this one."""

    def run(
        self, work: Work, jobs: Sequence[QueuedNotebook], number: int, watcher: Watcher
    ) -> Iterator[tuple[int, Any]]:
        """The index of each job with its answer, as they end."""
        if len(jobs) > 1 and hasattr(os, "fork"):
            return Pool(work, min(number, len(jobs))).run(jobs, watcher)
        return _one_by_one(work, jobs, watcher)


def _one_by_one(work: Work, jobs: Sequence[QueuedNotebook], watcher: Watcher) -> Iterator[tuple[int, Any]]:
    queue = Queue(jobs)
    while (index := queue.take()) is not None:
        path = jobs[index].path
        watcher.began(path)
        answer = work(path, partial(watcher.progress, path))
        queue.ended(index)
        watcher.ended(path, answer)
        yield index, answer
