"""Which line of a cell raised, read in its traceback."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from jupyter_repro.notebooks.notebook_files import code_cells

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = re.compile(r"^Cell In\s?\[\d+\], line (\d+)", re.MULTILINE)
"""IPython's frame of a cell; the first is the cell that ran."""


def raised_at(notebook: NotebookNode) -> dict[int, int]:
    """Index of each cell that raised to the line that did."""
    found = {}
    for index, cell in code_cells(notebook):
        for output in cell.get("outputs", ()):
            if output.get("output_type") == "error" and (line := _line(output.get("traceback", ()))):
                found[index] = line
    return found


def _line(traceback: list[str]) -> int:
    match = _FRAME.search(_COLOUR.sub("", "\n".join(map(str, traceback))))
    return int(match[1]) if match else 0
