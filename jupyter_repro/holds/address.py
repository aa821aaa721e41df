"""Where objects lie in memory: what a cell makes begins in memory of Python's own that nothing has used before.

Python's allocator fills what others have left before it takes more, so that the order in which new objects lie, and
with it that of a set of them, differs from run to run. It is filled when a cell begins. That the memory itself lies at
the same addresses is for whoever starts the kernel. Source: Objects/obmalloc.c of CPython.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from typing import Any

from jupyter_repro.holds.scene import NotHeld, Scene
from jupyter_repro.patching import after, replaced

_SIZES = range(512, 47, -16)
_OF_BYTES = sys.getsizeof(b"")
_POOL = 16_384 if sys.version_info >= (3, 10) else 4_096
_MOST = 20_000
"""Blocks of one size that are taken at most."""
_PAUSE = 0.05
"""Seconds in which the kernel's other threads come to rest."""
_KEPT_BY_PYTHON = 200
"""Freed objects of a kind that Python keeps for the next one."""
_LONGEST_KEPT_TUPLE = 20


def hold(scene: Scene) -> Callable[[], None]:
    """Fill what is left of Python's memory at the beginning of each cell."""
    if sys.implementation.name != "cpython":
        raise NotHeld("only CPython's memory is known")
    held: list[object] = []
    run = scene.shell.run_code

    def begins() -> None:
        time.sleep(_PAUSE)
        gc.collect()

    def run_code(*args: Any, **named: Any) -> Any:
        held.extend(filling())
        return run(*args, **named)

    scene.cell.at_begin(begins)
    return after(replaced(scene.shell, "run_code", run_code), held.clear)


def filling() -> list[object]:
    """Objects that leave no gap: the next of each size is the first of a pool that is new."""
    return [_freed(), *map(_blocks, _SIZES)]


def _freed() -> list[object]:
    """What takes all that Python keeps of freed objects."""
    empty: list[object] = [[{} for _ in range(_KEPT_BY_PYTHON)], [[] for _ in range(_KEPT_BY_PYTHON)]]
    numbers = [float(number) + 0.5 for number in range(_KEPT_BY_PYTHON)]
    tuples = [
        [tuple(range(length)) for _ in range(10 * _KEPT_BY_PYTHON)]
        for length in range(1, _LONGEST_KEPT_TUPLE)
    ]
    return [empty, numbers, tuples]


def _blocks(size: int) -> list[bytes]:
    """Blocks of this size until one whole pool was filled with them from its beginning to its end."""
    blocks: list[bytes] = []
    length, in_a_row = size - _OF_BYTES, 0
    in_a_pool = (_POOL - 48) // size
    before = 0
    while len(blocks) < _MOST:
        blocks.append(bytes(length))
        address = id(blocks[-1])
        in_a_row = in_a_row + 1 if address == before + size else 1
        before = address
        if in_a_row == in_a_pool:
            break
    return blocks
