"""Environment variables, parameters and the seed as they were recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.experiments.world import World
from jupyter_repro.records.environment_reads import KEYED, NOT_SET

_NOTHING = object()
ANOTHER = "jupyter-repro-tries-another-value"


def recorded_variables(subject: Subject, _scratch: Path, _folders: tuple[Path, ...]) -> Iterator[Factor]:
    """A factor for each variable that has another value; one whose value is not written down is varied instead."""
    for change in subject.verdict.context_changes:
        if change.kind != "environment-variable":
            continue
        if change.recorded == NOT_SET:
            yield Factor(change.kind, change.name, "put-back", World(variables={change.name: None}))
        elif not change.recorded.startswith(KEYED):
            yield Factor(
                change.kind, change.name, "put-back", World(variables={change.name: change.recorded})
            )
        else:
            yield Factor(change.kind, change.name, "vary", World(variables={change.name: ANOTHER}))


def recorded_parameters(subject: Subject, _scratch: Path, _folders: tuple[Path, ...]) -> Iterator[Factor]:
    """A factor for each parameter that is given another value than it was, or was not given."""
    recorded = subject.snapshot.context.parameters
    for name, value in (subject.options.parameters or {}).items():
        if recorded.get(name, _NOTHING) != value:
            world = World(parameters={name: recorded[name]}) if name in recorded else _without(name)
            yield Factor("notebook", f"parameter {name}", "put-back", world)


def _without(parameter: str) -> World:
    """Where the notebook's own value counts."""
    return World(not_given=frozenset({parameter}))


def recorded_seed(subject: Subject, _scratch: Path, _folders: tuple[Path, ...]) -> Iterator[Factor]:
    """A factor for the seed, where all generators are pinned with another."""
    recorded = subject.snapshot.context.seed
    if recorded is not None and subject.options.seed not in {None, recorded}:
        yield Factor("rng", "seed", "put-back", World(seed=recorded))
