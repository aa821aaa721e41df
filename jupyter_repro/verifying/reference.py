"""What a run is compared with: the snapshot, filled up from the outputs stored in the notebook."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from jupyter_repro.canonical.canonical_form import (
    Output,
    canonical_outputs,
    record_outputs,
    representation_digest,
)
from jupyter_repro.notebooks.matched_cells import CellKey, match_cells, moved_ids
from jupyter_repro.notebooks.notebook_files import code_cells, shown_outputs
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.records.session_states import State, states_of
from jupyter_repro.records.snapshot import CellRecord, OutputRecord, Representation, Snapshot


@dataclass(frozen=True)
class Expected:
    """One code cell as it was recorded."""

    source_digest: str
    outputs: tuple[OutputRecord, ...]
    full: Mapping[str, str] = field(default_factory=dict)
    """Digest to canonical text of the representations that the notebook still holds."""
    state: State = field(default_factory=dict)
    """The watched variables after the cell."""
    never_run: bool = False
    """Whether there is no snapshot, and the notebook was stored before the cell was run."""

    @property
    def raises(self) -> bool:
        """Whether an error was among what was recorded."""
        return any(output.type == "error" for output in self.outputs)

    def text(self, recorded: Representation) -> str | None:
        """Canonical text of a recorded representation; None where only its digest and excerpt are left."""
        if recorded.complete:
            return "\n".join(recorded.excerpt)
        return self.full.get(recorded.digest)


def expected_cells(notebook: NotebookNode, snapshot: Snapshot) -> dict[str, Expected]:
    """Cell id to what was recorded of it; ids are those that `notebook` has now.

    Which cell is which, `match_cells` says.
    """
    recorded = {cell.id: cell for cell in snapshot.cells}
    matches = {cell_id: recorded[name] for cell_id, name in recorded_ids(notebook, snapshot).items()}
    states = states_of(snapshot.cells)
    return {
        cell["id"]: Expected(
            match.source_digest,
            match.outputs,
            stored_texts(cell),
            states[match.id],
            never_run=not snapshot.recorded and cell.get("execution_count") is None,
        )
        for _, cell in code_cells(notebook)
        if (match := matches.get(cell["id"]))
    }


def recorded_ids(notebook: NotebookNode, snapshot: Snapshot) -> dict[str, str]:
    """Cell id that the notebook has now to the id under which the cell was recorded."""
    cells = [CellKey(cell["id"], source_digest(cell.source)) for _, cell in code_cells(notebook)]
    return match_cells(cells, recorded_keys(snapshot.cells))


def recorded_keys(cells: Sequence[CellRecord]) -> list[CellKey]:
    """What recorded cells are known by."""
    return [CellKey(cell.id, cell.source_digest) for cell in cells]


def with_recorded_outputs(
    notebook: NotebookNode, snapshot: Snapshot, source: NotebookNode | None = None
) -> NotebookNode:
    """A copy of the notebook, with ids, that stores for each cell what was recorded, as `source` has it, or nothing."""
    other, expected = copy.deepcopy(notebook), expected_cells(notebook, snapshot)
    kept = [(record_outputs(stored_outputs(cell)), cell.outputs) for _, cell in code_cells(source or other)]
    for _, cell in code_cells(other):
        recorded = expected[cell.id].outputs if cell.id in expected else ()
        if record_outputs(stored_outputs(cell)) != recorded:
            cell.outputs = next((copy.deepcopy(stored) for each, stored in kept if each == recorded), [])
    return other


def stored_texts(cell: NotebookNode) -> dict[str, str]:
    """Digest to canonical text of every representation that the notebook stores for a cell."""
    return {
        representation_digest(mime, text): text
        for output in stored_outputs(cell)
        for mime, text in output.data.items()
    }


def stored_outputs(cell: NotebookNode) -> tuple[Output, ...]:
    """Canonical outputs that the notebook stores for a cell."""
    return canonical_outputs(shown_outputs(cell))


def moved_cells(notebook: NotebookNode, snapshot: Snapshot) -> list[int]:
    """Indexes of the cells that stand in another order than they were recorded in."""
    matches = recorded_ids(notebook, snapshot)
    now = [matches[cell["id"]] for _, cell in code_cells(notebook) if cell["id"] in matches]
    moved = moved_ids([cell.id for cell in snapshot.cells], now)
    return [index for index, cell in code_cells(notebook) if matches.get(cell["id"]) in moved]


def deleted_cells(notebook: NotebookNode, snapshot: Snapshot) -> list[str]:
    """Ids of recorded cells that the notebook no longer has."""
    kept = set(recorded_ids(notebook, snapshot).values())
    return [cell.id for cell in snapshot.cells if cell.id not in kept]
