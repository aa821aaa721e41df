"""Hydra: the jobs of a multirun that the notebook starts in its own process."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.extensions.sweepers import EndedTrial, SweepNotes, TrialOf
from jupyter_repro.patching import after, replaced, see_through

_JOBS = "hydra.core.utils"
_LAUNCHER = "hydra._internal.core_plugins.basic_launcher"
"""Takes the function from there, each time that Hydra looks for plug-ins."""


class _Multirun:
    """A multirun that runs now."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen = 0
        """Jobs of it that ran here."""

    def next_job(self) -> TrialOf:
        self.seen += 1
        return TrialOf(self.name, self.seen, id(self))


_NOW: ContextVar[_Multirun | None] = ContextVar("multirun", default=None)


class HydraSweeper:
    """Sees multiruns."""

    modules = ("hydra._internal.hydra", _JOBS)

    def watch(self, module: str, notes: SweepNotes) -> Undo:
        """Watch a whole multirun, and each job that its launcher runs in this process."""
        loaded = sys.modules[module]
        if module == _JOBS:
            run_job = _run_job(loaded.run_job, notes)
            owners = [loaded, *([sys.modules[_LAUNCHER]] if _LAUNCHER in sys.modules else [])]
            return after(*(replaced(owner, "run_job", run_job) for owner in owners))
        return replaced(loaded.Hydra, "multirun", _multirun(loaded.Hydra.multirun, notes))


def _multirun(multirun: Callable[..., Any], notes: SweepNotes) -> Callable[..., Any]:
    @see_through
    @wraps(multirun)
    def run_all(self: Any, config_name: Any, task_function: Any, *args: Any, **named: Any) -> Any:
        running = _Multirun(f"Hydra multirun of {getattr(task_function, '__name__', 'a task')}")
        with _as_now(running):
            answer = multirun(self, config_name, task_function, *args, **named)
        if not running.seen:  # a launcher that runs its jobs elsewhere
            notes.ended(lambda: ((running.next_job(), _facts(job)) for job in _jobs(answer)))
        return answer

    return run_all


def _run_job(run_job: Callable[..., Any], notes: SweepNotes) -> Callable[..., Any]:
    @see_through
    @wraps(run_job)
    def run_one(*args: Any, **named: Any) -> Any:
        multirun = _NOW.get()
        if multirun is None:
            return run_job(*args, **named)
        trial, started = multirun.next_job(), datetime.now(UTC)
        with notes.running(trial):
            job = run_job(*args, **named)
        notes.ended(lambda: [(trial, _facts(job, started))])
        return job

    return run_one


@contextmanager
def _as_now(multirun: _Multirun) -> Iterator[None]:
    token = _NOW.set(multirun)
    try:
        yield
    finally:
        _NOW.reset(token)


def _jobs(answer: Any) -> Iterator[Any]:
    """The jobs in what a sweeper answers: a list for each batch."""
    if hasattr(answer, "overrides"):
        yield answer
    elif isinstance(answer, Iterable) and not isinstance(answer, str | Mapping):
        for each in answer:
            yield from _jobs(each)


def _facts(job: Any, started: datetime | None = None) -> EndedTrial:
    has_failed = job.status.name != "COMPLETED"
    answer = vars(job).get("_return_value")  # the property raises what the job raised
    return EndedTrial(
        dict(map(_parameter, job.overrides or ())),
        {} if has_failed else dict(_metrics(answer)),
        started,
        datetime.now(UTC),
        type(answer).__name__ if has_failed else "",
    )


def _parameter(override: str) -> tuple[str, Any]:
    """`+model.lr=0.1` as a name and a value."""
    name, _, text = override.partition("=")
    try:
        return name.lstrip("+~"), json.loads(text)
    except ValueError:
        return name.lstrip("+~"), text


def _metrics(answer: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(answer, Mapping):
        yield from ((str(name), value) for name, value in answer.items())
    elif answer is not None:
        yield "value", answer
