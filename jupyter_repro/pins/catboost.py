"""CatBoost: the seed of models that are given none.

Source: "Common parameters" in CatBoost's documentation, `random_seed`: 0 by default.
"""

from __future__ import annotations

from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced

_NAMES = ("random_seed", "random_state")


class CatboostPin:
    """Gives every model that has no seed the pinned one when it is trained."""

    module = "catboost.core"

    def __init__(self) -> None:
        self._seed = 0

    def apply(self, seed: int) -> Undo:
        """Set the default seed."""
        from catboost.core import CatBoost

        self.reseed(seed)
        prepare = CatBoost._prepare_train_params

        def with_seed(model: Any, *args: Any, **named: Any) -> Any:
            prepared = prepare(model, *args, **named)
            if all(prepared["params"].get(name) is None for name in _NAMES):
                prepared["params"]["random_seed"] = self._seed
            return prepared

        with_seed.__doc__ = prepare.__doc__
        return replaced(CatBoost, "_prepare_train_params", with_seed)

    def reseed(self, seed: int) -> None:
        """Set the default seed."""
        self._seed = seed
