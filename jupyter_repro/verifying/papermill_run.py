"""A verification that papermill started: papermill reads, parameterises and writes the notebook, we execute it."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from nbformat import NotebookNode
from nbformat.v4 import new_output

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import ReproError
from jupyter_repro.executing.engine import PlannedEngine, parameterized
from jupyter_repro.executing.plan import Execution
from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.notebooks.notebook_files import PARAMETERS_ID, upgraded
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import CellVerdict, Verdict
from jupyter_repro.verifying.notebook import Options, judge_execution, note_outcome, plan_for
from jupyter_repro.verifying.policies import cell_policies
from jupyter_repro.verifying.verdict_updates import update_tracker

METADATA = "jupyter_repro"
"""Key of the verdict in the metadata of cells and of the notebook."""


def execute_notebook(
    nb: NotebookNode, kernel_name: str, output_path: str | None = None, *, input_path: str, **options: Any
) -> NotebookNode:
    """Execute `nb` as it was recorded and judge it.

    The answer has each cell's verdict in its metadata. The first cell that diverged, or is stale, gets an error
    output, so that papermill marks it, writes `output_path` and fails. Raises ReproError where there is no snapshot.
    """
    path = input_path if is_remote(input_path) else _local(input_path)
    snapshot = load_snapshot(path)
    if snapshot is None:
        raise ReproError(
            f"{path} has no snapshot", f"record one with: jupyter repro snapshot {shell_word(path)}"
        )
    given = nb.metadata.get("papermill", {}).get("parameters") or None
    cell_policies(nb, path)
    # with parameters of its own it is a run of its own, and no verification
    wishes = Options(timeout=options.get("execution_timeout"), parameters=given, write_through=bool(given))
    plan = plan_for(path, upgraded(nb), snapshot, wishes)
    if given:  # papermill has put them into the notebook, and no others
        plan = replace(plan, parameters=given)
    prepared = upgraded(nb) if given else parameterized(upgraded(nb), plan.parameters)
    _name_injected(prepared)
    stored = without_injected_cell(prepared)
    done: list[Execution] = []
    executed = PlannedEngine.execute_notebook(
        prepared, kernel_name, output_path=output_path, plan=plan, done=done, **options
    )
    verdict = judge_execution(path, stored, snapshot, done[0], plan.parameters)
    _tell(executed, verdict)
    if Options(parameters=given).notes(verdict.status):
        note_outcome(path, snapshot, verdict.status)
    update_tracker(verdict)
    return executed


def _local(path: str) -> Path:
    """papermill may have changed the folder (--cwd); it keeps the caller's in its handler of files."""
    from papermill.iorw import papermill_io

    folder = getattr(papermill_io.get_handler(path), "_cwd", None) or Path.cwd()
    return Path(folder, path)


def _name_injected(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell["id"] = PARAMETERS_ID


def without_injected_cell(notebook: NotebookNode) -> NotebookNode:
    """The notebook's own cells, before papermill clears their outputs."""
    made = copy.deepcopy(notebook)
    made.cells = [cell for cell in made.cells if cell.get("id") != PARAMETERS_ID]
    return made


def _tell(executed: NotebookNode, verdict: Verdict) -> None:
    executed.metadata[METADATA] = {"status": verdict.status, "first_divergence": verdict.first_divergence}
    by_id = {cell.id: cell for cell in verdict.cells}
    names = CellNames(cell.index for cell in verdict.cells)
    for cell in executed.cells:
        if cell_verdict := by_id.get(cell.get("id", "")):
            cell.metadata[METADATA] = msgspec.to_builtins(cell_verdict)
            # papermill reports the last error it finds: the first divergence must be the only one
            if cell_verdict == verdict.root and cell_verdict.status in {"diverged", "stale"}:
                cell.outputs.append(_error(cell_verdict, names))
    if verdict.status == "unverifiable":
        raise ReproError(f"{verdict.path} could not be verified", " ".join(verdict.notes))


def _error(cell: CellVerdict, names: CellNames) -> NotebookNode:
    lines = [divergence.summary for divergence in cell.divergences] or ["its source is not the one recorded"]
    lines += [f"{cause.kind} ({cause.certainty}): {cause.what}" for cause in cell.causes]
    name = f"{names.name(cell.index)} {cell.status}"
    return new_output("error", ename=name, evalue=lines[0], traceback=lines)
