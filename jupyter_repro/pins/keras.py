"""Keras: its global seed, and the seeds that its layers and generators draw for themselves.

Source: `keras.utils.set_random_seed`, without its seeding of the other libraries, which have pins of their own.
"""

from __future__ import annotations

import random
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced
from jupyter_repro.pinning.applied_pins import PINNING

_SEED, _GENERATOR = "global_random_seed", "global_seed_generator"


class KerasPin:
    """Pins Keras 3, on every backend."""

    module = "keras.src.utils.rng_utils"
    # the first is what the others become while Keras is imported; they are watched where it was imported before
    seeders = (
        "keras.src.utils.rng_utils.set_random_seed",
        "keras.utils.set_random_seed",
        "keras._tf_keras.keras.utils.set_random_seed",
    )

    def __init__(self) -> None:
        self._draws = _Draws()

    def apply(self, seed: int) -> Undo:
        """Set the global seed; what has none draws one from `seed`."""
        from keras.src.backend.common.global_state import get_global_attribute, set_global_attribute
        from keras.src.random import seed_generator

        before = {name: get_global_attribute(name) for name in (_SEED, _GENERATOR)}
        self.reseed(seed)

        def undo() -> None:
            for name, value in before.items():
                set_global_attribute(name, value)

        return after(undo, replaced(seed_generator, "python_random", self._draws))

    def reseed(self, seed: int) -> None:
        """Set the global seed."""
        from keras.src.backend.common.global_state import set_global_attribute

        self._draws.own.seed(seed)
        set_global_attribute(_SEED, seed)
        set_global_attribute(_GENERATOR, None)


class _Draws:
    """Stands in for the module `random`, from which Keras draws: importing Keras has moved the global state already.

    Where the notebook has seeded `random` itself, that is what Keras draws from.
    """

    def __init__(self) -> None:
        self.own = random.Random(0)

    def __getattr__(self, name: str) -> Any:
        return getattr(random if {"random", "keras"} & PINNING.own else self.own, name)
