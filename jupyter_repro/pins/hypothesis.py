"""Hypothesis: the examples that its tests draw, as `pytest --hypothesis-seed` pins them."""

from __future__ import annotations

from jupyter_repro.extensions import Undo
from jupyter_repro.patching import replaced


class HypothesisPin:
    """Pins which examples are tried; a test with `@seed` or `derandomize` keeps its own."""

    module = "hypothesis.core"

    def apply(self, seed: int) -> Undo:
        """Give every test without a seed this one."""
        from hypothesis import core

        return replaced(core, "global_force_seed", seed)

    def reseed(self, seed: int) -> None:
        """Give every test without a seed this one."""
        from hypothesis import core

        vars(core)["global_force_seed"] = seed
