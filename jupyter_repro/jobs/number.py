"""How many notebooks run at a time."""

from __future__ import annotations

import os

MEMORY_EACH = 1_000_000_000
"""Bytes that a notebook is thought to take."""


def at_a_time(cores: int | None = None, memory: int | None = None) -> int:
    """As many as there are cores for, and `memory` (bytes) for; both of this machine where they are not given."""
    import psutil

    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    free = psutil.virtual_memory().available if memory is None else memory
    return max(1, min(cores or here, free // MEMORY_EACH))
