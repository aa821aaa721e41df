"""TensorFlow: the global seed, and operations that repeat.

Source: `tf.random.set_seed` and `tf.config.experimental.enable_op_determinism` in TensorFlow's API documentation.
"""

from __future__ import annotations

import random
from typing import Any

from jupyter_repro.extensions import Undo
from jupyter_repro.patching import after, replaced


class TensorflowPin:
    """Pins `tensorflow`."""

    module = "tensorflow"
    seeders = ("tensorflow.random.set_seed",)

    def __init__(self) -> None:
        self._entropy = random.Random(0)

    def apply(self, seed: int) -> Undo:
        """Set the global seed and op determinism; generators from a non-deterministic state draw it from `seed`."""
        from tensorflow.python.framework.random_seed import get_seed
        from tensorflow.python.ops.stateful_random_ops import Generator

        before = get_seed(None)
        self.reseed(seed)

        def from_pinned_state(made: Any, alg: Any = None) -> Any:
            given = {} if alg is None else {"alg": alg}
            return made.from_seed(self._entropy.getrandbits(63), **given)

        return after(
            lambda: _forget() if before == (None, None) else None,
            _op_determinism(),
            replaced(Generator, "from_non_deterministic_state", classmethod(from_pinned_state)),
        )

    def reseed(self, seed: int) -> None:
        """Set the global seed."""
        from tensorflow import random as of_tensorflow

        of_tensorflow.set_seed(seed)
        self._entropy.seed(seed)


def _forget() -> None:
    """TensorFlow without a global seed, as it starts."""
    from tensorflow.python.eager import context

    context.context()._seed = None
    context.context()._rng = None


def _op_determinism() -> Undo:
    from tensorflow.python.framework import config

    if config.is_op_determinism_enabled():
        return lambda: None
    config.enable_op_determinism()
    return lambda: config.disable_op_determinism()
