"""Work that may be done in a child process, pinned there before it is done.

The seed belongs to the piece of work and not to the process: which of several workers takes it does not matter.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from jupyter_repro.pinning.applied_pins import PINNING
from jupyter_repro.pinning.seeds import derived_seed


class PinnedWork:
    """A function for a child process. Called in the process that made it, it is just that function."""

    def __init__(self, function: Callable[..., Any], seed: int) -> None:
        self.function = function
        self._seed = seed
        self._options = tuple(PINNING.options)
        self._made_in = os.getpid()

    def numbered(self, index: int) -> PinnedWork:
        """The same function for the batch of this number."""
        return PinnedWork(self.function, derived_seed(self._seed, index))

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Do the work, pinned where this is another process."""
        if os.getpid() != self._made_in:
            PINNING.as_child(self._seed, self._options)
        return self.function(*args, **named)


def pinned_work(function: Callable[..., Any]) -> PinnedWork:
    """`function` with the seed of the next piece of work."""
    return PinnedWork(function, PINNING.child_seed())
