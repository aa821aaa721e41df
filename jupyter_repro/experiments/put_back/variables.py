"""Environment variables and parameters as they were recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.experiments.world import World
from jupyter_repro.records.environment_reads import KEYED, NOT_SET

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
    """A factor for each parameter that was given another value."""
    recorded = subject.snapshot.context.parameters
    for name, value in (subject.options.parameters or {}).items():
        if name in recorded and recorded[name] != value:
            yield Factor(
                "notebook", f"parameter {name}", "put-back", World(parameters={name: recorded[name]})
            )
