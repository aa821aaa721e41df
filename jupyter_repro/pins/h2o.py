"""H2O: models, grids and AutoML without a seed, which draw a new one each time, and the functions that draw.

Source: the parameter `seed` in H2O's documentation: -1, the default, is a seed from the clock.
"""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced

_UNSEEDED = (None, -1)
# not insert_missing_values: without a seed it has a fixed one, and -1 is a seed like any other
_DRAWING = ("kfold_column", "runif", "split_frame", "stratified_kfold_column", "stratified_split")


class H2oPin:
    """Gives every unseeded model the pinned seed; functions that draw get seeds that are drawn from it."""

    module = "h2o"

    def __init__(self) -> None:
        self._seed = 0
        self._draws = random.Random(0)

    def apply(self, seed: int) -> Undo:
        """Set the default seed."""
        self.reseed(seed)
        return after(*self._models(), *self._functions())

    def reseed(self, seed: int) -> None:
        """Set the default seed."""
        self._seed = seed
        self._draws.seed(seed)

    def _models(self) -> Iterator[Undo]:
        from h2o.automl import H2OAutoML
        from h2o.estimators.estimator_base import H2OEstimator
        from h2o.grid import H2OGridSearch

        # what `train` and `train_segments` send; the estimator itself keeps what the notebook gave it
        yield replaced(H2OEstimator, "_make_parms", self._sending(H2OEstimator._make_parms))
        yield replaced(H2OGridSearch, "train", self._searching(H2OGridSearch.train))
        yield replaced(H2OAutoML, "train", self._automatic(H2OAutoML.train))

    def _functions(self) -> Iterator[Undo]:
        import h2o
        from h2o.model import ModelBase

        drawing = [(h2o.H2OFrame, name) for name in _DRAWING]
        drawing += [(h2o, "create_frame"), (h2o.h2o, "create_frame"), (ModelBase, "permutation_importance")]
        for owner, name in drawing:
            if hasattr(owner, name):
                yield replaced(owner, name, self._drawing(getattr(owner, name)))

    def _sending(self, make_parms: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(make_parms)
        def with_seed(model: Any, *args: Any, **named: Any) -> Any:
            parms = make_parms(model, *args, **named)
            if "seed" in model._parms and parms.get("seed") in _UNSEEDED:
                parms["seed"] = self._seed
            return parms

        return with_seed

    def _searching(self, train: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(train)
        def with_seed(grid: Any, *args: Any, **named: Any) -> Any:
            criteria = grid.search_criteria or {}
            if criteria.get("strategy") == "RandomDiscrete" and criteria.get("seed") in _UNSEEDED:
                grid.search_criteria = {**criteria, "seed": self._seed}
            if self._lacks_seed(grid, named):
                named["seed"] = self._seed
            return train(grid, *args, **named)

        return with_seed

    @staticmethod
    def _lacks_seed(grid: Any, given: dict[str, Any]) -> bool:
        """Whether the models of a grid take a seed and have none, neither of their own nor to be searched for."""
        model = grid.model._parms
        return (
            "seed" in model
            and "seed" not in (grid.hyper_params or {})
            and given.get("seed", model["seed"]) in _UNSEEDED
        )

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
