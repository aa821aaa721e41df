"""What a run is compared with: the snapshot, filled up from the outputs stored in the notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode

from jupyter_repro.canonical.canonical_form import Output, canonical_outputs, representation_digest
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

    Cells are matched by id; those whose id is new by their source, among what is left, in document order.
    """
    recorded = {cell.id: cell for cell in snapshot.cells}
    cells = [cell for _, cell in code_cells(notebook)]
    matches = {cell["id"]: recorded.pop(cell["id"]) for cell in cells if cell["id"] in recorded}
    for cell in cells:
        if cell["id"] not in matches and (found := _same_source(cell, recorded)):
            matches[cell["id"]] = recorded.pop(found.id)
    states = states_of(snapshot.cells)
    return {
        cell["id"]: Expected(
            match.source_digest,
            match.outputs,
            stored_texts(cell),
            states[match.id],
            never_run=not snapshot.recorded and cell.get("execution_count") is None,
        )
        for cell in cells
        if (match := matches.get(cell["id"]))
    }


def _same_source(cell: NotebookNode, recorded: Mapping[str, CellRecord]) -> CellRecord | None:
    digest = source_digest(cell.source)
    return next((record for record in recorded.values() if record.source_digest == digest), None)


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


def deleted_cells(notebook: NotebookNode, snapshot: Snapshot) -> list[str]:
    """Ids of recorded cells that the notebook no longer has."""
    kept = {cell["id"] for _, cell in code_cells(notebook)}
    sources = {source_digest(cell.source) for _, cell in code_cells(notebook)}
    return [cell.id for cell in snapshot.cells if cell.id not in kept and cell.source_digest not in sources]
