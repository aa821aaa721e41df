"""What the author may declare of a cell whose output cannot be the same again, the narrowest first."""

from __future__ import annotations

import copy

import msgspec
from nbformat import NotebookNode

from jupyter_repro.experiments.fixes.remedy import Facts
from jupyter_repro.experiments.fixes.varying_text import replacements_for
from jupyter_repro.policies.cell_declarations import declared
from jupyter_repro.verdicts import Cause

_IGNORED = "repro-ignore"


def replaced_text(notebook: NotebookNode, cause: Cause, facts: Facts) -> NotebookNode | None:
    """Replacements for what varies in the text of the cells that differ by this cause."""
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        pairs = facts.varying_by(cause.kind).get(cell.id)
        if pairs and (found := replacements_for(cause.kind, pairs)):
            ours = cell.metadata.setdefault("repro", {})
            its = ours.get("replace", [])
            ours["replace"] = its + [each for each in msgspec.to_builtins(found) if each not in its]
    return made if made != notebook else None


def ignored_cells(notebook: NotebookNode, cause: Cause, facts: Facts) -> NotebookNode | None:
    """The tag with which the outputs of the cells that differ by this cause are not compared."""
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        if cell.id in facts.varying_by(cause.kind) and not declared(cell).ignore:
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), _IGNORED]
    return made if made != notebook else None
