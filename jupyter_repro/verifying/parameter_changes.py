"""Parameters with another value than was recorded."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_repro.records.snapshot import Context
from jupyter_repro.verdicts import ContextChange

_NOT_GIVEN = "not given"


def changed_parameters(recorded: Context, found: Context) -> list[str]:
    """Their names, sorted."""
    return [name for name, _, _ in shown_parameters(recorded, found)]


def parameter_changes(recorded: Context, found: Context) -> tuple[ContextChange, ...]:
    """Each of them, as a change of the context."""
    return tuple(
        ContextChange("notebook", f"parameter {name}", was, now)
        for name, was, now in shown_parameters(recorded, found)
    )


def shown_parameters(recorded: Context, found: Context) -> Iterator[tuple[str, str, str]]:
    """Name of each of them, its value as recorded and as it is, in Python's words or "not given"."""
    for name in sorted({*recorded.parameters, *found.parameters}):
        was, now = _shown(recorded, name), _shown(found, name)
        if was != now and recorded.parameters.get(name, was) != found.parameters.get(name, now):
            yield name, was, now


def _shown(context: Context, name: str) -> str:
    return repr(context.parameters[name]) if name in context.parameters else _NOT_GIVEN
