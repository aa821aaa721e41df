"""Several worker processes, and which notebook each of them runs."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Any

from jupyter_repro.errors import ReproError
from jupyter_repro.executing.warm_kernels.warm_servers import WARM, Key
from jupyter_repro.extensions.protocols import Watcher
from jupyter_repro.files.parent_process import before_it_runs
from jupyter_repro.jobs.queue import Queue
from jupyter_repro.jobs.worker import Message, Work, work_on
from jupyter_repro.records.queued_notebook import QueuedNotebook

_PATIENCE = 5.0
"""Seconds that a worker has to end its kernel."""
LOOK_AGAIN = 0.25
"""Seconds between two calls of `tick`."""


class Lost(ReproError):
    """A worker ended in the middle of a notebook."""


class Pool:
    """Workers that are forked from this process: it must have no thread that a lock of theirs depends on."""

    def __init__(self, work: Work, number: int) -> None:
        self._work, self._number = work, number
        self._workers: dict[Connection, ForkProcess] = {}
        self._running: dict[Connection, int] = {}

    def run(self, jobs: Sequence[QueuedNotebook], watcher: Watcher) -> Iterator[tuple[int, Any]]:
        """The index of each job with the answer of `work`, as they end; a Lost in place of one that a crash took.

        Raises what `work` raises. The workers, and the kernels that they have, end with the iteration.
        """
        queue, left = Queue(jobs), len(jobs)
        try:
            while left:
                self._begin(queue, jobs, watcher)
                for connection in wait(list(self._running), LOOK_AGAIN):
                    assert isinstance(connection, Connection)
                    index = self._running[connection]
                    for answer in self._heard(connection, jobs[index].path, watcher):
                        del self._running[connection]
                        left -= 1
                        queue.ended(index)
                        watcher.ended(jobs[index].path, answer)
                        yield index, answer
                watcher.tick()
        finally:
            self._end()

    def _begin(self, queue: Queue, jobs: Sequence[QueuedNotebook], watcher: Watcher) -> None:
        while len(self._running) < self._number and (index := queue.take()) is not None:
            self._running[self._given(jobs[index].path)] = index
            watcher.began(jobs[index].path)

    def _given(self, path: str) -> Connection:
        """The worker that a notebook was given to."""
        while idle := self._idle():
            with suppress(OSError):
                idle.send(path)
                return idle
            self._workers.pop(idle).join()  # it has ended meanwhile
            idle.close()
        new = self._forked()
        new.send(path)
        return new

    def _idle(self) -> Connection | None:
        return next((each for each in self._workers if each not in self._running), None)

    def _forked(self) -> Connection:
        ours, theirs = get_context("fork").Pipe()
        others = [*self._workers, ours]
        end_with_owner = before_it_runs(signal.SIGTERM)

        def begin() -> None:
            for each in others:
                each.close()
            work_on(theirs, self._work, end_with_owner)

        process = get_context("fork").Process(target=begin)
        process.start()
        theirs.close()
        self._workers[ours] = process
        return ours

    def _heard(self, connection: Connection, path: str, watcher: Watcher) -> Iterator[Any]:
        """The answer, where it is one that was heard."""
        try:
            message: Message = connection.recv()
        except (EOFError, OSError):
            yield self._lost(connection, path)
            return
        if message.kind == "error":
            raise message.content
        if message.kind == "answer":
            yield message.content
        elif message.kind == "server":
            connection.send(_server(message.content))
        elif message.kind == "started":
            WARM.reasons |= message.content
        else:
            watcher.progress(path, *message.content)

    def _lost(self, connection: Connection, path: str) -> Lost:
        process = self._workers.pop(connection)
        connection.close()
        process.join()
        status = process.exitcode or 0
        how = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
        return Lost(f"{path}: the process that ran it ended with {how}", "run this notebook alone to see why")

    def _end(self) -> None:
        for connection, process in self._workers.items():
            if connection in self._running:
                process.terminate()
            else:
                with suppress(OSError):
                    connection.send(None)
        for connection, process in self._workers.items():
            process.join(_PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()
            connection.close()
        self._workers.clear()
        self._running.clear()


def _server(key: Key) -> str:
    """Address of a fork server; "" where none can be started."""
    try:
        return WARM.address(key)
    except OSError:
        return ""
