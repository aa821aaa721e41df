"""The standard library: the global generator of `random`, and every `Random()` that is made without a seed."""

from __future__ import annotations

import random
import sys
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced

_UNPREDICTABLE = ("tempfile", "secrets", "uuid")
"""Modules whose names and tokens must stay unpredictable: they are left with real entropy."""


class RandomPin:
    """Pins `random`: the state of the global generator and the entropy of unseeded ones."""

    module = "random"
    seeders = ("random.seed", "random.setstate")
    # Python seeds the global generator again in a forked child
    forgets_at_fork = True

    def __init__(self) -> None:
        self._entropy = random.Random(0)

    def apply(self, seed: int) -> Undo:
        """Seed the global generator; `Random()` and `random.seed()` draw their seeds from `seed`."""
        state = random.getstate()
        self.reseed(seed)
        entropy = self._entropy
        original = random.Random.seed

        def seed_unless_given(self: random.Random, a: Any = None, version: int = 2) -> None:
            if a is None and _asker() not in _UNPREDICTABLE:
                a = entropy.getrandbits(128)
            original(self, a, version)

        seed_unless_given.__doc__ = original.__doc__
        return after(
            lambda: random.setstate(state),
            replaced(random.Random, "seed", seed_unless_given),
            replaced(random, "seed", seed_unless_given.__get__(random.seed.__self__)),  # type: ignore[attr-defined]
        )

    def reseed(self, seed: int) -> None:
        """Set both from `seed`."""
        random.seed(seed)
        self._entropy.seed(seed)


def _asker() -> str:
    """Name of the module that makes or seeds the generator."""
    frame = sys._getframe(2)
    while frame.f_back and frame.f_globals.get("__name__") == "random":
        frame = frame.f_back
    return str(frame.f_globals.get("__name__"))
