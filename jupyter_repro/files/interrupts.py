"""Holding back Ctrl-C while something must not be left half done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Let an interrupt take effect only at the end of the block; for blocks of milliseconds.

    Threads other than the main one are never interrupted, so that there is nothing to hold back.
    """
    before = signal.getsignal(signal.SIGINT)
    # None: set by something that is not Python, which could not be put back
    if before is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupted = False

    def note(_number: int, _frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if interrupted:
            signal.raise_signal(signal.SIGINT)
