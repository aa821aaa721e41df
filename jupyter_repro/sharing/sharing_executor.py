"""Verifying on workers that do not see the notebooks: their projects are taken there, and verdicts come back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import ReproError
from jupyter_repro.executing.plan import Progress
from jupyter_repro.extensions.protocols import Executor, Watcher
from jupyter_repro.records.queued_notebook import QueuedNotebook
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.sharing.original_project import as_of_the_original
from jupyter_repro.sharing.shared_projects import share_projects, true_path
from jupyter_repro.sharing.shared_work import SharedWork
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import Verdict
from jupyter_repro.verifying.notebook import note_outcome


@dataclass(frozen=True)
class SharingExecutor:
    """Runs verifications where `executor` does, in copies of their projects that are shared at an address."""

    executor: Executor
    address: str
    tell: Callable[[str], None] = lambda _line: None
    """Is called with each line for the user."""

    def run(
        self,
        work: Callable[[str, Progress], Any],
        jobs: Sequence[QueuedNotebook],
        number: int,
        watcher: Watcher,
    ) -> Iterator[tuple[int, Any]]:
        """The index of each job with its answer, as they end.

        A snapshot with which a worker agrees is marked here. Raises ReproError where nothing can be shared.
        """
        snapshots = {job.path: _snapshot(job.path) for job in jobs if not is_remote(job.path)}
        projects = share_projects(snapshots, self.address, self.tell)
        folders = {os.path.dirname(path): str(true_path(path).parent) for path in snapshots}  # noqa: PTH120  "" is none
        shared = SharedWork(work, projects, folders)
        for index, answer in self.executor.run(shared, jobs, number, watcher):
            path = jobs[index].path
            yield index, _brought_back(path, answer, snapshots.get(path))


def _snapshot(path: str) -> Snapshot | None:
    try:
        return load_snapshot(path)
    except ReproError:  # whoever verifies it says so
        return None


def _brought_back(path: str, answer: Any, snapshot: Snapshot | None) -> Any:
    if not isinstance(answer, Verdict) or snapshot is None:
        return answer
    try:
        note_outcome(Path(path), snapshot, answer.status)
        return as_of_the_original(answer, snapshot)
    except ReproError as error:  # its snapshot cannot be read any more
        return error
