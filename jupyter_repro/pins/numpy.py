"""NumPy: the global generator, and every generator that is made without a seed."""

from __future__ import annotations

import random

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced


class NumpyPin:
    """Pins `numpy.random`."""

    module = "numpy.random"
    covers = ("scipy", "scikit-learn", "pandas", "dask")
    seeders = ("numpy.random.seed", "numpy.random.set_state")

    def __init__(self) -> None:
        self._entropy = random.Random(0)

    def apply(self, seed: int) -> Undo:
        """Seed the global generator; unseeded generators draw their entropy from `seed`.

        Raises ValueError for a seed outside 0 … 2³²-1.
        """
        # `import numpy.random as …` asks the package for an attribute that it gets when this import has ended
        from numpy.random import bit_generator, get_state, set_state

        state = get_state()
        self.reseed(seed)
        # default_rng(), RandomState() and SeedSequence() all draw their entropy here
        undo = replaced(bit_generator, "randbits", self._entropy.getrandbits)
        return after(lambda: set_state(state), undo)

    def reseed(self, seed: int) -> None:
        """Set both from `seed`."""
        from numpy.random import seed as seed_global

        seed_global(seed)
        self._entropy.seed(seed)
