"""What an edit changes in a notebook, as unified diffs of its cells."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator

from nbformat import NotebookNode

from jupyter_repro.formatting.cell_names import numbered
from jupyter_repro.notebooks.notebook_files import code_cells


def edits_shown(before: NotebookNode, after: NotebookNode) -> str:
    """A diff of each code cell that differs or is new, with the number it has in the notebook after the edit."""
    known = {cell.id: cell for _, cell in code_cells(before)}
    return "".join(
        text
        for number, (_, cell) in enumerate(code_cells(after), 1)
        for text in _of_cell(known.get(cell.id), cell, numbered(number))
    )


def _of_cell(before: NotebookNode | None, after: NotebookNode, name: str) -> Iterator[str]:
    yield _diff(before.source if before else "", after.source, "" if before else "new ", name)
    metadata = before.metadata if before else {}
    if metadata != after.metadata:
        yield _diff(_json(metadata), _json(after.metadata), "metadata of ", name)


def _json(metadata: object) -> str:
    return json.dumps(metadata, indent=1, sort_keys=True, ensure_ascii=False)


def _diff(before: str, after: str, what: str, name: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"{what}{name}", f"{what}{name}, mended", lineterm="", n=1
    )
    return "".join(f"{line}\n" for line in lines)
