"""Keras: its global seed, from which `keras.random` draws. Layers draw their seeds from Python's `random`.

Source: `keras.utils.set_random_seed`, without its seeding of the other libraries, which have pins of their own.
"""

from __future__ import annotations

from jupyter_repro.extensions import Undo

_SEED, _GENERATOR = "global_random_seed", "global_seed_generator"


class KerasPin:
    """Pins Keras 3, on every backend."""

    module = "keras.src.utils.rng_utils"

    def apply(self, seed: int) -> Undo:
        """Set the global seed; the global generator is made anew from it."""
        from keras.src.backend.common.global_state import get_global_attribute, set_global_attribute

        before = get_global_attribute(_SEED)
        self.reseed(seed)

        def undo() -> None:
            set_global_attribute(_SEED, before)
            set_global_attribute(_GENERATOR, None)

        return undo

    def reseed(self, seed: int) -> None:
        """Set the global seed."""
        from keras.src.backend.common.global_state import set_global_attribute

        set_global_attribute(_SEED, seed)
        set_global_attribute(_GENERATOR, None)
