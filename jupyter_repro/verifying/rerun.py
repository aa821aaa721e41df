"""A notebook that was executed again, and what is asked of it at several places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.canonical.canonical_form import record_outputs
from jupyter_repro.executing.plan import Execution, Failure
from jupyter_repro.notebooks.notebook_files import PARAMETERS_ID
from jupyter_repro.records.snapshot import Snapshot, Use
from jupyter_repro.settings import Settings, settings_for
from jupyter_repro.verifying.reference import Expected, stored_outputs

DIVERGENT = frozenset({"diverged", "failed", "stale"})
"""Statuses of cells that are not as they were recorded."""


@dataclass(frozen=True)
class Rerun:
    """A notebook that was executed again."""

    path: str | Path
    notebook: NotebookNode
    """As it is stored, with ids."""
    executed: NotebookNode
    """The same cells with the outputs of this run."""
    snapshot: Snapshot
    execution: Execution
    parameters: Mapping[str, Any]
    seen_closely: Sequence[Use] = ()
    """What the probes saw in a second run, without the pins where the outputs were made without them."""

    @property
    def settings(self) -> Settings:
        """The project's settings."""
        return settings_for(Path.cwd() if is_remote(self.path) else Path(self.path).parent)


def failures_in_notebook(run: Rerun) -> list[Failure]:
    """Failures with their index among the notebook's own cells: papermill's cell of parameters is not counted.

    What failed there counts as the cell's below it.
    """
    ran = run.execution.notebook.cells
    if len(ran) == len(run.notebook.cells):
        return run.execution.failures
    indexes = [index for index, cell in enumerate(ran) if cell.get("id") != PARAMETERS_ID]
    code = [own for own, index in enumerate(indexes) if ran[index].cell_type == "code"]
    return [
        replace(failure, index=next((own for own in code if indexes[own] >= failure.index), code[-1]))
        for failure in run.execution.failures
        if code
    ]


def is_compared(run: Rerun) -> bool:
    """Whether the context is: there is a record of it, and it can be looked at."""
    return bool(run.snapshot.recorded) and not is_remote(run.path)


def shows_another(expected: Expected, stored: NotebookNode) -> bool:
    """Whether a cell stores another output than was recorded."""
    shown = stored_outputs(stored)
    return bool(shown) and record_outputs(shown) != expected.outputs
