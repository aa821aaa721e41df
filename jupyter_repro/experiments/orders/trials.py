"""Running one order after another, and what is known of each beginning that was run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from nbformat import NotebookNode

from jupyter_repro.executing.plan import Enough
from jupyter_repro.experiments.orders.reordered import last_places, run_once_each
from jupyter_repro.experiments.orders.stored_cells import Order
from jupyter_repro.experiments.orders.stored_outputs import StoredOutputs

Run = Callable[[NotebookNode, Enough], NotebookNode]
"""Executes a notebook in a fresh kernel, in a folder that no other run has changed, and answers it with its outputs.

It goes on after a cell that raises, asks after each cell whether that is enough, and ends there if so. A cell that it
did not reach has no execution count.
"""


@dataclass(frozen=True)
class TriedOrder:
    """What came of one order."""

    order: Order
    executed: NotebookNode
    """A cell for each run, in that order."""
    agreeing: frozenset[int]
    """Indexes of the cells whose last run shows what is stored."""
    departing: frozenset[int]
    """Those whose last run shows something else."""

    def last(self, index: int) -> NotebookNode | None:
        """The last run of a cell; None where the order has none."""
        place = last_places(self.order).get(index)
        return None if place is None else self.executed.cells[place]


@dataclass
class Beginnings:
    """What the last cell of each beginning of an order showed: with the same cells before it, it shows it again."""

    _numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    _departing: dict[int, bool] = field(default_factory=dict)

    def note(self, trial: TriedOrder) -> None:
        """Keep what a trial showed."""
        last = last_places(trial.order)
        number = 0
        for place, index in enumerate(trial.order):
            number = self._numbers.setdefault((number, index), len(self._numbers) + 1)
            if last[index] == place and index in trial.agreeing | trial.departing:
                self._departing[number] = index in trial.departing

    def departing(self, order: Order) -> int:
        """How many cells of an order are known to show something else than is stored."""
        last = last_places(order)
        number, found = 0, 0
        for place, index in enumerate(order):
            if (number := self._numbers.get((number, index), 0)) == 0:
                break
            found += last[index] == place and self._departing.get(number, False)
        return found


def tried(
    notebook: NotebookNode, order: Order, run: Run, stored: StoredOutputs, enough: Callable[[int], bool]
) -> TriedOrder:
    """Run an order until `enough` says so of the number of cells that diverge so far."""
    last, departing = last_places(order), set[int]()

    def asked(place: int, cell: NotebookNode) -> bool:
        index = order[place]
        if last[index] == place and index in stored.compared and not stored.agrees(index, cell):
            departing.add(index)
        return enough(len(departing))

    executed = run(run_once_each(notebook, order), asked)
    reached = [
        index
        for index, place in last.items()
        if index in stored.compared and executed.cells[place].get("execution_count") is not None
    ]
    agreeing = frozenset(index for index in reached if stored.agrees(index, executed.cells[last[index]]))
    return TriedOrder(order, executed, agreeing, frozenset(reached) - agreeing)
