"""How a session departed from one run of its notebook from top to bottom, and the sentences by which a snapshot has it.

A snapshot holds a sentence for each departure: they are written here, and read here alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

DepartureKind = Literal["out-of-order", "repeated", "not-run", "edited", "gone"]


@dataclass(frozen=True)
class Departure:
    """One departure; cells are meant by their index among all cells."""

    kind: DepartureKind
    cell: int | None = None
    """The cell that departed; None for one that is gone."""
    other: int | None = None
    """The cell that it ran after, though it stands above it."""
    times: int = 0
    """How often it ran, where that is more than once."""
    count: int = 0
    """Execution count of a run whose cell is gone."""

    @property
    def cells(self) -> frozenset[int]:
        """All cells that it names."""
        return frozenset(each for each in (self.cell, self.other) if each is not None)


Wording = Mapping[DepartureKind, str]
"""The sentence for each kind of departure, with the names of its fields in braces."""

_ALWAYS: Wording = {
    "out-of-order": "cell {cell} ran after cell {other}",
    "repeated": "cell {cell} ran {times} times",
    "not-run": "cell {cell} was not run",
}

SAVED: Wording = {
    **_ALWAYS,
    "edited": "cell {cell} was edited after it ran, or the notebook is not saved",
    "gone": "a cell ran (In [{count}]) that the saved notebook does not have",
}
OPEN: Wording = {
    **_ALWAYS,
    "edited": "cell {cell} was edited after it ran",
    "gone": "a cell ran (In [{count}]) that the notebook does not have any more",
}
"""Of the document in the front end, which is as it is whether or not it was saved."""


def sentence(departure: Departure, wording: Wording = SAVED) -> str:
    """The departure without its full stop."""
    return wording[departure.kind].format_map(vars(departure))


def departure_in(text: str) -> Departure | None:
    """The departure that a sentence tells; None for a sentence that was not written here."""
    for wording in (SAVED, OPEN):
        for kind, pattern_text in wording.items():
            if found := re.fullmatch(_pattern(pattern_text), text):
                return Departure(kind, **{name: int(number) for name, number in found.groupdict().items()})
    return None


def _pattern(wording_text: str) -> str:
    return re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>\\d+)", re.escape(wording_text))
