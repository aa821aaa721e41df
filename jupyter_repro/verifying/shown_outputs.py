"""What a page shows of a notebook's cells, held against what was recorded; nothing is executed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from jupyter_repro.canonical.canonical_form import canonical_outputs
from jupyter_repro.notebooks.magic_answers import without_answers
from jupyter_repro.notebooks.notebook_files import code_cells, shown_outputs
from jupyter_repro.policies.policy import CellPolicy
from jupyter_repro.policies.tracker_words import of_trackers
from jupyter_repro.records.snapshot import CellId, CellRecord, Snapshot
from jupyter_repro.verdicts import Divergence
from jupyter_repro.verifying.comparison import divergences
from jupyter_repro.verifying.policies import cell_policies
from jupyter_repro.verifying.reference import Expected, recorded_ids, stored_texts

Shown = Mapping[CellId, Sequence[Any] | None]
"""Id of a recorded cell to the outputs that are shown of it; None where they are those of the notebook's file."""


def compared_with_recorded(
    notebook: NotebookNode, path: Path, snapshot: Snapshot, shown: Shown
) -> dict[CellId, tuple[Divergence, ...]]:
    """Id of a recorded cell to what of its shown outputs differs, without what its author allows to differ.

    `notebook` has an id in each cell, as `upgraded` gives them; of cells that it does not hold nothing is answered.
    Raises UnreadableInput for settings that cannot be understood.
    """
    return dict(_compared(notebook, path, snapshot, shown))


def _compared(
    notebook: NotebookNode, path: Path, snapshot: Snapshot, shown: Shown
) -> Iterator[tuple[CellId, tuple[Divergence, ...]]]:
    recorded, cells = recorded_ids(notebook, snapshot), {cell.id: cell for cell in snapshot.cells}
    policies = cell_policies(notebook, path)
    tracked = of_trackers(snapshot.runs, ())
    programs = {use.cell for use in snapshot.uses if use.kind == "subprocess"}
    for index, cell in code_cells(notebook):
        name = recorded.get(cell.id)
        if name is None or name not in shown:
            continue
        policy = policies[index].leaving_out(tracked)
        policy = policy.of_programs() if name in programs else policy
        yield name, _differing(cell, cells[name], shown[name], policy)


def _differing(
    cell: NotebookNode, recorded: CellRecord, shown: Sequence[Any] | None, policy: CellPolicy
) -> tuple[Divergence, ...]:
    if policy.ignore or policy.declared.skip:
        return ()
    if shown is None and not shown_outputs(
        cell
    ):  # a file stripped of its outputs shows nothing that is wrong
        return ()
    outputs = shown_outputs(cell) if shown is None else [*without_answers(_mappings(shown))]
    expected = Expected(recorded.source_digest, recorded.outputs, stored_texts(cell))
    found = divergences(expected, canonical_outputs(outputs), policy)
    return tuple(each for each in found if not each.allowed)


def _mappings(outputs: Sequence[Any]) -> list[Mapping[str, Any]]:
    return [output for output in outputs if isinstance(output, Mapping)]
