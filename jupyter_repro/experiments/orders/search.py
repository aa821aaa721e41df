"""The search for the order that gives a notebook's stored outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from time import monotonic
from typing import Any

from nbformat import NotebookNode

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.orders.candidates import MOST, recorded_orders
from jupyter_repro.experiments.orders.obstacles import Obstacles
from jupyter_repro.experiments.orders.reordered import last_places
from jupyter_repro.experiments.orders.settled import NameFlow
from jupyter_repro.experiments.orders.stored_cells import Order, stored_cells
from jupyter_repro.experiments.orders.stored_outputs import StoredOutputs
from jupyter_repro.experiments.orders.trials import Beginnings, Run, TriedOrder, tried
from jupyter_repro.experiments.orders.variants import variants
from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.notebooks.notebook_files import code_cells, shown_outputs, upgraded
from jupyter_repro.policies.policy import CellPolicy
from jupyter_repro.records.restored_orders import OrderFound

SECONDS = 300.0
"""That a search may take."""


def restored_order(
    notebook: NotebookNode,
    run: Run,
    policies: Mapping[int, CellPolicy] = {},
    *,
    most: int = MOST,
    seconds: float = SECONDS,
) -> OrderFound:
    """Run orders until all cells show what is stored, and answer with that order, or else the best.

    At most so many orders are run, and none begins, nor goes on to its next cell, after so many seconds. An order that
    cannot come out better than the best is not run on, and not begun where that is known. Raises ReproError where no
    outputs are stored, and whatever `run` raises.
    """
    stored = StoredOutputs(upgraded(notebook), policies)
    if not any(shown_outputs(notebook.cells[index]) for index in stored.compared):
        raise ReproError("no outputs are stored: there is nothing to find an order by", _OUTPUTS)
    return _Search(upgraded(notebook), run, stored, most, seconds).found()


_OUTPUTS = "run the notebook's cells and save it with their outputs"


class _Search:
    """One search: what was tried, and the best so far."""

    def __init__(
        self, notebook: NotebookNode, run: Run, stored: StoredOutputs, most: int, seconds: float
    ) -> None:
        self.notebook, self.run, self.stored = notebook, run, stored
        self.began, self.most, self.seconds = monotonic(), most, seconds
        self.cells = stored_cells(notebook)
        self.flow = NameFlow(self.cells)
        self.known = Beginnings()
        self.trials: list[TriedOrder] = []
        self.seen: set[Order] = set()
        self.best: TriedOrder | None = None
        self.by_chance: frozenset[int] = frozenset()
        self.looked_at: TriedOrder | None = None

    def found(self) -> OrderFound:
        self._try_all(recorded_orders(self.cells, self.flow))
        self._look_for_chance()
        while self._goes_on() and self._improved():
            pass
        self._look_for_chance()
        return self._answer()

    @property
    def late(self) -> bool:
        return monotonic() - self.began > self.seconds

    def _goes_on(self) -> bool:
        """Whether another order may agree in more cells, and there is time for it."""
        return self._is_hopeful() and len(self.trials) < self.most and not self.late

    def _is_hopeful(self) -> bool:
        agreeing = self.best.agreeing if self.best else frozenset()
        return bool(self.stored.compared - agreeing - self.by_chance)

    def _improved(self) -> bool:
        """Try orders near the best for each cell that diverges in it; whether one was better."""
        before = self.best
        return any(self._try(order) and self.best is not before for order in self._near_the_best())

    def _near_the_best(self) -> Iterator[Order]:
        if self.best is None:
            return
        order = self.best.order
        hopeful = self.stored.compared - self.best.agreeing - self.by_chance
        for index in (each for each in dict.fromkeys(order) if each in hopeful):
            yield from variants(order, index, self.flow)

    def _try_all(self, orders: Iterable[Order]) -> None:
        for order in orders:
            self._try(order)

    def _try(self, order: Order) -> bool:
        """Run an order that may be better than the best; whether it was run."""
        if order in self.seen or not self._goes_on() or self._cannot_win(order, self.known.departing(order)):
            return False
        self.seen.add(order)
        trial = self._run(order, lambda departing: self._cannot_win(order, departing))
        self.trials.append(trial)
        self.known.note(trial)
        if self.best is None or len(trial.agreeing) > len(self.best.agreeing):
            self.best = trial
        return True

    def _cannot_win(self, order: Order, departing: int) -> bool:
        if self.best is None:
            return False
        return len(self.stored.compared & {*order}) - departing <= len(self.best.agreeing)

    def _run(self, order: Order, enough: Callable[[int], bool]) -> TriedOrder:
        return tried(self.notebook, order, self.run, self.stored, lambda n: self.late or enough(n))

    def _look_for_chance(self) -> None:
        """Run the best order twice where cells diverge in it: what differs then, no order can explain."""
        if self.best is None or self.best is self.looked_at or not self._is_hopeful() or self.late:
            return
        self.looked_at = self.best
        again = self._run(self.best.order, lambda _departing: False)
        unsteady = (index for index in self.best.departing if not self._is_steady(index, self.best, again))
        self.by_chance = self.by_chance.union(unsteady)

    def _is_steady(self, index: int, first: TriedOrder, second: TriedOrder) -> bool:
        cells = first.last(index), second.last(index)
        reached = [cell for cell in cells if cell is not None and cell.execution_count is not None]
        return len(reached) < len(cells) or self.stored.is_steady(index, reached[0], reached[1])

    def _answer(self) -> OrderFound:
        best, compared = self.best, self.stored.compared
        agreeing = best.agreeing if best else frozenset[int]()
        return OrderFound(
            order=best.order if best else (),
            agreeing=len(agreeing),
            of=len(compared),
            tried=len(self.trials),
            seconds=round(monotonic() - self.began, 2),
            departing=tuple(sorted(compared - agreeing)),
            by_chance=tuple(sorted(self.by_chance - agreeing)),
            why_not=() if agreeing == compared else tuple(self._why_not()),
            earlier=earlier_outputs(best) if best else {},
        )

    def _why_not(self) -> Iterator[str]:
        if self.best is not None:
            names = CellNames(index for index, _ in code_cells(self.notebook))
            obstacles = Obstacles(self.flow, self.trials, names)
            yield from obstacles.sentences(self.best, self.by_chance, self.stored.compared)
        if self.late:
            yield f"the time was up after {counted(len(self.trials), 'order')}"
        elif len(self.trials) >= self.most:
            yield f"no more than {counted(self.most, 'order')} are tried"


def earlier_outputs(trial: TriedOrder) -> dict[int, list[dict[str, Any]]]:
    """Place in the order to what a run showed that was not the last of its cell."""
    last = last_places(trial.order)
    return {
        place: [*trial.executed.cells[place].outputs]
        for place, index in enumerate(trial.order)
        if last[index] != place
    }
