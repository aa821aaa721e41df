"""The code cells of a stored notebook: their execution counts, and how names flow from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nbformat import NotebookNode

from jupyter_repro.experiments.orders.flow import CellFlow, flow_of
from jupyter_repro.notebooks.notebook_files import code_cells, shown_outputs

Order = tuple[int, ...]
"""Indexes of cells, among all cells of the notebook, as they run; a cell may occur twice."""


@dataclass(frozen=True)
class StoredCell:
    """One code cell, with the names that it shares with others."""

    index: int
    """Among all cells."""
    count: int | None = None
    """Its execution count; None where it has none."""
    needs: frozenset[str] = frozenset()
    """Names that must be set before it runs, also by way of the functions that it calls."""
    sets: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    """Names that it changes in place, also by way of functions."""
    touches: frozenset[str] = frozenset()
    """Names that it may change in place."""
    anything: bool = False
    """Whether it may set any name."""
    shows: bool = False
    """Whether it stores outputs."""
    raises: bool = False
    """Whether an error is among them: then what it needs may have been missing."""

    @property
    def writes(self) -> frozenset[str]:
        """Names whose values are others after it."""
        return self.sets | self.changes

    @property
    def provides(self) -> frozenset[str]:
        """Names that are set once it has run, whether or not they were before."""
        return self.sets | (self.changes - self.needs)

    @property
    def repeats_itself(self) -> bool:
        """Whether it changes what it needs, so that a second run gives something else: `n = n + 1`."""
        return bool(self.changes | (self.sets & self.needs))

    @property
    def never_run(self) -> bool:
        """Whether nothing says that it ever ran."""
        return self.count is None and not self.shows


def stored_cells(notebook: NotebookNode) -> tuple[StoredCell, ...]:
    """The code cells that hold anything, in document order."""
    cells = [(index, cell) for index, cell in code_cells(notebook) if cell.source.strip()]
    flows = {index: flow_of(cell.source) for index, cell in cells}
    functions, effects = (
        _joined(each.functions for each in flows.values()),
        _joined(each.effects for each in flows.values()),
    )
    return tuple(_stored(index, cell, flows[index], functions, effects) for index, cell in cells)


def _stored(
    index: int,
    cell: NotebookNode,
    flow: CellFlow,
    functions: Mapping[str, frozenset[str]],
    effects: Mapping[str, frozenset[str]],
) -> StoredCell:
    outputs = shown_outputs(cell)
    called = _reached(flow.reads, functions)
    count = cell.get("execution_count")
    return StoredCell(
        index=index,
        count=count if isinstance(count, int) and count > 0 else None,
        needs=flow.needs | (called - flow.sets - flow.reads),
        sets=flow.sets,
        changes=flow.changes.union(*(effects.get(name, frozenset()) for name in called)),
        touches=flow.touches,
        anything=flow.anything,
        shows=bool(outputs),
        raises=any(output.get("output_type") == "error" for output in outputs),
    )


def _joined(tables: Iterable[Mapping[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    joined: dict[str, frozenset[str]] = {}
    for table in tables:
        for name, names in table.items():
            joined[name] = joined.get(name, frozenset()) | names
    return joined


def _reached(names: frozenset[str], functions: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """These names, and those that the functions among them read when they are called, and so on."""
    found, waiting = set(names), list(names)
    while waiting:
        new = functions.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting.extend(new)
    return frozenset(found)
