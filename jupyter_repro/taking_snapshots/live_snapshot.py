"""A snapshot of a live session. It runs in a process of its own, so that the user's kernel stays as it is.

`python -m jupyter_repro.taking_snapshots.live_snapshot NOTEBOOK` reads the recorder's notes from standard input,
writes the snapshot, and prints it in a few words.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from nbformat import NotebookNode, from_dict

from jupyter_repro.errors import ReproError
from jupyter_repro.files.atomic_files import exclusive, write_together
from jupyter_repro.notebooks.notebook_files import code_cells, kernel_name, read_notebook, upgraded
from jupyter_repro.recording.consumed_snapshots import unknown_words
from jupyter_repro.recording.hidden_state import Cell, Match, hidden_state, matched
from jupyter_repro.recording.notes import Notes, decode_notes, with_cells
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.reporters.context import summary
from jupyter_repro.reporters.early_words import unheld_data_lines
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.taking_snapshots.assembly import snapshot_of
from jupyter_repro.taking_snapshots.companions import lock_and_keep
from jupyter_repro.taking_snapshots.steady_resources import recorded_seconds, recorded_use
from jupyter_repro.tracking.publishing import publish_beside


def live_snapshot(path: Path, notes: Notes) -> tuple[Snapshot, NotebookNode]:
    """Write the snapshot of a session and answer it, with the notebook as it was run.

    The notebook itself, which is open somewhere, is only read.
    """
    with exclusive(path):
        notebook = upgraded(read_notebook(path))
        cells = [Cell.of(index, cell["id"], cell.source) for index, cell in code_cells(notebook)]
        matches = matched(cells, notes.runs)
        executed = as_run(notebook, matches)
        snapshot = snapshot_of(
            executed,
            path,
            with_cell_ids(notes, notebook, matches),
            kernel=kernel_name(notebook),
            language="python",
            hidden_state=tuple(hidden_state(cells, matches)),
        )
        # a session says nothing of what a run takes
        snapshot = msgspec.structs.replace(snapshot, seconds=recorded_seconds(path), used=recorded_use(path))
        write_together({snapshot_path(path): encode_snapshot(snapshot)})
    return snapshot, executed


def as_run(notebook: NotebookNode, matches: Sequence[Match]) -> NotebookNode:
    """The notebook with the source and the outputs of each cell's last run."""
    for _, cell in code_cells(notebook):
        cell.outputs = []
    for run, index in matches:
        if index is not None:
            notebook.cells[index].update(source=run.source, outputs=from_dict(run.outputs))
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


def words(snapshot: Snapshot, path: Path) -> str:
    """What was recorded, for the person at the notebook."""
    lines = [f"{path.name} recorded: {summary(snapshot)}"]
    lines += [f"  hidden state: {sentence}" for sentence in snapshot.context.hidden_state]
    lines += [f"  {line}" for line in unheld_data_lines(snapshot)]
    lines += [f"  {line}" for line in unknown_words(snapshot.context.consumes)]
    lines.append(f"  in {snapshot_path(path).name}; not verified until a fresh run agrees: %repro verify")
    return "\n".join(lines)


def _main(arguments: Sequence[str]) -> int:
    path = Path(arguments[1])
    notes = decode_notes(sys.stdin.read())
    try:
        snapshot, executed = live_snapshot(path, notes)
    except ReproError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    lines = [*lock_and_keep(path, snapshot), *publish_beside(path, executed, notes.track)]
    sys.stdout.write("\n".join([words(snapshot, path), *(f"  {line}" for line in lines)]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv))
