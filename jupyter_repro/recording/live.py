"""A snapshot of a live session. It runs in a process of its own, so that the user's kernel stays as it is.

`python -m jupyter_repro.recording.live NOTEBOOK` reads the recorder's notes from standard input, writes the
snapshot, and prints it in a few words.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
from nbformat import NotebookNode

from jupyter_repro.atomic_files import exclusive, write_together
from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks import code_cells, is_ours, kernel_name, read_notebook, source_digest, upgraded
from jupyter_repro.recording.assembly import snapshot_of
from jupyter_repro.recording.notes import CellRun, Notes, decode_notes, with_cells
from jupyter_repro.records import Snapshot, encode_snapshot, snapshot_path

Match = tuple[CellRun, int | None]
"""A run and the index of the notebook's cell that it was a run of; None where the notebook has no such cell."""


def live_snapshot(path: Path, notes: Notes) -> Snapshot:
    """Write and answer the snapshot of a session; the notebook itself, which is open somewhere, is only read."""
    with exclusive(path):
        notebook = upgraded(read_notebook(path))
        matches = matched(notebook, notes.runs)
        snapshot = snapshot_of(
            as_run(notebook, matches),
            path,
            with_cell_ids(notes, notebook, matches),
            kernel=kernel_name(notebook),
            language="python",
            hidden_state=tuple(hidden_state(notebook, matches)),
        )
        write_together({snapshot_path(path): encode_snapshot(snapshot)})
    return snapshot


def matched(notebook: NotebookNode, runs: Sequence[CellRun]) -> list[Match]:
    """Each run with the cell it was a run of: by id, else by source, in document order."""
    cells = dict(code_cells(notebook))
    by_id = {cell["id"]: index for index, cell in cells.items()}
    matches: list[Match] = []
    last = -1
    for run in runs:
        index = by_id.get(run.id)
        if index is None:
            digest = source_digest(run.source)
            same = [index for index, cell in cells.items() if source_digest(cell.source) == digest]
            index = next((each for each in same if each > last), same[0] if same else None)
        last = last if index is None else index
        matches.append((run, index))
    return matches


def as_run(notebook: NotebookNode, matches: Sequence[Match]) -> NotebookNode:
    """The notebook with the source and the outputs of each cell's last run."""
    for _, cell in code_cells(notebook):
        cell.outputs = []
    for run, index in matches:
        if index is not None:
            notebook.cells[index].update(source=run.source, outputs=run.outputs)
    return notebook


def with_cell_ids(notes: Notes, notebook: NotebookNode, matches: Sequence[Match]) -> Notes:
    """The notes with the notebook's own cell ids, for front ends that send none."""
    ids = {run.id: notebook.cells[index]["id"] for run, index in matches if index is not None}
    return msgspec.structs.replace(
        notes,
        runs=[msgspec.structs.replace(run, id=ids.get(run.id, run.id)) for run in notes.runs],
        data=with_cells(notes.data, ids),
        uses=[msgspec.structs.replace(use, cell=ids.get(use.cell, use.cell)) for use in notes.uses],
    )


def hidden_state(notebook: NotebookNode, matches: Sequence[Match]) -> Iterator[str]:
    """How the session departed from one run from top to bottom, a sentence each."""
    known = [(run, index) for run, index in matches if index is not None]
    cells = {
        index: cell
        for index, cell in code_cells(notebook)
        if cell.source.strip() and not is_ours(cell.source)
    }
    last = {index: run for run, index in known}
    yield from _out_of_order([index for _, index in known])
    for index, times in sorted(Counter(index for _, index in known).items()):
        if times > 1:
            yield f"cell {index} ran {times} times"
    for index, cell in cells.items():
        if index not in last:
            yield f"cell {index} was not run"
        elif source_digest(last[index].source) != source_digest(cell.source):
            yield f"cell {index} was edited after it ran, or the notebook is not saved"
    strangers = [
        run for run, index in matches if index is None and run.source.strip() and not is_ours(run.source)
    ]
    for run in strangers:
        yield f"a cell ran (In [{run.count}]) that the saved notebook does not have"


def _out_of_order(indexes: Sequence[int]) -> Iterator[str]:
    for before, after in pairwise(indexes):
        if after < before:
            yield f"cell {after} ran after cell {before}"


def words(snapshot: Snapshot, path: Path) -> str:
    """What was recorded, for the person at the notebook."""
    from jupyter_repro.reporters.context import summary

    lines = [f"{path.name} recorded: {summary(snapshot)}"]
    lines += [f"  hidden state: {sentence}" for sentence in snapshot.context.hidden_state]
    lines.append(f"  in {snapshot_path(path).name}; not verified until a fresh run agrees: %repro verify")
    return "\n".join(lines)


def _main(arguments: Sequence[str]) -> int:
    path = Path(arguments[1])
    try:
        snapshot = live_snapshot(path, decode_notes(sys.stdin.read()))
    except ReproError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    sys.stdout.write(words(snapshot, path) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv))
