"""CuPy: the generator of each device. Generators without a seed draw theirs through NumPy, which has its own pin."""

from __future__ import annotations

from jupyter_repro.extensions.data import Undo


class CupyPin:
    """Pins the current device's global generator."""

    module = "cupy"
    seeders = ("cupy.random.seed",)

    def apply(self, seed: int) -> Undo:
        """Seed the generator; undoing gives the device a new one, from entropy."""
        from cupy.random import reset_states

        self.reseed(seed)
        return lambda: reset_states()

    def reseed(self, seed: int) -> None:
        """Seed the generator."""
        from cupy.random import seed as seed_device

        seed_device(seed)
