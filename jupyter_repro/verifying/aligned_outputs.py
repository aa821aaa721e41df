"""Which output of a run stands for which that was recorded, where one came, is gone, or changed its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from jupyter_repro.records.snapshot import OutputRecord

MOST = 500
"""Outputs of unequal number up to which the best match is looked for; more are taken in their order."""

Key = tuple[str, tuple[tuple[str, str], ...]]
"""Type and digests of an output."""
Pair = tuple[int | None, int | None]
"""Index of an output among the recorded ones, and among those found; None where it is on one side only."""


def moved(recorded: Sequence[OutputRecord], found: Sequence[OutputRecord]) -> int | None:
    """Index of the first output that is not in its place, where all are there; None for any other difference."""
    before, now = _keys(recorded), _keys(found)
    if before == now or len(before) != len(now) or Counter(before) != Counter(now):
        return None
    return next(index for index, (a, b) in enumerate(zip(before, now, strict=True)) if a != b)


def aligned(recorded: Sequence[OutputRecord], found: Sequence[OutputRecord]) -> Iterator[Pair]:
    """Pairs in order: those that are equal with each other, what is between them in turn."""
    before, now = _keys(recorded), _keys(found)
    if len(before) == len(now) or len(before) + len(now) > MOST:
        yield from _in_turn(range(len(before)), range(len(now)))
        return
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    for _, start, end, other_start, other_end in matcher.get_opcodes():
        yield from _in_turn(range(start, end), range(other_start, other_end))


def _in_turn(before: range, now: range) -> Iterator[Pair]:
    return zip_longest(before, now)


def _keys(outputs: Sequence[OutputRecord]) -> list[Key]:
    return [
        (output.type, tuple(sorted((mime, each.digest) for mime, each in output.data.items())))
        for output in outputs
    ]
