"""Fair shares: how much of a change each of several things accounts for, whatever the order they come in.

Source: Shapley, A Value for n-Person Games, Contributions to the Theory of Games II (1953).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from typing import TypeVar

P = TypeVar("P")
Values = tuple[Fraction, ...]
"""Several numbers, that change at once."""
ValueOf = Callable[[frozenset[P]], Values | None]
"""The numbers where these players take part; None where there are none, for the run fails."""


def every_order(players: Sequence[P]) -> list[tuple[P, ...]]:
    """All orders of the players: with them, the shares are Shapley's values."""
    return list(permutations(players))


def both_directions(players: Sequence[P]) -> list[tuple[P, ...]]:
    """One order and its reverse: of n players 2n sets, in place of 2 to the n."""
    return list(dict.fromkeys([tuple(players), tuple(reversed(players))]))


def sets_of(orders: Iterable[Sequence[P]]) -> set[frozenset[P]]:
    """The sets whose value is asked for by these orders."""
    return {frozenset(order[:length]) for order in orders for length in range(len(order) + 1)}


def fair_shares(orders: Sequence[Sequence[P]], value: ValueOf[P]) -> Mapping[P, Values] | None:
    """What each player adds to the numbers as it comes to those before it, on average over the orders.

    They add up exactly to what all of them add. An order that leads over a set without a value does not count; None
    where each does.
    """
    steps = [made for order in orders if (made := _steps(order, value))]
    if not steps:
        return None
    return {player: _mean([each[player] for each in steps]) for player in steps[0]}


def _steps(order: Sequence[P], value: ValueOf[P]) -> dict[P, Values]:
    """What each player adds in one order; empty where that is not known."""
    before, added = value(frozenset()), {}
    for length, player in enumerate(order, 1):
        after = value(frozenset(order[:length]))
        if before is None or after is None:
            return {}
        added[player] = tuple(now - was for now, was in zip(after, before, strict=True))
        before = after
    return added


def _mean(several: Sequence[Values]) -> Values:
    return tuple(sum(each, Fraction()) / len(several) for each in zip(*several, strict=True))
