"""What the outputs of an executed cell hold that nbclient does not expect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

from jupyter_repro.records.raised import Raised


def error_of(cell: NotebookNode) -> Raised | None:
    """The last error among the outputs of a cell, None where there is none.

    An exception of a display formatter shows itself there, also where the kernel's reply says "ok".
    """
    errors = [output for output in cell.get("outputs", ()) if output.output_type == "error"]
    return Raised(errors[-1].ename, errors[-1].evalue) if errors else None


def unforeseen(bundle: Mapping[str, Any]) -> dict[str, Any]:
    """The representations that nbformat takes for invalid: JSON under a name without `+json`, as Altair has."""
    return {
        mime: value
        for mime, value in bundle.items()
        if not isinstance(value, str | list)
        and not mime.endswith("json" if mime == "application/json" else "+json")
    }
