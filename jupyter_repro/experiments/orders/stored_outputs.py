"""What the cells of a notebook store, and whether a run shows the same: by the project's own comparison."""

from __future__ import annotations

from collections.abc import Mapping

from nbformat import NotebookNode

from jupyter_repro.canonical.canonical_form import Output, canonical_outputs, record_outputs
from jupyter_repro.notebooks.notebook_files import code_cells, shown_outputs
from jupyter_repro.notebooks.source_digests import is_ours, source_digest
from jupyter_repro.policies.policy import CellPolicy
from jupyter_repro.verifying.comparison import divergences
from jupyter_repro.verifying.reference import Expected, stored_outputs, stored_texts

Shown = tuple[Output, ...]
"""What a cell shows, in canonical form."""


class StoredOutputs:
    """The outputs that a notebook stores."""

    def __init__(self, notebook: NotebookNode, policies: Mapping[int, CellPolicy]) -> None:
        """`policies` has the index of a cell, among all cells, and how strictly it is compared; strictly if missing."""
        self._policies = policies
        self._stored = {
            index: _expected(cell)
            for index, cell in code_cells(notebook)
            if _is_compared(cell, policies.get(index, CellPolicy()))
        }

    @property
    def compared(self) -> frozenset[int]:
        """Indexes of the cells of which something is stored: those that were run, and are not ignored."""
        return frozenset(self._stored)

    def agrees(self, index: int, cell: NotebookNode) -> bool:
        """Whether an executed cell shows what is stored of the cell with this index."""
        return self._same(index, self._stored[index], shown_by(cell))

    def is_steady(self, index: int, first: NotebookNode, second: NotebookNode) -> bool:
        """Whether two runs of a cell show the same."""
        return self._same(index, _expected(first), shown_by(second))

    def _same(self, index: int, expected: Expected, found: Shown) -> bool:
        differences = divergences(expected, found, self._policies.get(index, CellPolicy()))
        return all(each.allowed for each in differences)


def shown_by(cell: NotebookNode) -> Shown:
    """What a cell shows, without the answers of our own magics."""
    return canonical_outputs(shown_outputs(cell))


def _expected(cell: NotebookNode) -> Expected:
    return Expected(source_digest(cell.source), record_outputs(stored_outputs(cell)), stored_texts(cell))


def _is_compared(cell: NotebookNode, policy: CellPolicy) -> bool:
    if not cell.source.strip() or is_ours(cell.source) or policy.ignore or policy.declared.skip:
        return False
    return cell.get("execution_count") is not None or bool(shown_outputs(cell))
