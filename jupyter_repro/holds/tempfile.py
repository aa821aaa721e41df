"""The names of temporary files and folders; in which folder they lie is the caller's business."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import wraps

from jupyter_repro.holds.running_cell import OF_THE_KERNEL
from jupyter_repro.holds.scene import Scene
from jupyter_repro.patching import replaced, see_through

_OWN = OF_THE_KERNEL | {"concurrent", "joblib", "multiprocess", "multiprocessing", "subprocess"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"
"""Those that Python makes such names of."""


class _Names:
    """Random names, the same at each cell's start."""

    def __init__(self) -> None:
        self._generator = random.Random(0)

    def begin(self, cell: int) -> None:
        self._generator.seed(cell)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return "".join(self._generator.choices(_LETTERS, k=8))


def hold(scene: Scene) -> Callable[[], None]:
    """Let cells draw their names from a sequence that is alike in each run."""
    names, random_names = _Names(), vars(tempfile)["_get_candidate_names"]
    scene.cell.at_begin(lambda: names.begin(scene.cell.number))

    @wraps(random_names)
    def candidates() -> Iterator[str]:
        asked = scene.cell.asks(sys._getframe(1), _OWN, frozenset({"tempfile"}))
        return names if asked else random_names()

    return replaced(tempfile, "_get_candidate_names", see_through(candidates))
