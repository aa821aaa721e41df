"""H2O, which keeps models and no runs: seed and parameters of the models that a notebook trains.

H2O draws a seed for a model that was given none, and tells it in the model. It is read at the moment in which the model
is there: the cluster usually ends with the kernel.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced
from jupyter_repro.records.tracked_run import Destination, LoggedRun, OwnRun, RunRecord
from jupyter_repro.records.tracked_values import is_number

SCHEME = "h2o"
_OF_THIS_SESSION = re.compile(r"_python_\d+|_sid_[0-9a-f]+|_\d{8}_\d{5,6}")
"""What H2O puts into the names that it makes, which is another in each session."""
_AUTOML = ("seed", "max_models", "max_runtime_secs", "nfolds", "sort_metric", "project_name")
_FRAMES = ("training_frame", "validation_frame")
"""Parameters that name data in the cluster, otherwise in each session."""
_LONGEST = 250


class H2oTracker:
    """Models of H2O as part of what a notebook's run is; nothing is published in H2O."""

    schemes = (SCHEME,)
    keeps_runs = False
    modules = ("h2o.estimators.estimator_base", "h2o.automl")

    def watch(self, module: str, _root: Path, noted: Callable[[OwnRun], None]) -> Undo:
        """Tell of each model that is trained, or fetched from the cluster, alone, by a grid or by AutoML."""
        loaded = sys.modules[module]
        if module == "h2o.automl":
            return _after_each(
                loaded.H2OAutoML, "_fetch", lambda automl: noted(_own(automl.project_name, _automl(automl)))
            )
        return _after_each(
            loaded.H2OEstimator,
            "_resolve_model",
            lambda model: noted(_own(model.model_id, parameters(model))),
        )

    def check(self, _destination: Destination) -> None:
        """Raise ReproError: there is no place for runs."""
        _no_runs()

    def log(self, _destination: Destination, _run: RunRecord) -> LoggedRun:
        """Raise ReproError: there is no place for runs."""
        _no_runs()

    def amend(
        self, _destination: Destination, _run_id: str, _tags: Mapping[str, str], _files: Mapping[str, bytes]
    ) -> None:
        """Raise ReproError: there is no place for runs."""
        _no_runs()

    def runs(self, _destination: Destination, _tags: Mapping[str, str]) -> list[LoggedRun]:
        """Raise ReproError: there is no place for runs."""
        _no_runs()

    def files(self, _destination: Destination, _run_id: str, _into: Path) -> None:
        """Raise ReproError: there is no place for runs."""
        _no_runs()


def parameters(model: Any) -> dict[str, Any]:
    """The seed that a model was trained with, and what else of its parameters is not H2O's default."""
    changed = {
        name: value
        for name, value in model.actual_params.items()
        if name not in _FRAMES and _is_chosen(model, name, value)
    }
    return {"model_id": str(model.model_id), **changed}


def plain_name(model: str) -> str:
    """A model's name without what is another in each session, so that runs can be compared."""
    return _OF_THIS_SESSION.sub("", model)


def _automl(automl: Any) -> dict[str, Any]:
    found = {name: getattr(automl, name, None) for name in _AUTOML}
    return {name: value for name, value in found.items() if _is_plain(value)}


def _own(name: str, params: Mapping[str, Any]) -> OwnRun:
    numeric = tuple(each for each, value in params.items() if is_number(value))
    return OwnRun(f"{SCHEME}:", plain_name(str(name)), _texts(params), numeric)


def _is_chosen(model: Any, name: str, value: Any) -> bool:
    return name == "seed" or (value != model.parms[name].get("default_value") and _is_plain(value))


def _is_plain(value: Any) -> bool:
    return isinstance(value, (str, int, float)) and value != ""


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value)[:_LONGEST] for name, value in values.items()}


def _after_each(owner: Any, name: str, tell: Callable[[Any], None]) -> Undo:
    """Call `tell` with the object after each call of a method; the notebook sees nothing of it."""
    method = getattr(owner, name, None)
    if method is None:  # another version of H2O
        return after()

    @wraps(method)
    def called(self: Any, *args: Any, **named: Any) -> Any:
        answer = method(self, *args, **named)
        with suppress(Exception):
            tell(self)
        return answer

    return replaced(owner, name, called)


def _no_runs() -> NoReturn:
    raise ReproError(
        "H2O keeps models and no runs",
        "publish to a tracker, and seeds and parameters of H2O's models go along: jupyter repro track NOTEBOOK mlflow:",
    )
