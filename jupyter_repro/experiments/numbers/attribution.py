"""How much of each number's change comes of each thing that was put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import msgspec

from jupyter_repro.experiments.drift import Drift
from jupyter_repro.experiments.factor import Factor, named
from jupyter_repro.experiments.laboratory import Laboratory, RunResult
from jupyter_repro.experiments.numbers.changed_numbers import (
    ChangedNumbers,
    Texts,
    changed_numbers,
    recorded_texts,
    shown_texts,
)
from jupyter_repro.experiments.numbers.seed_spread import seed_spreads
from jupyter_repro.experiments.numbers.shapley import (
    Values,
    both_directions,
    every_order,
    fair_shares,
    sets_of,
)
from jupyter_repro.experiments.smallest_set import smallest_set
from jupyter_repro.notebooks.notebook_files import code_cells
from jupyter_repro.verdicts import Attribution, Share
from jupyter_repro.verifying.reference import expected_cells

MOST_IN_EVERY_ORDER = 4
"""Things that are put back in all their sets, 2 to the power of as many; more are put back in two orders."""
MOST_ALONE = 8
_START = 0.5
"""Seconds that a run takes besides the notebook."""

Block = tuple[Factor, ...]
"""Factors that are put back together."""
Plan = tuple[Sequence[Block], Sequence[tuple[int, ...]]]
"""Blocks, and the orders of their positions that the shares are the mean of."""


class NumberAttribution:
    """Puts things back until it is known what each does to the numbers; no run is made twice."""

    def __init__(self, laboratory: Laboratory, drift: Drift, first: RunResult) -> None:
        """`first` is the run that diverged; `drift` has searched for what brings the output back."""
        self._laboratory, self._drift, self._first = laboratory, drift, first
        self._root = laboratory.subject.root

    def attributions(self) -> tuple[Attribution, ...]:
        """One for each number that changed, where anything but chance moves it.

        Raises OutOfTime.
        """
        changed = changed_numbers(self._recorded(), self._texts(self._first))
        if changed is None:
            return ()
        value = self._value_in(changed)
        for blocks, orders in self._plans(self._moving(value)):
            if shares := fair_shares(orders, _of_blocks(blocks, value)):
                found = _attributed(self._root, changed, blocks, shares)
                spread = seed_spreads(self._laboratory.subject, changed)
                return tuple(msgspec.structs.replace(each, spread=spread.get(each.number)) for each in found)
        return ()

    def _recorded(self) -> Texts:
        """The recorded texts; where they are not kept, those of a run that showed the same."""
        subject = self._laboratory.subject
        returned = next((each for each in self._drift.results if _is_identical(each)), None)
        if returned is not None:
            return self._texts(returned)
        cell = subject.notebook.cells[self._root]
        expected = expected_cells(subject.notebook, subject.snapshot).get(cell.id)
        return recorded_texts(expected, subject.baseline.texts) if expected else ()

    def _texts(self, result: RunResult) -> Texts:
        cell = dict(code_cells(result.notebook)).get(self._root)
        return shown_texts(cell) if cell else ()

    def _value_in(self, changed: ChangedNumbers) -> Callable[[Block], Values | None]:
        def value(factors: Block) -> Values | None:
            result = self._drift.result(factors) if factors else self._first
            return changed.in_texts(self._texts(result)) if result and not result.failed else None

        return value

    def _moving(self, value: Callable[[Block], Values | None]) -> Block:
        """The things that the numbers' change is shared among."""
        drift = self._drift
        if drift.causes:
            return drift.causes
        possible = self._working(value)
        last, now = value(possible) if possible else None, value(())
        if last is None or last == now:
            return ()
        return smallest_set(possible, lambda tried: value(tried) == last)

    def _working(self, value: Callable[[Block], Values | None]) -> Block:
        """All that can be put back; without what makes the notebook fail, where that does not take too many runs."""
        possible = self._drift.possible
        if len(possible) > MOST_ALONE or not possible or value(possible) is not None:
            return possible
        return tuple(each for each in possible if value((each,)) is not None)

    def _plans(self, factors: Block) -> Iterator[Plan]:
        """From the best to the cheapest, those for which there is time."""
        singles = [(each,) for each in factors]
        for plan in (
            (singles, every_order(range(len(singles))) if len(singles) <= MOST_IN_EVERY_ORDER else []),
            (singles, both_directions(range(len(singles)))),
            (blocks := _by_kind(factors), both_directions(range(len(blocks)))),
            ([factors], [(0,)]),
        ):
            if factors and plan[1] and self._has_time_for(plan):
                yield plan

    def _has_time_for(self, plan: Plan) -> bool:
        blocks, orders = plan
        unknown = [each for each in sets_of(orders) if not self._is_known(_joined(blocks, each))]
        return not unknown or len(unknown) * (self._first.seconds + _START) < self._laboratory.left

    def _is_known(self, factors: Block) -> bool:
        return not factors or self._drift.is_known(factors)


def _is_identical(result: RunResult) -> bool:
    return result.cell is not None and result.cell.status == "identical"


def _of_blocks(
    blocks: Sequence[Block], value: Callable[[Block], Values | None]
) -> Callable[[frozenset[int]], Values | None]:
    return lambda which: value(_joined(blocks, which))


def _joined(blocks: Sequence[Block], which: frozenset[int]) -> Block:
    return tuple(factor for position in sorted(which) for factor in blocks[position])


def _by_kind(factors: Block) -> list[Block]:
    kinds = dict.fromkeys(factor.kind for factor in factors)
    return [tuple(factor for factor in factors if factor.kind == kind) for kind in kinds]


def _attributed(
    cell: int, changed: ChangedNumbers, blocks: Sequence[Block], added: Mapping[int, Values]
) -> Iterator[Attribution]:
    """In the direction of what happened: what putting something back adds, its change has taken away."""
    for index, name in enumerate(changed.names):
        recorded, found = changed.recorded[index], changed.found[index]
        amounts = {position: -values[index] for position, values in added.items()}
        rest = found - recorded - sum(amounts.values(), Fraction())
        shares = [_share(blocks[position], amounts[position]) for position in sorted(amounts)]
        yield Attribution(
            cell=cell,
            number=name,
            recorded=float(recorded),
            found=float(found),
            shares=(*(each for each in shares if each.amount), Share("unknown", "", float(rest))),
        )


def _share(factors: Block, amount: Fraction) -> Share:
    return Share(" + ".join(dict.fromkeys(each.kind for each in factors)), named(factors), float(amount))
