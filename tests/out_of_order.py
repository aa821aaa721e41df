"""Notebooks whose cells were run in another order than they stand in, as a person does in a front end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import nbformat
from conftest import notebook_of
from live import Session, session
from nbformat.v4 import output_from_msg

RESTART = "restart"


def stored_by_running(
    path: Path, sources: Sequence[str], *runs: int | str | tuple[int, str], delete: Sequence[int] = ()
) -> Path:
    """A notebook of these cells, saved after they were run in this order.

    A run is the index of a cell, a cell with the source that it had then, or a restart of the kernel.
    """
    notebook = notebook_of(*sources)
    kernels = _between_restarts(runs)
    for kernel in kernels:
        with session(path.parent) as live:
            for run in kernel:
                index, source = run if isinstance(run, tuple) else (run, sources[run])
                _store(notebook.cells[index], live, source)
    notebook.cells = [cell for index, cell in enumerate(notebook.cells) if index not in delete]
    nbformat.write(notebook, path)
    return path


def _between_restarts(runs: Sequence[int | str | tuple[int, str]]) -> list[list[int | tuple[int, str]]]:
    kernels: list[list[int | tuple[int, str]]] = [[]]
    for run in runs:
        if run == RESTART:
            kernels.append([])
        else:
            kernels[-1].append(run)
    return kernels


def _store(cell: nbformat.NotebookNode, live: Session, source: str) -> None:
    messages = live.run(source, cell.id)
    shown = {"stream", "display_data", "execute_result", "error"}
    cell.outputs = [output_from_msg(message) for message in messages if message["msg_type"] in shown]
    counts = [m["content"]["execution_count"] for m in messages if m["msg_type"] == "execute_input"]
    cell.execution_count = counts[-1]


def without_counts(path: Path) -> Path:
    """The same file, as a tool that strips counts leaves it."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.execution_count = None
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = None
    nbformat.write(notebook, path)
    return path
