"""The policies of a notebook's cells, read before anything is run."""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.formatting.cell_names import numbered
from jupyter_repro.notebooks.notebook_files import code_cells
from jupyter_repro.policies.policy import CellPolicy, Policy, policy_of
from jupyter_repro.settings import rules_for, settings_for


def cell_policies(notebook: NotebookNode, path: str | Path) -> dict[int, CellPolicy]:
    """Index among all cells to policy, for each code cell.

    Raises UnreadableInput, naming the file and the cell or key, for settings, a sanitize file or a cell's declaration
    that cannot be understood.
    """
    place = Path.cwd() / "remote.ipynb" if is_remote(path) else Path(path).absolute()
    settings, rules = settings_for(place.parent), rules_for(place)
    default = Policy(tolerance=settings.tolerance, timings=settings.timings == "equivalent")
    policies = {}
    for number, (index, cell) in enumerate(code_cells(notebook), 1):
        try:
            policies[index] = policy_of(cell, default, rules)
        except ReproError as error:
            raise UnreadableInput(path, f"{numbered(number)}: {error.what}", error.remedy) from None
    return policies
