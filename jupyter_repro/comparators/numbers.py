"""Numbers in texts: which changed, by how much, and whether all stay within a tolerance."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

NUMBER = re.compile(
    r"(?<![\w.])(?<![0-9][-:/])"  # no digits of a name, a version, a date or a time of day
    r"[+-]?(?:(?>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?>(?:[eE][+-]?[0-9]+)?)|inf\b|nan\b|NaN\b|Infinity\b)"
    r"(?!\.[0-9]|[-:/][0-9])(?=j\b|\W|\Z|_\W)"
)
"""A number of its own: not the 1 of `x1`, nor the parts of `1.2.3`, `2026-01-02`, `12:30` and `5ms`."""


class NumberChange(NamedTuple):
    """A number that is written differently in two texts."""

    recorded: str
    found: str
    at: int = 0
    """Where it stands in the recorded text."""

    @property
    def relative(self) -> float | None:
        """Its change relative to the recorded number; None where that is zero or not finite."""
        a, b = _exact(self.recorded), _exact(self.found)
        if a is None or b is None or not a:
            return None
        return float(abs((b - a) / a))

    @property
    def size(self) -> float:
        """Its relative change as quickly as it can be had, infinite from zero, to find the largest with."""
        a, b = float(self.recorded), float(self.found)
        return abs((b - a) / a) if a and math.isfinite(a) and math.isfinite(b) else math.inf

    def within(self, tolerance: float | None) -> bool:
        """Whether |a - b| is at most `tolerance` times the larger of |a| and |b|."""
        if tolerance is None:
            return False
        a, b = float(self.recorded), float(self.found)
        if math.isnan(a) or math.isnan(b):
            return math.isnan(a) and math.isnan(b)
        if math.isinf(a) or math.isinf(b):
            return a == b
        return abs(a - b) <= tolerance * max(abs(a), abs(b))

    def __str__(self) -> str:
        relative = self.relative
        told = f"{self.recorded} became {self.found}"
        if relative is None:
            return told
        return f"{told} (relative change {relative:.2g})" if relative else f"{told} (the same value)"


def _exact(number: str) -> Decimal | None:
    try:
        value = Decimal(number) if len(number) < 400 else Decimal(float(number))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 400 else None


class NumberChanges(NamedTuple):
    """How two texts differ that differ in nothing but numbers."""

    largest: NumberChange
    changed: int
    within: bool
    """Whether all changes are within the tolerance asked for."""

    def __str__(self) -> str:
        return f"{self.largest}{and_more(self.changed - 1, 'number')}"


def and_more(count: int, what: str) -> str:
    """What follows the first of several, such as ", and 3 more numbers"; nothing for none."""
    return f", and {count:,} more {what}{'s' if count > 1 else ''}" if count > 0 else ""


def number_changes(recorded: str, found: str, tolerance: float | None) -> NumberChanges | None:
    """The changes of two texts that differ in numbers and the white space around them; None for all others.

    One pass over both, in constant memory.
    """
    return summed(_changes(recorded, found), tolerance)


def summed(changes: Iterable[NumberChange | None], tolerance: float | None) -> NumberChanges | None:
    """The sum of changes; None when there are none, or one of them is None: no change of a number."""
    largest, most, count, within = None, -1.0, 0, True
    for change in changes:
        if change is None:
            return None
        size = change.size
        if size > most:
            largest, most = change, size
        count += 1
        within = within and change.within(tolerance)
    return largest and NumberChanges(largest, count, within)


def _changes(recorded: str, found: str) -> Iterator[NumberChange | None]:
    others = NUMBER.finditer(found)
    end = other_end = 0
    for match in NUMBER.finditer(recorded):
        other = next(others, None)
        if other is None or not _same_words(recorded[end : match.start()], found[other_end : other.start()]):
            yield None
            return
        if match[0] != other[0]:
            yield NumberChange(match[0], other[0], match.start())
        end, other_end = match.end(), other.end()
    if next(others, None) is not None or not _same_words(recorded[end:], found[other_end:]):
        yield None


def _same_words(a: str, b: str) -> bool:
    """Whether two texts between numbers are the same: a number that grew moves what is aligned with it."""
    return a == b or a.split() == b.split()
