"""A notebook with its cells in another order, so that it gives its outputs from top to bottom."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict

from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.errors import ReproError
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.seen_files import SeenFiles
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.notebooks.notebook_files import code_cells, encode_notebook, read_notebook, upgraded

Earlier = Mapping[int, Sequence[Mapping[str, Any]]]
"""Place in an order to the outputs of a run that was not the last of its cell."""
NOTHING_EARLIER: Earlier = {}
SKIPPED = "skip-execution"
"""nbclient's tag for a cell that is not run."""


def run_once_each(notebook: NotebookNode, order: Sequence[int]) -> NotebookNode:
    """A notebook of just these runs: the last run of a cell has its id and outputs, those before it ids of their own.

    All cells of `notebook` have ids.
    """
    made = copy.copy(notebook)
    made.cells = _runs(notebook, order, {})
    return made


def reordered(
    notebook: NotebookNode, order: Sequence[int], earlier: Earlier = NOTHING_EARLIER
) -> NotebookNode:
    """The notebook in this order: a cell that ran twice is there twice, and counts go from 1.

    Text goes with the code cell below it; what stands above all code stays on top. Code that is not in the order comes
    last, tagged so that it is not run. `earlier` are the outputs of runs that were not the last of their cells.
    """
    stored = upgraded(notebook)
    texts = _texts_above(stored)
    first = next((index for index, _ in code_cells(stored)), len(stored.cells))
    made = copy.copy(stored)
    made.cells = texts.pop(first, [])
    for place, (index, cell) in enumerate(zip(order, _runs(stored, order, earlier), strict=True), 1):
        cell["execution_count"] = place
        _number_results(cell, place)
        made.cells += [*texts.pop(index, []), cell]
    for index, cell in code_cells(stored):
        if index not in order:
            made.cells += [*texts.pop(index, []), _skipped(cell)]
    made.cells += texts.pop(len(stored.cells), [])
    return made


def write_reordered(
    path: Path, order: Sequence[int], out: Path, earlier: Earlier = NOTHING_EARLIER, *, force: bool = False
) -> None:
    """Write the notebook at `path`, in this order, to `out`; the notebook itself is never written to.

    Raises ReproError where `out` is that notebook, or is there already and `force` does not say to replace it;
    UnreadableInput and Unwritable.
    """
    seen = SeenFiles.of(out)
    if out.exists() and out.samefile(path):
        raise ReproError(f"{out} is the notebook itself, which stays as it is", "choose another name")
    if out.exists() and not force:
        raise ReproError(
            f"{out} is there already", f"choose another name, or remove it: rm {shell_word(out)}"
        )
    content = encode_notebook(reordered(read_notebook(path), order, earlier))
    write_together({out: content}, seen.check)


def last_places(order: Sequence[int]) -> dict[int, int]:
    """Index of each cell to the place of its last run in an order."""
    return {index: place for place, index in enumerate(order)}


def _runs(notebook: NotebookNode, order: Sequence[int], earlier: Earlier) -> list[NotebookNode]:
    last, taken = last_places(order), {cell["id"] for cell in notebook.cells}
    cells = []
    for place, index in enumerate(order):
        cell = copy.deepcopy(notebook.cells[index])
        if last[index] != place:
            cell["id"] = _fresh_id(cell["id"], place, taken)
            cell["outputs"] = [from_dict(each) for each in earlier.get(place, ())]
            cell["execution_count"] = None
        cells.append(cell)
    return cells


def _fresh_id(cell_id: str, place: int, taken: set[str]) -> str:
    made = digits_of(digest_text(f"{cell_id} {place}"), 8)
    while made in taken:
        made = digits_of(digest_text(made), 8)
    taken.add(made)
    return made


def _texts_above(notebook: NotebookNode) -> dict[int, list[NotebookNode]]:
    """Index of a code cell to the text between it and the code above; under the number of cells what is below all."""
    texts: dict[int, list[NotebookNode]] = {}
    waiting: list[NotebookNode] = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            texts[index], waiting = waiting, []
        else:
            waiting.append(cell)
    texts[len(notebook.cells)] = waiting
    return texts


def _number_results(cell: NotebookNode, count: int) -> None:
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output["execution_count"] = count


def _skipped(cell: NotebookNode) -> NotebookNode:
    made = copy.deepcopy(cell)
    tags = [*made.metadata.get("tags", [])]
    made.metadata["tags"] = tags if SKIPPED in tags else [*tags, SKIPPED]
    return made
