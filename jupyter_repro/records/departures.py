"""How a session differed from one run of its notebook from top to bottom, and the sentences by which a snapshot has it.

A snapshot holds a sentence for each departure: they are written here, and read here alone. They name cells as people
do, `[4]`; those of older snapshots have `cell 6`, the index among all cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from jupyter_repro.formatting.cell_names import CellNames

DepartureKind = Literal["out-of-order", "repeated", "not-run", "edited", "gone"]


class Departure(msgspec.Struct, frozen=True):
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
    "out-of-order": "{cell} ran after {other}",
    "repeated": "{cell} ran {times} times",
    "not-run": "{cell} was not run",
}

SAVED: Wording = {
    **_ALWAYS,
    "edited": "{cell} was edited after it ran, or the notebook is not saved",
    "gone": "a cell ran (In [{count}]) that the saved notebook does not have",
}
OPEN: Wording = {
    **_ALWAYS,
    "edited": "{cell} was edited after it ran",
    "gone": "a cell ran (In [{count}]) that the notebook does not have any more",
}
"""Of the document in the front end, which is as it is whether or not it was saved."""


def sentence(departure: Departure, names: CellNames, wording: Wording = SAVED) -> str:
    """The departure without its full stop; `names` are those of the notebook's cells."""
    named = {name: names.name(index) for name in _CELLS if (index := getattr(departure, name)) is not None}
    return wording[departure.kind].format_map({**msgspec.structs.asdict(departure), **named})


def departure_in(text: str, names: CellNames) -> Departure | None:
    """The departure that a sentence tells; None for a sentence that was not written here.

    A cell that the notebook has no more is None.
    """
    for wording in (SAVED, OPEN):
        for kind, pattern_text in wording.items():
            if found := re.fullmatch(_pattern(pattern_text), text):
                return Departure(kind, **dict(_fields(found.groupdict(), names)))
    return None


def _fields(found: Mapping[str, str | None], names: CellNames) -> Iterator[tuple[str, Any]]:
    for name, number in found.items():
        if number is not None:
            field, is_index, _ = name.partition(_INDEX)
            is_number = field in _CELLS and not is_index
            yield field, names.index(int(number)) if is_number else int(number)


def _pattern(wording_text: str) -> str:
    pattern = re.escape(wording_text)
    for name in _CELLS:
        either = rf"(?:\[(?P<{name}>\d+)\]|cell (?P<{name}{_INDEX}>\d+))"
        pattern = pattern.replace(rf"\{{{name}\}}", either)
    return re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>\\d+)", pattern)


_CELLS = ("cell", "other")
"""Fields that are cells."""
_INDEX = "_index"
"""Ends the name of a cell's group in a pattern where it is found as an index."""
