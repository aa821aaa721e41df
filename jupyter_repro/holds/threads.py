"""What threads do at the same time: on one core, and each for a second before another may go on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from jupyter_repro.holds.scene import Scene
from jupyter_repro.patching import after

LONG = 1.0
"""Seconds; a thread that only waits in a loop for another lets it go on then."""


def hold(_scene: Scene) -> Callable[[], None]:
    """Keep this thread and those that it starts on one core, and switch between them where they wait."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(LONG)
    return after(lambda: sys.setswitchinterval(interval), _one_core())


def _one_core() -> Callable[[], None]:
    if not hasattr(os, "sched_setaffinity"):  # not on macOS; Python's own threads share one core nevertheless
        return after()
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    return lambda: os.sched_setaffinity(0, cores)
