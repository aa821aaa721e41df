"""What is recorded of a notebook, as its page shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_repro.notebooks import code_cells, read_notebook, upgraded
from jupyter_repro.records import Snapshot
from jupyter_repro.reporters.context import facts
from jupyter_repro.sources import is_ours, source_digest
from jupyter_repro.verifying.one import load_snapshot


def notebook_state(path: Path) -> dict[str, Any]:
    """Whether it is recorded and verified, its context in words, and the cells whose source was edited since.

    Raises UnreadableInput for a notebook or snapshot that cannot be read.
    """
    notebook = upgraded(read_notebook(path))
    snapshot = load_snapshot(path)
    if snapshot is None:
        return {"recorded": None, "verified": False, "seed": None, "facts": [], "uses": [], "edited": []}
    return {
        "recorded": snapshot.recorded,
        "verified": snapshot.verified,
        "seed": snapshot.context.seed,
        "commit": snapshot.context.git.commit if snapshot.context.git else "",
        "facts": [list(fact) for fact in facts(snapshot)],
        "hidden_state": list(snapshot.context.hidden_state),
        "uses": [
            {"cell": use.cell, "line": use.line, "kind": use.kind, "what": use.what, "remedy": use.remedy}
            for use in snapshot.uses
        ],
        "edited": list(_edited(notebook, snapshot)),
    }


def _edited(notebook: Any, snapshot: Snapshot) -> list[str]:
    recorded = {cell.id: cell.source_digest for cell in snapshot.cells}
    return [
        cell.id
        for _, cell in code_cells(notebook)
        if recorded.get(cell.id) != source_digest(cell.source)
        and cell.source.strip()
        and not is_ours(cell.source)
    ]
