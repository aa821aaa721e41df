"""How a session differed from one run of its notebook from top to bottom."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec

from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.notebooks.matched_cells import CellKey, match_cells
from jupyter_repro.notebooks.source_digests import does_something, source_digest
from jupyter_repro.recording.notes import CellRun
from jupyter_repro.records.departures import SAVED, Departure, Wording, sentence


class Cell(msgspec.Struct, frozen=True):
    """A code cell of the notebook: of its file, or of the document that is open."""

    index: int
    """Among all cells, from 0."""
    id: str
    digest: str
    """Of its source."""
    counted: bool = True
    """Whether it can do anything: one that is empty, or holds only our own magics, cannot."""

    @classmethod
    def of(cls, index: int, cell_id: str, source: str) -> Cell:
        """A cell with this source."""
        return cls(index, cell_id, source_digest(source), does_something(source))


Match = tuple[CellRun, int | None]
"""A run and the index of the notebook's cell that it was a run of; None where the notebook has no such cell."""


def departures_of(runs: Sequence[CellRun], notebook: str) -> list[str]:
    """How a session differed from its saved notebook, so far; nothing where that is not known."""
    cells = saved_cells(Path(notebook)) if notebook else []
    return departures_so_far(cells, matched(cells, runs), SAVED) if cells else []


def departures_so_far(cells: Sequence[Cell], matches: Sequence[Match], wording: Wording) -> list[str]:
    """The departures of a session that goes on, where a cell that was not run yet is none."""
    ran = {index for _, index in matches}
    found = departures([cell for cell in cells if cell.index in ran], matches)
    return [sentence(each, names_of(cells), wording) for each in found]


def names_of_runs(runs: Sequence[CellRun], notebook: str) -> dict[str, str]:
    """Id of each run to what its cell is called; where the saved notebook does not tell, its prompt: `In [5]`."""
    cells = saved_cells(Path(notebook)) if notebook else []
    names = names_of(cells)
    prompts = {run.id: f"In [{run.count}]" for run in runs if run.count}
    known = {run.id: names.name(index) for run, index in matched(cells, runs) if index is not None}
    return prompts | known


def names_of(cells: Sequence[Cell]) -> CellNames:
    """What these cells are called, which are all code cells of their notebook."""
    return CellNames(cell.index for cell in cells)


def saved_cells(path: Path) -> list[Cell]:
    """The code cells of a saved notebook; none where it cannot be read, or is of an old format."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        return [
            Cell.of(index, str(cell.get("id", "")), "".join(cell["source"]))
            for index, cell in enumerate(cells)
            if cell["cell_type"] == "code"
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def matched(cells: Sequence[Cell], runs: Sequence[CellRun]) -> list[Match]:
    """Each run with the cell it was a run of.

    Where the runs have ids that the notebook knows, those of an id that it does not know are of a cell that is gone, or
    of one that nothing else is a run of. Where it knows none, a cell may have run under several.
    """
    named = _named(cells)
    ran = [CellKey(run.id, source_digest(run.source)) for run in runs]
    names = match_cells(ran, [CellKey(name, cell.digest) for name, cell in named.items()])
    indexes = {run_id: named[name].index for run_id, name in names.items()}
    matches = [(run, indexes.get(run.id)) for run in runs]
    known = any(run.id in named for run in runs)
    return matches if known else list(_with_repeated(cells, matches))


def _named(cells: Sequence[Cell]) -> dict[str, Cell]:
    """By their ids; those that have none, or that of a cell above, by their place."""
    named: dict[str, Cell] = {}
    for cell in cells:
        own = cell.id if cell.id and cell.id not in named else f"cell {cell.index}"
        named[own] = cell
    return named


def _with_repeated(cells: Sequence[Cell], matches: Sequence[Match]) -> Iterator[Match]:
    """Runs that are left over, as further runs of cells with their source: the next one, else the first."""
    by_source: dict[str, list[int]] = {}
    for cell in cells:
        by_source.setdefault(cell.digest, []).append(cell.index)
    last = -1
    for run, index in matches:
        if index is None:
            same = by_source.get(source_digest(run.source), [])
            index = next((each for each in same if each > last), same[0] if same else None)
        last = last if index is None else index
        yield run, index


def last_runs(matches: Sequence[Match]) -> dict[int, CellRun]:
    """Index of a cell to its last run, in the order of these runs."""
    last: dict[int, CellRun] = {}
    for run, index in matches:
        if index is not None:
            last.pop(index, None)
            last[index] = run
    return last


def overtaken(cells: Sequence[Cell], matches: Sequence[Match]) -> list[int]:
    """Indexes of cells that a cell above them was run after: what they show is not what a run from the top would.

    Only the last run of each cell is looked at, and only cells that can do anything. A cell that was never run has
    overtaken none. What ran in between and left something behind is reported by `departures`.
    """
    order = {index: place for place, index in enumerate(last_runs(matches))}
    latest, found = -1, []
    for cell in sorted(cells, key=lambda cell: cell.index):
        place = order.get(cell.index)
        if place is None or not cell.counted:
            continue
        if place < latest:
            found.append(cell.index)
        latest = max(latest, place)
    return found


def hidden_state(cells: Sequence[Cell], matches: Sequence[Match]) -> Iterator[str]:
    """A sentence for each departure."""
    return (sentence(each, names_of(cells)) for each in departures(cells, matches))


def departures(cells: Sequence[Cell], matches: Sequence[Match]) -> Iterator[Departure]:
    """Each departure; cells that hold only our own magics do not count."""
    counted = [cell for cell in cells if cell.counted]
    places = {cell.index for cell in counted}
    known = [(run, index) for run, index in matches if index in places]
    yield from _out_of_order([index for _, index in known if index is not None])
    for place, times in sorted(Counter(index for _, index in known if index is not None).items()):
        if times > 1:
            yield Departure("repeated", place, times=times)
    yield from _not_as_run(counted, last_runs(known))
    for run, index in matches:
        if index is None and does_something(run.source):
            yield Departure("gone", count=run.count)


def _out_of_order(indexes: Sequence[int]) -> Iterator[Departure]:
    for before, after in pairwise(indexes):
        if after < before:
            yield Departure("out-of-order", after, other=before)


def _not_as_run(cells: Sequence[Cell], last: dict[int, CellRun]) -> Iterator[Departure]:
    for cell in cells:
        if cell.index not in last:
            yield Departure("not-run", cell.index)
        elif source_digest(last[cell.index].source) != cell.digest:
            yield Departure("edited", cell.index)
