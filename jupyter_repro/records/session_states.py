"""The state of a session after a cell: each watched variable with its digest, and a word on its type and shape.

A snapshot holds of each cell what differs from the cell before it in the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jupyter_repro.records.snapshot import CellId, CellRecord

State = Mapping[str, str]
"""Name to `blake3:… DataFrame (3, 2)`, or to `not digested: …`."""

NOT_DIGESTED = "not digested: "

GONE = "gone"
"""In a snapshot: the variable was there after the cell before, and is not any more."""


def changes(before: State, after: State) -> dict[str, str]:
    """What a cell's record holds of the state after it."""
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    return {**changed, **{name: GONE for name in before if name not in after}}


def states_of(cells: Iterable[CellRecord]) -> dict[CellId, State]:
    """The whole state after each recorded cell, from what their records hold."""
    states: dict[CellId, State] = {}
    state: State = {}
    for cell in cells:
        after = {**state, **cell.state}
        state = states[cell.id] = {name: value for name, value in after.items() if value != GONE}
    return states


def is_digested(value: str) -> bool:
    """Whether an entry of a state holds a digest."""
    return not value.startswith(NOT_DIGESTED)


def digest_in(value: str) -> str:
    """The digest in an entry of a state."""
    return value.partition(" ")[0]


def words_in(value: str) -> str:
    """Type and shape in an entry of a state."""
    return value.partition(" ")[2]
