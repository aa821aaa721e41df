"""Which removed line stands beside which added one: as labextension/src/difference/pairs.ts has it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

Pair = tuple[str | None, str | None]
"""A removed line and an added one; None where one stands alone."""

_MOST_PRODUCTS = 2_000
"""Products of line counts up to which lines are matched by what they share: that is quadratic."""
_ALIKE = 0.5
"""Share of common words from which two lines are taken for one that changed."""
_LONGEST = 2_000
"""Characters of a line that are looked at."""
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*(?:[eE][+-]?[0-9]+)?|\w+|[^\w\s]")
"""Numbers, words, and every other character by itself."""


def paired_lines(removed: Sequence[str], added: Sequence[str]) -> Iterator[Pair]:
    """Equally many lines in their order; of unequally many those together that are most alike.

    >>> list(paired_lines(["loss 0.5"], ["warming up", "loss 0.4"]))
    [(None, 'warming up'), ('loss 0.5', 'loss 0.4')]
    """
    products = len(removed) * len(added)
    if len(removed) == len(added) or not 0 < products <= _MOST_PRODUCTS:
        yield from zip_longest(removed, added)
    else:
        yield from _matched(removed, added)


def _matched(removed: Sequence[str], added: Sequence[str]) -> Iterator[Pair]:
    """The alignment whose pairs have most in common; lines alike to none stand alone."""
    best = _scores(removed, added)
    i = j = 0
    while i < len(removed) or j < len(added):
        here = best[i][j]
        if i < len(removed) and here == best[i + 1][j]:
            yield removed[i], None
            i += 1
        elif here == best[i][j + 1]:
            yield None, added[j]
            j += 1
        else:
            yield removed[i], added[j]
            i, j = i + 1, j + 1


def _scores(removed: Sequence[str], added: Sequence[str]) -> list[list[float]]:
    """How much the lines from a place on have in common at best; nothing beyond the last."""
    before, now = [*map(_counted, removed)], [*map(_counted, added)]
    best = [[0.0] * (len(now) + 2) for _ in range(len(before) + 2)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(now))):
            alike = _likeness(before[i], now[j])
            together = alike + best[i + 1][j + 1] if alike >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    return best


def _counted(line: str) -> Counter[str]:
    return Counter(_TOKEN.findall(line[:_LONGEST]))


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Twice the common words over all: 1 for the same words in any order."""
    every = a.total() + b.total()
    return 2 * (a & b).total() / every if every else 1.0
