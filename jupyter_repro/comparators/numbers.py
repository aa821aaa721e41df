"""Numbers in texts: which changed, by how much, and whether all stay within a tolerance."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from jupyter_repro.comparators.common_ends import middle, same_words
from jupyter_repro.comparators.quoting import became

NUMBER = re.compile(
    r"(?<![\w.])(?<![0-9][-:/])"  # no digits of a name, a version, a date or a time of day
    r"[+-]?(?:(?>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?>(?:[eE][+-]?[0-9]+)?)|inf\b|nan\b|NaN\b|Infinity\b)"
    r"(?!\.[0-9]|[-:/][0-9])(?=j\b|\W|\Z|_\W)"
)
"""A number of its own: not the 1 of `x1`, nor the parts of `1.2.3`, `2026-01-02`, `12:30` and `5ms`."""


LONGEST = 20_000
"""Digits up to which a number is computed with exactly."""
LONGEST_TOLD = 120
"""Characters up to which a change is reported with all digits."""


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
        relative = float(abs((b - a) / a))
        return relative if math.isfinite(relative) else None

    @property
    def size(self) -> float:
        """Its relative change as quickly as it is computed, infinite from zero, to find the largest with."""
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
            return self._exactly_within(tolerance)
        return abs(a - b) <= tolerance * max(abs(a), abs(b))

    def _exactly_within(self, tolerance: float) -> bool:
        """For infinity, and for numbers that are too large for a float."""
        a, b = _exact(self.recorded), _exact(self.found)
        if a is None or b is None:
            return a is b and float(self.recorded) == float(self.found) and self.recorded[-1].isalpha()
        return abs(a - b) <= Decimal(tolerance) * max(abs(a), abs(b))

    def __str__(self) -> str:
        relative = self.relative
        text = f"{self.recorded} became {self.found}"
        if len(text) > LONGEST_TOLD:
            text = became(self.recorded, self.found)
        if relative is None:
            return text
        return f"{text} (relative change {relative:.2g})" if relative else f"{text} (the same value)"


def _exact(number: str) -> Decimal | None:
    """The number; None for infinity, and for what is so large or small that nobody computes with it."""
    try:
        value = Decimal(number) if len(number) < LONGEST else Decimal("inf")
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < LONGEST else None


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
    part = middle(recorded, found, " \n")
    others = NUMBER.finditer(found, part.start, part.other_end)
    end = other_end = part.start
    for match in NUMBER.finditer(recorded, part.start, part.end):
        other = next(others, None)
        if other is None or not same_words(recorded[end : match.start()], found[other_end : other.start()]):
            yield None
            return
        if match[0] != other[0]:
            yield NumberChange(match[0], other[0], match.start())
        end, other_end = match.end(), other.end()
    left = recorded[end : part.end], found[other_end : part.other_end]
    if next(others, None) is not None or not same_words(
        *left
    ):  # a number that grew moves what is aligned with it
        yield None


def became_words(recorded: str, found: str) -> str:
    """How two texts differ: by their numbers where nothing else does, else both in quotes."""
    return str(number_changes(recorded, found, None) or became(recorded, found))
