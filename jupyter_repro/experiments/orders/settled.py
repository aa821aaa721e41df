"""Orders that definitions and uses of names allow, as near as can be to an order that is wished for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from jupyter_repro.experiments.orders.stored_cells import Order, StoredCell


class NameFlow:
    """Which cells must have run before a cell can."""

    def __init__(self, cells: Sequence[StoredCell]) -> None:
        self.cells: Mapping[int, StoredCell] = {cell.index: cell for cell in cells}
        self._setters = Counter(name for cell in cells for name in cell.provides)
        self._needs = {cell.index: self._foreign(cell) for cell in cells}
        able = self._able_to_run()
        self._needs = {index: needs if index in able else frozenset() for index, needs in self._needs.items()}

    def settled(self, wish: Sequence[int]) -> Order | None:
        """The order in which each cell runs as early as the wish has it and its names allow.

        None where a name that a cell needs is set only by cells that are left out.
        """
        waiting, order = list(wish), list[int]()
        defined: set[str] = set()
        anything = False
        while waiting:
            ready = next((each for each in waiting if anything or self._needs[each] <= defined), None)
            if ready is None:
                return None
            waiting.remove(ready)
            order.append(ready)
            defined |= self.cells[ready].provides
            anything |= self.cells[ready].anything
        return tuple(order)

    def allows(self, order: Sequence[int]) -> bool:
        """Whether each name is set, by the time a cell needs it, by a cell above it in this order."""
        return self.settled(order) == tuple(order)

    def _foreign(self, cell: StoredCell) -> frozenset[str]:
        """The names it needs that another cell sets: what only it sets itself cannot be waited for."""
        if cell.raises:
            return frozenset()
        return frozenset(name for name in cell.needs if self._setters[name] > (name in cell.provides))

    def _able_to_run(self) -> frozenset[int]:
        """Cells that can run at all: those that need each other's names cannot, unless they were edited since."""
        able, defined = set[int](), set[str]()
        while new := {each for each in self.cells if each not in able and self._needs[each] <= defined}:
            able |= new
            defined |= frozenset().union(*(self.cells[each].provides for each in new))
        return frozenset(able)
