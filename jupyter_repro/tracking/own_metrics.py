"""Numbers that the notebook itself recorded in its outputs, as scrapbook and papermill write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode

from jupyter_repro.notebooks.notebook_files import code_cells

_SCRAP = "application/scrapbook.scrap.json+json"
_RECORD = "application/papermill.record+json"


def metrics_of(notebook: NotebookNode) -> dict[str, float]:
    """Name to number; of one name the last."""
    return {
        str(name): float(value)
        for _, cell in code_cells(notebook)
        for output in cell.get("outputs", ())
        for name, value in _recorded({**output.get("data", {}), **output.get("metadata", {})})
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    }


def _recorded(bundle: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    scrap, record = bundle.get(_SCRAP), bundle.get(_RECORD)
    if isinstance(scrap, Mapping) and "name" in scrap:
        yield scrap["name"], scrap.get("data")
    if isinstance(record, Mapping):
        yield from record.items()
