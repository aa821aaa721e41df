"""Orders in which the cells of a notebook may have run, the likeliest first.

After Osiris (Wang, Kuo, Li and Zeller, ASE 2020): top to bottom, by execution counts, and by the flow of names. Every
candidate is one that the flow of names allows, so that no run is lost on a name that is not set yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from jupyter_repro.experiments.orders.counts import by_counts
from jupyter_repro.experiments.orders.settled import NameFlow
from jupyter_repro.experiments.orders.stored_cells import Order, StoredCell
from jupyter_repro.experiments.orders.variants import variants

MOST = 40
"""Orders that are tried of one notebook."""


def candidates(cells: Sequence[StoredCell], most: int = MOST) -> tuple[Order, ...]:
    """At most so many orders, no two of them the same: those that the notebook records, then changes of the best."""
    flow = NameFlow(cells)
    recorded = [*recorded_orders(cells, flow, most)]
    base = by_record(cells, flow)
    changed = (each for cell in cells if cell.shows and base for each in variants(base, cell.index, flow))
    return tuple(islice(dict.fromkeys(chain(recorded, islice(changed, most * most))), most))


def recorded_orders(cells: Sequence[StoredCell], flow: NameFlow, most: int = MOST) -> Iterator[Order]:
    """Orders that document and execution counts tell."""
    return islice(
        _unique(flow.settled(wish) for wish in chain(_top_to_bottom(cells), by_counts(cells))), most
    )


def by_record(cells: Sequence[StoredCell], flow: NameFlow) -> Order:
    """The one order that counts tell without any guess; top to bottom where there are none."""
    wishes = chain(by_counts(cells), _top_to_bottom(cells))
    return next(filter(None, map(flow.settled, wishes)), ())


def _top_to_bottom(cells: Sequence[StoredCell]) -> Iterator[list[int]]:
    yield [cell.index for cell in cells]
    if any(cell.count for cell in cells):
        yield [cell.index for cell in cells if not cell.never_run]


def _unique(orders: Iterable[Order | None]) -> Iterator[Order]:
    seen: set[Order] = set()
    for order in orders:
        if order and order not in seen:
            seen.add(order)
            yield order
