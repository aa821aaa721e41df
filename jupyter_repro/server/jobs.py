"""Jobs that were asked for, verifications, proofs, hand-overs and snapshots: one runs at a time, the others wait."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from jupyter_repro.formatting.timestamps import now
from jupyter_repro.server.answers import JobAnswer, JobKind, Phase, ProgressAnswer
from jupyter_repro.server.events import SCHEMA_ID
from jupyter_repro.server.overview.last_verdicts import LastVerdict, failure_line, verdict_line
from jupyter_repro.server.spare import SpareWorker
from jupyter_repro.server.worker_process import WorkerProcess

ENDED = frozenset({"done", "cancelled", "failed"})
MOST_KEPT = 200
"""Ended jobs that are remembered."""


@dataclass
class Job:
    """One verification, proof, hand-over or snapshot, from the moment it was asked for."""

    id: str
    kind: JobKind
    path: str
    """Of the notebook, relative to the root."""
    root: Path
    """The server's folder."""
    only_changed: bool = False
    """Whether nothing is run where nothing has changed since the notebook reproduced last."""
    phase: Phase = "queued"
    cell: int = 0
    cells: int = 0
    doing: str = ""
    """The experiment that is made, in words."""
    ended: str = ""
    """When, as an ISO 8601 time stamp in UTC; "" before."""
    verdict: Mapping[str, Any] | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    """Cell id to the digest of the source that was run."""
    bundle: str = ""
    """Path of what a hand-over wrote, relative to the root."""
    error: str = ""
    remedy: str = ""
    process: WorkerProcess | None = field(default=None, repr=False)

    @property
    def work(self) -> str:
        """What the process is asked to do."""
        return f"{self.kind}-changed" if self.only_changed else self.kind

    @property
    def last_verdict(self) -> LastVerdict | None:
        """Its verdict, or its failure, in a line; None for a hand-over, and where there is neither."""
        if self.kind == "handoff":
            return None
        if self.phase == "failed":
            return failure_line(self.id, self.ended, self.error)
        if self.phase == "done" and self.verdict:
            return verdict_line(self.id, self.ended, self.verdict, self.sources)
        return None

    def answer(self) -> dict[str, Any]:
        """All of it but the process, as JSON, by `JobAnswer`."""
        return {name: getattr(self, name) for name in JobAnswer.__struct_fields__}

    def progress(self) -> dict[str, Any]:
        """How far it is, as JSON, by `ProgressAnswer`."""
        status = {"status": self.verdict["status"]} if self.verdict else {}
        own = (name for name in ProgressAnswer.__struct_fields__ if name != "status")
        return {**{name: getattr(self, name) for name in own}, **status}


class Jobs:
    """The queue of a server."""

    def __init__(self, events: Any, spare: SpareWorker) -> None:
        self._events, self._spare = events, spare
        self._ids = count(1)
        self._all: dict[str, Job] = {}
        self.last_verdicts: dict[str, LastVerdict] = {}
        """By path; they outlive the jobs."""
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[Job]:
        return iter(self._all.values())

    def get(self, name: str) -> Job | None:
        """The job with this id."""
        return self._all.get(name)

    def newest(self, path: str) -> dict[JobKind, Job]:
        """The newest job of each kind for this notebook."""
        return {job.kind: job for job in self if job.path == path}

    def active(self) -> dict[str, Job]:
        """By path what verifies or records and runs or waits; of several the one that was asked for last."""
        return {job.path: job for job in self if job.kind != "handoff" and job.phase not in ENDED}

    def ask(self, kind: JobKind, path: str, root: Path, *, only_changed: bool = False) -> Job:
        """A new job; where one of this kind waits or runs for the notebook already, that one."""
        same = self.newest(path).get(kind)
        if same and same.phase not in ENDED:
            return same
        job = Job(str(next(self._ids)), kind, path, root, only_changed)
        self._all[job.id] = job
        self._forget()
        self._tell(job)
        task = asyncio.get_running_loop().create_task(self._take_turn(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    async def cancel(self, job: Job) -> None:
        """End it, with the kernel that it runs; one that has ended stays as it is."""
        if job.phase in ENDED:
            return
        self._become(job, "cancelled")
        if job.process is not None:
            await job.process.end()

    async def cancel_all(self, jobs: Iterable[Job]) -> None:
        """End several, those that wait before those that run, so that none of them begins meanwhile."""
        for job in sorted(jobs, key=lambda each: each.phase != "queued"):
            await self.cancel(job)

    async def end(self) -> None:
        """Cancel all that waits or runs; nothing is kept ready any more."""
        await self.cancel_all(self)
        await self._spare.end()
        await asyncio.gather(*self._tasks)

    async def _take_turn(self, job: Job) -> None:
        async with self._turn:
            if job.phase == "queued":
                await self._run(job)
                with suppress(OSError):  # what keeps it from starting keeps the next job, which says so
                    await self._spare.prepare(job.path, job.root)

    async def _run(self, job: Job) -> None:
        self._become(job, "running")
        said = ""
        try:
            job.process = await self._spare.worker(job.work, job.path, job.root)
            if job.phase in ENDED:  # cancelled while it started
                await job.process.end()
            said = await job.process.heard(lambda line: self._take(job, line))
        except Exception as error:  # else it would be called running for ever
            said = f"{type(error).__name__}: {error}"
        job.process = None
        if job.phase == "running":
            job.error = said or "it ended without a verdict"
            self._become(job, "failed")

    def _take(self, job: Job, line: Mapping[str, Any]) -> None:
        if job.phase != "running":
            return
        for name, value in line.items():
            setattr(job, name, value)
        if "verdict" in line:
            self._become(job, "done")
        elif "error" in line:
            self._become(job, "failed")
        else:
            self._tell(job)

    def _become(self, job: Job, phase: Phase) -> None:
        job.phase = phase
        if phase in ENDED:
            job.ended, job.doing = now(), ""
            if line := job.last_verdict:
                self.last_verdicts[job.path] = line
        self._tell(job)

    def _tell(self, job: Job) -> None:
        self._events.emit(schema_id=SCHEMA_ID, data=job.progress())

    def _forget(self) -> None:
        ended = [name for name, job in self._all.items() if job.phase in ENDED]
        for name in ended[: max(0, len(ended) - MOST_KEPT)]:
            del self._all[name]
