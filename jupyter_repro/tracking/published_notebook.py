"""A notebook as it may be shown to a team: without lines that look as if they held a key, a token or a password."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode

from jupyter_repro.addresses.secret_words import without_secrets
from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.notebooks.notebook_files import code_cells


def published_notebook(notebook: NotebookNode) -> tuple[NotebookNode, str]:
    """A copy, and which cells it is not complete in: `[3], [7]`; "" for none."""
    shown = copy.deepcopy(notebook)
    touched = [index for index, cell in enumerate(shown.cells) if _clean(cell)]
    return shown, CellNames(index for index, _ in code_cells(notebook)).names(touched)


def _clean(cell: NotebookNode) -> bool:
    """Whether something of the cell was cut."""
    before = copy.deepcopy(cell)
    cell.source = without_secrets(cell.source)
    for output in cell.get("outputs", ()):
        for name in ("text", "evalue"):
            if name in output:
                output[name] = without_secrets(output[name])
        if "traceback" in output:
            output["traceback"] = [without_secrets(line) for line in output["traceback"]]
        for mime, value in output.get("data", {}).items():
            if not mime.startswith(("image/", "audio/", "video/")):
                output["data"][mime] = _cleaned(value, without_secrets)
    return bool(cell != before)


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(each, clean) for name, each in value.items()}
    return [_cleaned(each, clean) for each in value] if isinstance(value, list) else value
