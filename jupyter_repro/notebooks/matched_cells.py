"""Which cells of two lists are the same: of a notebook and its snapshot, two snapshots, a session and its notebook.

It is asked in kernels. The front end has the same in `documentCell.ts`, tested with the same examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple


class CellKey(NamedTuple):
    """What a cell is known by."""

    id: str
    digest: str
    """Of its source."""


def match_cells(cells: Sequence[CellKey], recorded: Sequence[CellKey]) -> dict[str, str]:
    """Id of a cell to the id of the recorded one that it is; no recorded one is two cells.

    Cells are matched by id; those whose id is new by their source, among what is left: the first behind the one that
    the cell above it is, else the first of all.
    """
    places = {cell.id: place for place, cell in enumerate(recorded)}
    matches = {cell.id: cell.id for cell in cells if cell.id in places}
    left = {place: cell for place, cell in enumerate(recorded) if cell.id not in matches}
    last = -1
    for cell in cells:
        if cell.id not in matches and (same := [*_same_source(cell, left)]):
            place = next((each for each in same if each > last), same[0])
            matches[cell.id] = left.pop(place).id
        last = places[matches[cell.id]] if cell.id in matches else last
    return matches


def moved_ids(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Those of both lists that stand in another order than as many others as possible."""
    kept = set(before) & set(after)
    old, new = [each for each in before if each in kept], [each for each in after if each in kept]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return kept - {each for block in blocks for each in old[block.a : block.a + block.size]}


def _same_source(cell: CellKey, left: dict[int, CellKey]) -> Iterator[int]:
    return (place for place, other in left.items() if other.digest == cell.digest)
