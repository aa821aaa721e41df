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
    with ThreadPoolExecutor(jobs, thread_name_prefix="trial") as pool:
        running = {pool.submit(act, work) for work in works}
        try:
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (each.result() for each in done)
        except BaseException:
            _end(running)
            raise


def _end(running: set[Future[Answer]]) -> None:
    for each in running:
        each.cancel()
    left = {each for each in running if not each.done()}
    while left:
        # all processes that we have started are kernels; they have sessions of their own, where Ctrl-C does not reach
        for process in psutil.Process().children():
            with suppress(psutil.Error):
                process.kill()
        _, left = wait(left, timeout=_AGAIN)
