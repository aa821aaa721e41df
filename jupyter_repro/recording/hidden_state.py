"""How a session departed from one run of its notebook from top to bottom."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from jupyter_repro.recording.notes import CellRun
from jupyter_repro.sources import is_ours, source_digest


@dataclass(frozen=True)
class Cell:
    """A code cell as the notebook's file has it."""

    index: int
    """Among all cells, from 0."""
    id: str
    source: str


Match = tuple[CellRun, int | None]
"""A run and the index of the notebook's cell that it was a run of; None where the notebook has no such cell."""


def departures_of(runs: Sequence[CellRun], notebook: str) -> list[str]:
    """How a session departed from its saved notebook, so far; nothing where that is not known.

    A cell that was not run yet is no departure while the session goes on.
    """
    cells = saved_cells(Path(notebook)) if notebook else []
    matches = matched(cells, runs)
    ran = {index for _, index in matches}
    return list(hidden_state([cell for cell in cells if cell.index in ran], matches)) if cells else []


def saved_cells(path: Path) -> list[Cell]:
    """The code cells of a saved notebook; none where it cannot be read, or is of an old format."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        return [
            Cell(index, str(cell.get("id", "")), "".join(cell["source"]))
            for index, cell in enumerate(cells)
            if cell["cell_type"] == "code"
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def matched(cells: Sequence[Cell], runs: Sequence[CellRun]) -> list[Match]:
    """Each run with the cell it was a run of: by id, else by source, in document order."""
    by_id = {cell.id: cell.index for cell in cells if cell.id}
    matches: list[Match] = []
    last = -1
    for run in runs:
        index = by_id.get(run.id)
        if index is None:
            digest = source_digest(run.source)
            same = [cell.index for cell in cells if source_digest(cell.source) == digest]
            index = next((each for each in same if each > last), same[0] if same else None)
        last = last if index is None else index
        matches.append((run, index))
    return matches


def hidden_state(cells: Sequence[Cell], matches: Sequence[Match]) -> Iterator[str]:
    """A sentence for each departure; cells that hold only our own magics do not count."""
    counted = [cell for cell in cells if cell.source.strip() and not is_ours(cell.source)]
    places = {cell.index for cell in counted}
    known = [(run, index) for run, index in matches if index is not None and index in places]
    yield from _out_of_order([index for _, index in known])
    for place, times in sorted(Counter(index for _, index in known).items()):
        if times > 1:
            yield f"cell {place} ran {times} times"
    yield from _not_as_run(counted, {index: run for run, index in known})
    for run, index in matches:
        if index is None and run.source.strip() and not is_ours(run.source):
            yield f"a cell ran (In [{run.count}]) that the saved notebook does not have"


def _out_of_order(indexes: Sequence[int]) -> Iterator[str]:
    for before, after in pairwise(indexes):
        if after < before:
            yield f"cell {after} ran after cell {before}"


def _not_as_run(cells: Sequence[Cell], last: dict[int, CellRun]) -> Iterator[str]:
    for cell in cells:
        if cell.index not in last:
            yield f"cell {cell.index} was not run"
        elif source_digest(last[cell.index].source) != source_digest(cell.source):
            yield f"cell {cell.index} was edited after it ran, or the notebook is not saved"
