"""Numba: the generators of compiled functions, which NumPy's seed does not reach.

Each thread has one for `numpy.random` and one for `random`, which Numba seeds from entropy. Source: "Random generation"
in Numba's reference, and `numba/_random.c`.
"""

from __future__ import annotations

from jupyter_repro.extensions.data import Undo
from jupyter_repro.pins.numba_parts import seed_generators


class NumbaPin:
    """Pins the generators of the thread that the notebook runs in; those of `prange` are their own threads'."""

    module = "numba"

    def apply(self, seed: int) -> Undo:
        """Seed both; undoing seeds them from entropy again."""
        from secrets import randbits

        self.reseed(seed)
        return lambda: self.reseed(randbits(32))

    def reseed(self, seed: int) -> None:
        """Set both from `seed`."""
        seed_generators(seed % 2**32)
