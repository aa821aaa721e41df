"""What the data of a run was used for, as trackers tell it: training, validation, testing or inference."""

from __future__ import annotations

from nbformat import NotebookNode

from jupyter_repro.dependence.data_uses import data_uses
from jupyter_repro.notebooks.notebook_files import code_cells, upgraded
from jupyter_repro.records.snapshot import Context


def data_contexts(context: Context, notebook: NotebookNode) -> dict[str, str]:
    """Name of recorded data to its uses, `training` or `training, testing`; only where the notebook's source tells."""
    reads = {name: (file.cell, file.line) for name, file in context.data.items()}
    cells = {cell["id"]: cell.source for _, cell in code_cells(upgraded(notebook))}
    return {name: ", ".join(uses) for name, uses in data_uses(cells, reads).items()}
