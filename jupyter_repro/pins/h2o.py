"""H2O: models without a seed, which draw a new one each time, and the functions of frames that draw.

Source: the parameter `seed` in H2O's documentation: -1, the default, is a seed from the clock.
"""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable
from functools import wraps
from typing import Any

from jupyter_repro.extensions import Undo
from jupyter_repro.patching import after, replaced

_UNSEEDED = (None, -1)
_DRAWING = (
    "insert_missing_values", "kfold_column", "runif", "split_frame", "stratified_kfold_column", "stratified_split",
)  # fmt: skip


class H2oPin:
    """Gives every unseeded model the pinned seed, and frames seeds that are drawn from it."""

    module = "h2o"

    def __init__(self) -> None:
        self._seed = 0
        self._draws = random.Random(0)

    def apply(self, seed: int) -> Undo:
        """Set the default seed."""
        from h2o import H2OFrame
        from h2o.automl import H2OAutoML
        from h2o.estimators.estimator_base import H2OEstimator

        self.reseed(seed)
        return after(
            replaced(H2OEstimator, "_train", self._training(H2OEstimator._train)),
            replaced(H2OAutoML, "train", self._automatic(H2OAutoML.train)),
            *(
                replaced(H2OFrame, name, self._drawing(getattr(H2OFrame, name)))
                for name in _DRAWING
                if hasattr(H2OFrame, name)
            ),
        )

    def reseed(self, seed: int) -> None:
        """Set the default seed."""
        self._seed = seed
        self._draws.seed(seed)

    def _training(self, train: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(train)
        def with_seed(model: Any, parms: dict[str, Any], *args: Any, **named: Any) -> Any:
            if "seed" in model._parms and parms.get("seed") in _UNSEEDED:
                parms["seed"] = self._seed
            return train(model, parms, *args, **named)

        return with_seed

    def _automatic(self, train: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(train)
        def with_seed(automl: Any, *args: Any, **named: Any) -> Any:
            if automl.seed in _UNSEEDED:
                automl.seed = self._seed
            return train(automl, *args, **named)

        return with_seed

    def _drawing(self, function: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(function)

        @wraps(function)
        def with_seed(*args: Any, **named: Any) -> Any:
            bound = signature.bind(*args, **named)
            if bound.arguments.get("seed") in _UNSEEDED:
                bound.arguments["seed"] = self._draws.getrandbits(31)
            return function(*bound.args, **bound.kwargs)

        return with_seed
