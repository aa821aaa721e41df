"""Polars: the global seed that `sample` and `shuffle` without a seed draw from (`polars.set_random_seed`)."""

from __future__ import annotations

from jupyter_repro.extensions.data import Undo


class PolarsPin:
    """Pins Polars' global generator."""

    module = "polars"
    seeders = ("polars.set_random_seed",)

    def apply(self, seed: int) -> Undo:
        """Seed the global generator. Polars tells no state, so that undoing seeds it from entropy again."""
        from secrets import randbits

        self.reseed(seed)
        return lambda: self.reseed(randbits(32))

    def reseed(self, seed: int) -> None:
        """Set the global seed."""
        from polars import set_random_seed

        set_random_seed(seed)
