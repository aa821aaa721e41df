"""The papermill engine that executes by a plan, and executing a notebook with it."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from logging import CRITICAL, Logger
from pathlib import Path
from typing import Any, Literal

from jupyter_client.kernelspec import NoSuchKernel as UnknownKernel
from nbformat import NotebookNode

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import NoSuchKernel
from jupyter_repro.executing.client import RecordingClient
from jupyter_repro.executing.kernel_spec import runnable
from jupyter_repro.executing.plan import Execution, Plan
from jupyter_repro.files.papermill_stores import stores_on_demand
from jupyter_repro.notebooks.kernel_notebook import NOTEBOOK
from jupyter_repro.notebooks.notebook_files import PARAMETERS_ID, kernel_name, upgraded
from jupyter_repro.policies.cell_declarations import declared
from jupyter_repro.recording.kernel import MODE
from jupyter_repro.records.tracked_run import COMMAND

with stores_on_demand():
    from papermill.engines import NBClientEngine
    from papermill.log import logger
    from papermill.parameterize import parameterize_notebook

SILENT = Logger("jupyter_repro.executing", level=CRITICAL + 1)
"""nbclient logs what we tell in one line."""

MODE_RUN = {MODE: "run"}


def variables_of_run(path: str | Path, command: Literal["snapshot", "sweep", "verify"]) -> dict[str, str]:
    """Variables by which a kernel knows that it is a run of ours, of which notebook and for which command."""
    notebook = {} if is_remote(path) else {NOTEBOOK: str(Path(path).absolute())}
    return {**MODE_RUN, COMMAND: command, **notebook}


class PlannedEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, with our client and a plan."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        plan: Plan,
        done: list[Execution],
        log: Logger = logger,
        **options: Any,
    ) -> NotebookNode:
        """Execute by `plan` and append what came of it to `done`."""
        client = RecordingClient(
            nb_man,
            plan,
            kernel_name=runnable(kernel_name),
            # nbclient knows whole seconds
            timeout=plan.timeout and math.ceil(plan.timeout),
            startup_timeout=options.get("start_timeout", 60),
            log=log,
            log_output=options.get("log_output", False),
            stdout_file=options.get("stdout_file"),
            stderr_file=options.get("stderr_file"),
        )
        done.append(client.execution)
        return client.execute()


def execute(notebook: NotebookNode, plan: Plan) -> Execution:
    """Execute a copy of `notebook` in a fresh kernel.

    Raises NoSuchKernel when this machine does not have the kernel; a cell that fails is reported in the answer.
    """
    copied = parameterized(upgraded(copy.deepcopy(notebook)), plan.parameters)
    done: list[Execution] = []
    name = plan.kernel or kernel_name(notebook)
    try:
        PlannedEngine.execute_notebook(copied, name, progress_bar=False, plan=plan, done=done, log=SILENT)
    except UnknownKernel as error:
        raise NoSuchKernel(f"there is no kernel {error.name!r} on this machine", _KERNELS) from None
    _keep_skipped(notebook, done[0].notebook)
    return done[0]


def _keep_skipped(notebook: NotebookNode, executed: NotebookNode) -> None:
    """A cell that is not run keeps the outputs it had; papermill clears them all."""
    stored = {cell.get("id"): cell for cell in upgraded(notebook).cells if declared(cell).skip}
    for cell in executed.cells:
        if kept := stored.get(cell.get("id")):
            cell.outputs, cell.execution_count = kept.outputs, kept.execution_count


def parameterized(notebook: NotebookNode, parameters: Mapping[str, Any]) -> NotebookNode:
    """The notebook with papermill's cell of parameters, if there are any."""
    # what papermill itself adds when it loads a notebook
    notebook.metadata.setdefault("papermill", NotebookNode())
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    if not parameters:
        return notebook
    made = parameterize_notebook(notebook, dict(parameters))
    for cell in made.cells:
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell["id"] = PARAMETERS_ID
    return made


_KERNELS = "see those there are with: jupyter kernelspec list; choose one with: --kernel NAME"
