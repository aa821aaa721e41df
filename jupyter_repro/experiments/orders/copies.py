"""Running orders of a notebook's cells in copies of its folder, so that nothing of the user's is touched."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from pathlib import Path
from time import monotonic

from nbformat import NotebookNode

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import UnreadableInput
from jupyter_repro.executing.engine import execute
from jupyter_repro.executing.plan import Enough
from jupyter_repro.experiments.orders.candidates import MOST
from jupyter_repro.experiments.orders.search import SECONDS, restored_order
from jupyter_repro.experiments.orders.trials import Run
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.pinning.environment_pins import HASH_SEED, RANDOM
from jupyter_repro.records.restored_orders import OrderFound
from jupyter_repro.rescuing.scratch_copy import copied_folder
from jupyter_repro.verifying.notebook import Options, plan_for, stored_as_snapshot
from jupyter_repro.verifying.policies import cell_policies

_AS_SETTINGS_SAY = Options()


def order_of(
    path: Path, options: Options = _AS_SETTINGS_SAY, *, most: int = MOST, seconds: float = SECONDS
) -> OrderFound:
    """The order of execution that gives the outputs which a notebook file stores, or comes nearest to them.

    Each order runs in a copy of the notebook's folder. Raises UnreadableInput, NoSuchKernel, and ReproError where no
    outputs are stored.
    """
    if is_remote(path):
        raise UnreadableInput(path, "its cells run in a copy of its folder", "copy the notebook here first")
    notebook = read_notebook(path)
    policies = cell_policies(notebook, path)
    run = in_copies(path, options, seconds)
    return restored_order(notebook, run, policies, most=most, seconds=seconds)


def in_copies(path: Path, options: Options, seconds: float) -> Run:
    """Executes what it is given as the notebook at `path` would be, each time in a new copy of the folder.

    Nothing is pinned, as nothing was when the outputs were made: what varies by chance then shows it in a second run.
    A cell that takes longer than what is left of `seconds` ends the run.
    """
    until = monotonic() + seconds

    def run(notebook: NotebookNode, enough: Enough) -> NotebookNode:
        with scratch_folder() as place:
            copy = copied_folder(path, notebook, place)
            plan = plan_for(copy, notebook, stored_as_snapshot(notebook, copy), options)
            left = max(1, ceil(until - monotonic()))
            timeout = min(left, plan.timeout or left)
            unpinned = replace(plan, seed=None, environment={**plan.environment, HASH_SEED: RANDOM})
            return execute(notebook, replace(unpinned, timeout=timeout, enough=enough)).notebook

    return run
