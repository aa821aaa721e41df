"""Orders that execution counts tell: what ran before what, where a count is missing, and where counts begin again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from jupyter_repro.experiments.orders.stored_cells import StoredCell

MOST_COMBINED = 256
"""Ways to fill several gaps that are all tried with each other; of more, one gap is filled at a time."""
_MOST_IN_A_GAP = 60
"""Counts missing in one place up to which cells are put there."""

Run = list[int]


def by_counts(cells: Sequence[StoredCell]) -> Iterator[Run]:
    """Wishes for orders, the likeliest first; none where no cell has a count."""
    kernels = sessions(cells)
    if len(kernels) == 1:
        yield from _one_kernel(kernels[0], cells)
    elif kernels:
        yield from _several_kernels(kernels, cells)


def sessions(cells: Sequence[StoredCell]) -> list[list[StoredCell]]:
    """The cells that have counts, by the kernel that they ran in: where a count comes again, it was restarted.

    Each in the order of its counts; the kernels in the order of the document.
    """
    kernels: list[list[StoredCell]] = []
    for cell in cells:
        if cell.count is None:
            continue
        if not kernels or any(cell.count == other.count for other in kernels[-1]):
            kernels.append([])
        kernels[-1].append(cell)
    return [sorted(kernel, key=_count) for kernel in kernels]


def _count(cell: StoredCell) -> int:
    return cell.count or 0


def _one_kernel(ran: Sequence[StoredCell], cells: Sequence[StoredCell]) -> Iterator[Run]:
    plain = [cell.index for cell in ran]
    yield from with_uncounted(plain, cells)
    for order in gaps_filled(ran):
        yield next(with_uncounted(order, cells))


def _several_kernels(kernels: Sequence[Sequence[StoredCell]], cells: Sequence[StoredCell]) -> Iterator[Run]:
    """Any of them may be the last; what a kernel lacks, the others' cells have set."""
    runs = [[cell.index for cell in kernel] for kernel in kernels]
    for order in (runs, runs[::-1]):
        yield from with_uncounted([index for run in order for index in run], cells)
    for last in runs:
        others = sorted(index for run in runs if run is not last for index in run)
        yield next(with_uncounted([*last, *others], cells))
        yield next(with_uncounted([*others, *last], cells))
    counted = sorted((cell for kernel in kernels for cell in kernel), key=_count)
    yield next(with_uncounted([cell.index for cell in counted], cells))


# cells without a count


def with_uncounted(order: Run, cells: Sequence[StoredCell]) -> Iterator[Run]:
    """The order without cells that never ran, then with them where they stand, then each at every other place."""
    shown = [cell.index for cell in cells if cell.count is None and cell.shows]
    unknown = [cell.index for cell in cells if cell.never_run]
    base = _in_their_places(order, shown)
    yield base
    if unknown:
        yield _in_their_places(base, unknown)
    for index in unknown:
        yield from (_inserted(base, place, (index,)) for place in range(len(base) + 1))


def _in_their_places(order: Run, indexes: Sequence[int]) -> Run:
    """The order with these cells, each after the nearest cell above it in the document."""
    made = list(order)
    for index in indexes:
        above = max((other for other in made if other < index), default=None)
        place = 0 if above is None else len(made) - made[::-1].index(above)
        made.insert(place, index)
    return made


def _inserted(order: Sequence[int], place: int, indexes: Sequence[int]) -> Run:
    return [*order[:place], *indexes, *order[place:]]


# gaps

Gap = tuple[int, int]
"""Place in the order before which counts are missing, and how many."""


def gaps_filled(ran: Sequence[StoredCell]) -> Iterator[Run]:
    """Orders of one kernel in which cells ran more than once, so that no count is missing.

    A cell that ran in a gap has run again since, for it has a later count: that of the last run is kept.
    """
    gaps = _gaps(ran)
    if not gaps:
        return
    options = [_fillers(ran, *gap) for gap in gaps]
    for chosen in _choices(options):
        order = [cell.index for cell in ran]
        for (place, _), filler in reversed([*zip(gaps, chosen, strict=True)]):
            order = _inserted(order, place, filler)
        yield order


def _gaps(ran: Sequence[StoredCell]) -> list[Gap]:
    counts = [0, *map(_count, ran)]
    missing = (after - before - 1 for before, after in pairwise(counts))
    return [(place, number) for place, number in enumerate(missing) if 0 < number <= _MOST_IN_A_GAP]


def _fillers(ran: Sequence[StoredCell], place: int, number: int) -> list[tuple[int, ...]]:
    """What may have run in a gap, the likeliest first: the cells below, one of them several times, or nothing."""
    after = [cell.index for cell in ran[place:]]
    found = [tuple(after[:number]), (after[0],) * number]
    repeated = sorted(ran[place:], key=lambda cell: not cell.repeats_itself)
    for times in dict.fromkeys((number, 1)):
        found += [(cell.index,) * times for cell in repeated if cell.writes]
    return [*dict.fromkeys((*found, ()))]


def _choices(options: Sequence[Sequence[tuple[int, ...]]]) -> Iterator[Sequence[tuple[int, ...]]]:
    """One filler for each gap: the likeliest in all, then others."""
    number = 1
    for each in options:
        number *= len(each)
    if number <= MOST_COMBINED:
        places = product(*(range(len(each)) for each in options))
        for chosen in sorted(places, key=sum):
            yield [each[place] for each, place in zip(options, chosen, strict=True)]
        return
    yield [each[0] for each in options]
    for at, each in enumerate(options):
        for filler in each:
            yield [filler if other == at else () for other in range(len(options))]
