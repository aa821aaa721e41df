"""What differs between the cells of two states of a notebook: sources, order, outputs, watched variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jupyter_repro.differences.outputs import line_diff, output_differences
from jupyter_repro.differences.sides import NotebookContents, State
from jupyter_repro.notebooks.matched_cells import match_cells, moved_ids
from jupyter_repro.records.differences import CellDifference
from jupyter_repro.records.session_states import states_of
from jupyter_repro.records.snapshot import CellId, CellRecord
from jupyter_repro.verifying.reference import Expected, recorded_keys
from jupyter_repro.verifying.state import state_divergences

Matches = Mapping[CellId, CellRecord]
"""Id of a cell after, to its record before."""


def cell_differences(before: State, after: State, *, outputs: bool = True) -> Iterator[CellDifference]:
    """Cells that were deleted, are new, were edited or moved, show another output or leave another state.

    In document order, those that were deleted last. `outputs` says whether both sides have outputs to compare.
    """
    contents = after.contents.with_older(before.contents)
    matches = _matches(before.cells, after.cells)
    moved = moved_ids([each.id for each in before.cells], [each.id for each in after.cells])
    states = _diverged(before.cells, after.cells, matches)
    for position, cell in enumerate(after.cells):
        was = matches.get(cell.id)
        facts = [*_source(was, cell, contents)]
        if was and cell.id in moved:
            facts.append(("was moved", ""))
        if was and outputs:
            facts += [*output_differences(was.outputs, cell.outputs, contents), *states.get(cell.id, ())]
        for what, diff in facts:
            yield CellDifference(cell.id, position, what, diff, contents.indexes.get(cell.id))
    yield from _deleted(before, matches)


def _matches(before: Sequence[CellRecord], after: Sequence[CellRecord]) -> Matches:
    records = {cell.id: cell for cell in before}
    matches = match_cells(recorded_keys(after), recorded_keys(before))
    return {cell_id: records[was] for cell_id, was in matches.items()}


def _source(
    before: CellRecord | None, after: CellRecord, contents: NotebookContents
) -> Iterator[tuple[str, str]]:
    now = contents.sources.get(after.source_digest)
    if before is None:
        yield "is new", line_diff("", now or "")
    elif before.source_digest != after.source_digest:
        was = contents.sources.get(before.source_digest)
        yield "was edited", line_diff(was, now) if was is not None and now is not None else ""


def _deleted(before: State, matches: Matches) -> Iterator[CellDifference]:
    kept = {cell.id for cell in matches.values()}
    for position, cell in enumerate(before.cells):
        if cell.id not in kept:
            source = before.contents.sources.get(cell.source_digest, "")
            index = before.contents.indexes.get(cell.id) if source else None
            yield CellDifference(cell.id, position, "was deleted", line_diff(source, ""), index)


def _diverged(
    before: Sequence[CellRecord], after: Sequence[CellRecord], matches: Matches
) -> dict[CellId, list[tuple[str, str]]]:
    """For each cell after, the watched variables that it leaves otherwise."""
    old, new = states_of(before), states_of(after)
    if not any(old.values()) or not any(new.values()):
        return {}  # nothing was watched on one of the sides
    expected = {
        cell_id: Expected(was.source_digest, was.outputs, state=old[was.id])
        for cell_id, was in matches.items()
    }
    ordered = {cell.id: expected[cell.id] for cell in after if cell.id in expected}
    return {
        cell_id: [(f"leaves another state: {each.summary}", "") for each in divergences]
        for cell_id, divergences in state_divergences(ordered, new).items()
    }
