"""TensorFlow: the global seed, operations that repeat, and generators whose state is not given.

Source: `tf.random.set_seed`, `tf.config.experimental.enable_op_determinism` and `tf.random.get_global_generator` in
TensorFlow's API documentation.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced

_GLOBAL = "get_global_generator"


class TensorflowPin:
    """Pins `tensorflow`."""

    module = "tensorflow"
    seeders = ("tensorflow.random.set_seed",)

    def __init__(self) -> None:
        self._entropy = random.Random(0)
        self._seed = 0
        self._made: Any = None
        """The global generator, where it was made here."""

    def apply(self, seed: int) -> Undo:
        """Set the global seed and op determinism; generators from a non-deterministic state draw it from `seed`."""
        from tensorflow.python.ops.stateful_random_ops import Generator

        put_back = _global_seed()
        self.reseed(seed)

        def from_pinned_state(made: Any, alg: Any = None) -> Any:
            given = {} if alg is None else {"alg": alg}
            return made.from_seed(self._entropy.getrandbits(63), **given)

        return after(
            put_back,
            _op_determinism(),
            replaced(Generator, "from_non_deterministic_state", classmethod(from_pinned_state)),
            self._forget_made,
            *(replaced(owner, _GLOBAL, self._global_generator) for owner in _offering(_GLOBAL)),
        )

    def reseed(self, seed: int) -> None:
        """Set the global seed, and the global generator where it was made here."""
        from tensorflow import random as of_tensorflow
        from tensorflow.python.ops import stateful_random_ops

        of_tensorflow.set_seed(seed)
        self._entropy.seed(seed)
        self._seed = seed
        if self._made is not None and stateful_random_ops.global_generator is self._made:
            self._made.reset_from_seed(seed)

    def _global_generator(self) -> Any:
        """The global generator, made from the seed where there is none.

        TensorFlow's own function refuses to make one while operations are to repeat.
        """
        from tensorflow import init_scope
        from tensorflow.python.ops import stateful_random_ops

        # made no sooner than it is asked for: it starts the devices, which the notebook may want to configure first
        if stateful_random_ops.global_generator is None:
            with init_scope():
                self._made = stateful_random_ops.Generator.from_seed(self._seed)
            stateful_random_ops.global_generator = self._made
        return stateful_random_ops.global_generator

    def _forget_made(self) -> None:
        from tensorflow.python.ops import stateful_random_ops

        if self._made is not None and stateful_random_ops.global_generator is self._made:
            stateful_random_ops.global_generator = None
        self._made = None


def _offering(name: str) -> Iterator[Any]:
    """TensorFlow's modules that offer a function of `stateful_random_ops`: `tf.random` and what it was before."""
    from tensorflow.python.ops import stateful_random_ops

    function: Callable[..., Any] = getattr(stateful_random_ops, name)
    for module, owner in list(sys.modules.items()):
        if module.startswith("tensorflow.") and getattr(owner, "__dict__", {}).get(name) is function:
            yield owner


def _global_seed() -> Undo:
    """Puts the global seed back, and the generator of operations' seeds where it stands now."""
    from tensorflow.python.eager import context

    # not tf.compat.v1.get_seed: it draws a seed, and raises where operations are to repeat without one
    eager = context.context()
    seed, generator = eager._seed, getattr(eager, "_rng", None)

    def undo() -> None:
        eager._seed, eager._rng = seed, generator

    return undo


def _op_determinism() -> Undo:
    from tensorflow.python.framework import config

    if config.is_op_determinism_enabled():
        return lambda: None
    config.enable_op_determinism()
    return lambda: config.disable_op_determinism()
