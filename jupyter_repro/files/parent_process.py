"""Ending with the process that started this one, however that ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
"""Source: prctl(2)."""


def end_with_parent(number: int = signal.SIGTERM) -> None:
    """Have the system send a signal here when the thread ends that started this process; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)


def before_it_runs(number: int) -> Callable[[], None] | None:
    """For `preexec_fn` of subprocess.Popen: has the child sent a signal when the thread ends that starts it.

    It holds from the first moment on, where a child that asks for it itself may have lost its parent by then, which is
    not seen where orphans are given to another process than the first. None on other systems than Linux.
    """
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os.kill(os.getpid(), number)

    return ask
