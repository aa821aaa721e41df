"""The worker that is kept ready for the next job.

The first job of a server starts a process of its own; who has verified once is likely to do it again, and from then on
one process waits that has made all imports. It ends when nobody wants it for a while, and with the server.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from jupyter_repro.jobs.number import MEMORY_EACH
from jupyter_repro.server.worker_process import WorkerProcess

IDLE = 600.0
"""Seconds after which it ends; as long as what kernels are forked from."""


@dataclass(frozen=True)
class _Ready:
    process: WorkerProcess
    root: Path
    timer: asyncio.TimerHandle


class SpareWorker:
    """At most one process that waits; none where `keep` is False, or memory is short."""

    def __init__(self, *, keep: bool = True) -> None:
        self._keep = keep
        self._ready: _Ready | None = None
        self._ending: set[asyncio.Task[None]] = set()

    async def worker(self, kind: str, path: str, root: Path) -> WorkerProcess:
        """A process that does this job: the one that waits, or a new one."""
        ready = self._taken()
        if ready and ready.root == root:
            with suppress(OSError):  # it has ended
                await ready.process.give(kind, path)
                return ready.process
        if ready:
            await ready.process.end()
        return await WorkerProcess.start(kind, path, root)

    async def prepare(self, path: str, root: Path) -> None:
        """Have one wait for a job like one of the notebook at `path`, unless one does already."""
        if self._ready or not self._keep or psutil.virtual_memory().available < MEMORY_EACH:
            return
        process = await WorkerProcess.waiting(path, root)
        if not self._keep:  # the server has ended meanwhile
            await process.end()
            return
        timer = asyncio.get_running_loop().call_later(IDLE, self._unwanted)
        self._ready = _Ready(process, root, timer)

    async def end(self) -> None:
        """End it; none waits from now on."""
        self._keep = False
        if ready := self._taken():
            await ready.process.end()
        await asyncio.gather(*self._ending)

    def _taken(self) -> _Ready | None:
        ready, self._ready = self._ready, None
        if ready:
            ready.timer.cancel()
        return ready

    def _unwanted(self) -> None:
        if ready := self._taken():
            task = asyncio.get_running_loop().create_task(ready.process.end())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
