"""JAX: its keys are explicit. What can be pinned is where the first key comes from, and the GPU's algorithms.

Source: "Pseudorandom numbers" in JAX's documentation; XLA's flags.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after

_FLAGS, _FLAG = "XLA_FLAGS", "--xla_gpu_deterministic_ops"
_seed: int | None = None
_drawn = 0


class JaxPin:
    """Pins the keys of `jupyter_repro.jax_key()`, and asks XLA for operations that repeat on a GPU."""

    module = "jax"

    def apply(self, seed: int) -> Undo:
        """Start the keys from `seed`."""
        flag = _deterministic_operations()
        self.reseed(seed)
        return after(flag, lambda: _start(None))

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


def _deterministic_operations() -> Undo:
    """Ask XLA for them, unless the notebook has said what it wants or XLA has started, which is when it reads this."""
    before = os.environ.get(_FLAGS)
    if _FLAG in (before or "") or _has_started():
        return lambda: None
    os.environ[_FLAGS] = f"{before or ''} {_FLAG}=true".strip()

    def undo() -> None:
        # what was added since stays
        rest = os.environ.get(_FLAGS, "").replace(f"{_FLAG}=true", "").strip()
        if rest or before is not None:
            os.environ[_FLAGS] = rest
        else:
            os.environ.pop(_FLAGS, None)

    return undo


def _has_started() -> bool:
    """Whether JAX has initialised a backend; False where this version does not say."""
    initialised = getattr(sys.modules.get("jax._src.xla_bridge"), "backends_are_initialized", None)
    return bool(initialised and initialised())


def _start(seed: int | None) -> None:
    global _seed, _drawn
    _seed, _drawn = seed, 0
