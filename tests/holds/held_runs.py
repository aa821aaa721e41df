"""Notebooks that are run with a factor held."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conftest import notebook_of

from jupyter_repro.executing.engine import execute
from jupyter_repro.executing.plan import Execution, Plan


def run(folder: Path, *sources: str, **plan: Any) -> Execution:
    """What comes of a notebook with these cells that is run once."""
    return execute(notebook_of(*sources), Plan(folder=folder, timeout=60, **plan))


def outputs_of(folder: Path, *sources: str, **plan: Any) -> list[str]:
    """What each code cell shows in a run in which everything that was to be held is."""
    execution = run(folder, *sources, **plan)
    assert execution.not_held == {}
    assert [failure.what for failure in execution.failures] == []
    assert execution.notes
    assert execution.notes.problems == []
    return [shown(cell) for cell in execution.notebook.cells if cell.cell_type == "code"]


def shown(cell: Any) -> str:
    """All text of a cell's outputs."""
    return "".join(each.get("text") or each.get("data", {}).get("text/plain", "") for each in cell.outputs)


def alike(folder: Path, *sources: str, **plan: Any) -> list[str]:
    """What each cell shows, in two runs that came out alike."""
    first, second = (outputs_of(folder, *sources, **plan) for _ in range(2))
    assert first == second
    return first
