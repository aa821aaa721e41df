"""JAX: its keys are explicit. What can be pinned is where the first key comes from, and the GPU's algorithms.

Source: "Pseudorandom numbers" in JAX's documentation; XLA's flags.
"""

from __future__ import annotations

import os
from typing import Any

from jupyter_repro.errors import ReproError
from jupyter_repro.extensions import Undo

_FLAG = "--xla_gpu_deterministic_ops"
_seed: int | None = None
_drawn = 0


class JaxPin:
    """Pins the keys of `jupyter_repro.jax_key()`, and asks XLA for operations that repeat on a GPU."""

    module = "jax"

    def apply(self, seed: int) -> Undo:
        """Start the keys from `seed`; XLA reads its flags when it first computes."""
        before = os.environ.get("XLA_FLAGS")
        if _FLAG not in (before or ""):
            os.environ["XLA_FLAGS"] = f"{before or ''} {_FLAG}=true".strip()
        self.reseed(seed)

        def undo() -> None:
            _start(None)
            if before is None:
                os.environ.pop("XLA_FLAGS", None)
            else:
                os.environ["XLA_FLAGS"] = before

        return undo

    def reseed(self, seed: int) -> None:
        """Start the keys from `seed`."""
        _start(seed)


def key() -> Any:
    """A new `jax.random.key`: the first is that of the pinned seed, each later one is folded in from its number.

    Raises ReproError where nothing is pinned.
    """
    global _drawn
    import jax

    if _seed is None:
        raise ReproError("there is no pinned seed to make a key of", "pin one first: %repro pin 42")
    first, number = jax.random.key(_seed), _drawn
    _drawn += 1
    return first if number == 0 else jax.random.fold_in(first, number)


def _start(seed: int | None) -> None:
    global _seed, _drawn
    _seed, _drawn = seed, 0
