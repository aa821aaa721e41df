"""Hypothesis: the examples that its tests draw, as `pytest --hypothesis-seed` pins them."""

from __future__ import annotations

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced

OF_CI = "ci"
"""Profile that Hypothesis loads by itself where an environment variable such as `CI` is set."""


class HypothesisPin:
    """Pins which examples are tried; a test with `@seed` or `derandomize` keeps its own."""

    module = "hypothesis.core"

    def apply(self, seed: int) -> Undo:
        """Give every test without a seed this one, at the author's desk as in CI."""
        from hypothesis import core

        with_seed, without_ci = replaced(core, "global_force_seed", seed), _not_derandomized_by_ci()

        def undo() -> None:
            without_ci()
            with_seed()

        return undo

    def reseed(self, seed: int) -> None:
        """Give every test without a seed this one."""
        from hypothesis import core

        vars(core)["global_force_seed"] = seed


def _not_derandomized_by_ci() -> Undo:
    """CI's profile takes each test's own digest for its seed, so that other examples were tried than when recorded."""
    from hypothesis import settings

    if settings.get_current_profile_name() != OF_CI:
        return lambda: None
    own = settings.get_profile(OF_CI)
    settings.register_profile(OF_CI, settings(own, derandomize=False))
    settings.load_profile(OF_CI)

    def undo() -> None:
        settings.register_profile(OF_CI, own)
        if settings.get_current_profile_name() == OF_CI:
            settings.load_profile(OF_CI)

    return undo
