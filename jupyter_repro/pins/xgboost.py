"""XGBoost: the seed of boosters that are given none.

Source: "XGBoost Parameters", `seed`: 0 by default, so that an unseeded model repeats, and no other seed is tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced

_LARGEST_SEED = 2**31 - 1
_NAMES = frozenset({"seed", "random_state"})


class XgboostPin:
    """Gives every booster that has no seed the pinned one."""

    module = "xgboost.core"

    def __init__(self) -> None:
        self._seed = 0

    def apply(self, seed: int) -> Undo:
        """Set the default seed, modulo 2³¹, the range of XGBoost's."""
        from xgboost.core import Booster

        self.reseed(seed)
        make = Booster.__init__

        def with_seed(booster: Any, params: Any = None, *args: Any, **named: Any) -> None:
            make(booster, _seeded(params, self._seed), *args, **named)

        with_seed.__doc__ = make.__doc__
        return replaced(Booster, "__init__", with_seed)

    def reseed(self, seed: int) -> None:
        """Set the default seed."""
        self._seed = seed & _LARGEST_SEED


def _seeded(params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None, seed: int) -> Any:
    """The parameters, with a seed where they have none; a list may name a parameter more than once."""
    if isinstance(params, Mapping):
        given = {name for name in _NAMES if params.get(name) is not None}
        return params if given else {**params, "seed": seed}
    listed = list(params or ())
    given = {name for name, value in listed if name in _NAMES and value is not None}
    return listed if given else [*listed, ("seed", seed)]
