"""Why no order gave all stored outputs, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nbformat import NotebookNode

from jupyter_repro.executing.cell_outputs import error_of
from jupyter_repro.experiments.orders.settled import NameFlow
from jupyter_repro.experiments.orders.trials import TriedOrder
from jupyter_repro.experiments.orders.variants import sources
from jupyter_repro.formatting.cell_names import CellNames

_UNSET = re.compile(r"name '(\w+)' is not defined")


class Obstacles:
    """Why no order restores the outputs, cell by cell."""

    def __init__(self, flow: NameFlow, trials: Sequence[TriedOrder], names: CellNames) -> None:
        """`trials` are all orders that were run, and `names` those of the notebook's cells."""
        self._flow, self._trials, self._names = flow, trials, names

    def sentences(
        self, best: TriedOrder, by_chance: frozenset[int], compared: frozenset[int]
    ) -> Iterator[str]:
        """A sentence for each cell that diverges for a reason of its own: what only follows from another left out."""
        explained: set[int] = set()
        for index in dict.fromkeys(best.order):
            if index in best.departing:
                if not explained & {*sources(index, self._flow)}:
                    yield self._why(index, best.last(index), by_chance)
                explained.add(index)
        if missing := sorted(compared - best.agreeing - best.departing):
            yield f"the run ended before {self._names.names(missing)}"

    def _why(self, index: int, cell: NotebookNode | None, by_chance: frozenset[int]) -> str:
        name = self._names.name(index)
        if index in by_chance:
            return f"what {name} shows varies by chance: the same order gave something else in a second run"
        error = error_of(cell) if cell is not None else None
        if error is None or self._flow.cells[index].raises:
            return self._shows_another(index, name)
        unset = _UNSET.search(error.message) if error.name == "NameError" else None
        if unset and not self._is_set(unset[1]):
            return f"the name `{unset[1]}`, which {name} needs, is defined by no cell: {_GONE}"
        return f"{name} raises {error}, which is not among its stored outputs"

    def _shows_another(self, index: int, name: str) -> str:
        if any(index in trial.agreeing for trial in self._trials):
            return f"{name} shows its stored output only in orders in which fewer cells agree"
        return f"{name} shows another value in every order that was tried: {_EDITED}"

    def _is_set(self, name: str) -> bool:
        return any(name in cell.provides for cell in self._flow.cells.values())


_GONE = "the cell that defined it was deleted or edited after it ran"
_EDITED = "it, or a cell that it depends on, may have been edited or deleted after it ran"
