"""Regular-expression replacements that a project declares, applied to both texts before they are compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from jupyter_repro.policies.rules import Replacement


class Replaced(NamedTuple):
    """Two texts after the replacements."""

    recorded: str
    found: str
    applied: str
    """What was left out of the texts; "" where nothing was."""


def replaced(recorded: str, found: str, replacements: Iterable[Replacement]) -> Replaced:
    """Both texts with every replacement applied, in order."""
    applied: dict[str, None] = {}
    for replacement in replacements:
        before = recorded, found
        recorded, found = replacement.applied(recorded), replacement.applied(found)
        if (recorded, found) != before:
            applied[replacement.words] = None
    return Replaced(recorded, found, " and ".join(applied))
