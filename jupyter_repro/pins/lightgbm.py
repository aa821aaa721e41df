"""LightGBM: the seed of boosters that are given none, and the choice that it makes by measuring time.

Source: "Parameters" in LightGBM's documentation: `seed`, `deterministic`, `force_row_wise`.
"""

from __future__ import annotations

from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced

_LARGEST_SEED = 2**31 - 1
_SEEDS = frozenset({"seed", "random_seed", "random_state"})
_LAYOUTS = frozenset({"force_col_wise", "force_row_wise"})


class LightgbmPin:
    """Gives every booster that has no seed the pinned one, and one way to build histograms."""

    module = "lightgbm.basic"

    def __init__(self) -> None:
        self._seed = 0

    def apply(self, seed: int) -> Undo:
        """Set the default seed, modulo 2³¹, the range of LightGBM's."""
        from lightgbm.basic import Booster

        self.reseed(seed)
        make = Booster.__init__

        def with_seed(booster: Any, params: Any = None, *args: Any, **named: Any) -> None:
            make(booster, _repeatable(params or {}, self._seed), *args, **named)

        with_seed.__doc__ = make.__doc__
        return replaced(Booster, "__init__", with_seed)

    def reseed(self, seed: int) -> None:
        """Set the default seed."""
        self._seed = seed & _LARGEST_SEED


def _repeatable(params: dict[str, Any], seed: int) -> dict[str, Any]:
    added: dict[str, Any] = {}
    if all(params.get(name) is None for name in _SEEDS):
        added["seed"] = seed
    if not _LAYOUTS & params.keys():
        added.update(deterministic=params.get("deterministic", True), force_row_wise=True)
    return {**params, **added}
