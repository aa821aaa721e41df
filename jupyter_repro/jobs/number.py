"""How many notebooks run at a time."""

from __future__ import annotations

from jupyter_repro.collectors.machine import usable_cores

MEMORY_EACH = 1_000_000_000
"""Bytes that a notebook is thought to take."""


def at_a_time(cores: int | None = None, memory: int | None = None) -> int:
    """As many as there are cores for, and `memory` (bytes) for; both of this machine where they are not given."""
    import psutil

    free = psutil.virtual_memory().available if memory is None else memory
    return max(1, min(cores or usable_cores(), free // MEMORY_EACH))
