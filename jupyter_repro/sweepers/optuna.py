"""Optuna: the trials of `Study.optimize`, and those that are given an answer with `Study.tell`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Container, Iterator
from functools import wraps
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.extensions.sweepers import EndedTrial, SweepNotes, TrialOf
from jupyter_repro.patching import after, replaced, see_through

_MADE_UP = re.compile(r"no-name-[0-9a-f-]{36}")
"""What Optuna calls a study that has no name."""


class OptunaSweeper:
    """Sees studies."""

    modules = ("optuna.study.study",)

    def watch(self, module: str, notes: SweepNotes) -> Undo:
        """Watch both ways to run a trial."""
        study = sys.modules[module].Study
        return after(
            replaced(study, "optimize", _optimize(study.optimize, notes)),
            replaced(study, "tell", _tell(study.tell, notes)),
        )


def _optimize(optimize: Callable[..., Any], notes: SweepNotes) -> Callable[..., Any]:
    @see_through
    @wraps(optimize)
    def optimized(self: Any, func: Any, *args: Any, **named: Any) -> Any:
        before = {trial.number for trial in self.get_trials(deepcopy=False)}

        @wraps(func)
        def objective(trial: Any) -> Any:
            with notes.running(_trial_of(self, trial)):
                return func(trial)

        try:
            return optimize(self, objective, *args, **named)
        finally:
            notes.ended(lambda: _ended(self, before))

    return optimized


def _ended(study: Any, before: Container[int]) -> Iterator[tuple[TrialOf, EndedTrial]]:
    for trial in study.get_trials(deepcopy=False):
        if trial.number not in before and trial.state.is_finished():
            yield _trial_of(study, trial), _facts(study, trial)


def _tell(tell: Callable[..., Any], notes: SweepNotes) -> Callable[..., Any]:
    @see_through
    @wraps(tell)
    def tell_and_note(self: Any, *args: Any, **named: Any) -> Any:
        trial = tell(self, *args, **named)
        notes.ended(lambda: [(_trial_of(self, trial), _facts(self, trial))])
        return trial

    return tell_and_note


def _trial_of(study: Any, trial: Any) -> TrialOf:
    name = str(study.study_name)
    shown = "Optuna study" if _MADE_UP.fullmatch(name) else f"Optuna study {name}"
    return TrialOf(shown, trial.number, name)


def _facts(study: Any, trial: Any) -> EndedTrial:
    return EndedTrial(
        dict(trial.params),
        dict(_metrics(study, trial)),
        trial.datetime_start,
        trial.datetime_complete,
        "" if trial.state.name != "FAIL" else "failed",
    )


def _metrics(study: Any, trial: Any) -> Iterator[tuple[str, float]]:
    """Values by the study's names for them, and how far a trial that was pruned had come."""
    values = trial.values or ()
    names = study.metric_names or _numbered(len(values))
    yield from zip(names, values, strict=False)
    if trial.state.name == "PRUNED":
        yield "pruned_at", trial.last_step if trial.last_step is not None else 0


def _numbered(count: int) -> list[str]:
    return ["value"] if count == 1 else [f"value_{number}" for number in range(count)]
