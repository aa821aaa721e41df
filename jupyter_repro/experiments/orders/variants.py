"""Orders near a given one that may change what one cell shows: what it depends on runs later, earlier, or once more."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from jupyter_repro.experiments.orders.settled import NameFlow
from jupyter_repro.experiments.orders.stored_cells import Order, StoredCell


def variants(order: Order, cell: int, flow: NameFlow) -> Iterator[Order]:
    """Orders that the flow of names allows, the smallest changes first; they may repeat each other."""
    if cell not in order:
        return
    for wish in _wishes(order, cell, flow):
        settled = flow.settled(wish)
        if settled and settled != order:
            yield settled


def _wishes(order: Order, cell: int, flow: NameFlow) -> Iterator[Order]:
    if flow.cells[cell].repeats_itself:
        yield _before(order, cell, cell)
    yield from _run_again_below(order, cell, flow)
    for other in sources(cell, flow):
        if other not in order:
            yield _before(order, other, cell)
            continue
        if flow.cells[other].writes:
            yield _moved(order, other, cell)
            yield _moved(order, cell, other)
        if flow.cells[other].repeats_itself or _last(order, other) > _last(order, cell):
            yield _before(order, other, cell)
        if not flow.cells[other].shows:
            yield tuple(each for each in order if each != other)
    yield from _repeated_farther_away(order, cell, flow)


def _run_again_below(order: Order, cell: int, flow: NameFlow) -> Iterator[Order]:
    """With one more run of a cell, after each cell below it that shares names with it."""
    this = flow.cells[cell]
    for place in range(_last(order, cell) + 1, len(order)):
        other = flow.cells[order[place]]
        if this.writes & (other.needs | other.writes) or this.needs & other.writes:
            yield (*order[: place + 1], cell, *order[place + 1 :])


def _repeated_farther_away(order: Order, cell: int, flow: NameFlow) -> Iterator[Order]:
    """With one more run of a cell before another one that the cell depends on."""
    near = [each for each in sources(cell, flow) if each in order and flow.cells[each].writes]
    for other, target in product(near, near):
        yield _before(order, other, target)


def sources(cell: int, flow: NameFlow) -> list[int]:
    """The cells that write what a cell needs, directly or by way of others, the nearest first."""
    names, found = set(flow.cells[cell].needs), list[int]()
    others = [each for each in flow.cells.values() if each.index != cell]
    for written in (_writes, _may_write):
        while new := [each for each in others if each.index not in found and written(each) & names]:
            found += [each.index for each in new]
            names.update(*(each.needs for each in new))
    return found


def _writes(cell: StoredCell) -> frozenset[str]:
    return cell.writes


def _may_write(cell: StoredCell) -> frozenset[str]:
    return cell.writes | cell.touches


def _last(order: Order, cell: int) -> int:
    return len(order) - 1 - order[::-1].index(cell)


def _before(order: Order, cell: int, other: int) -> Order:
    """With one more run of a cell, just before the last run of another."""
    place = _last(order, other)
    return (*order[:place], cell, *order[place:])


def _moved(order: Order, cell: int, other: int) -> Order:
    """With the last run of a cell on the other side of the last run of another."""
    place, target = _last(order, cell), _last(order, other)
    rest = (*order[:place], *order[place + 1 :])
    return (
        *rest[:target],
        cell,
        *rest[target:],
    )  # after the other where it stood before: the other has moved up
