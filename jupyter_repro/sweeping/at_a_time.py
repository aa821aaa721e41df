"""Several executions at a time, each in a thread that waits for its kernel; they can all be ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TypeVar

import psutil

Work = TypeVar("Work")
Answer = TypeVar("Answer")

_AGAIN = 0.2
"""Seconds between two looks for kernels that are to end."""


def at_a_time(jobs: int, act: Callable[[Work], Answer], works: Sequence[Work]) -> Iterator[Answer]:
    """What `act` answers for each, as soon as it is there.

    Where whoever asks is interrupted, what waits is not begun, the kernels are ended, and what `act` makes of that is
    waited for.
    """
    ours = set(psutil.Process().children())
    with ThreadPoolExecutor(jobs, thread_name_prefix="trial") as pool:
        running = {pool.submit(act, work) for work in works}
        try:
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (each.result() for each in done)
        except BaseException:
            _end(running, ours)
            raise


def _end(running: set[Future[Answer]], before: set[psutil.Process]) -> None:
    """Cancel what waits and end what runs: all processes that were started since are kernels.

    They have sessions of their own, where Ctrl-C does not reach them.
    """
    for each in running:
        each.cancel()
    left = {each for each in running if not each.done()}
    while left:
        with suppress(KeyboardInterrupt):  # whoever is impatient would leave a kernel behind
            for process in set(psutil.Process().children()) - before:
                with suppress(psutil.Error):
                    process.kill()
            _, left = wait(left, timeout=_AGAIN)
