"""Numbers inside texts: which changed, by how much, and whether that is within a tolerance."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import msgspec

# not part of an identifier (x1) nor of a version (1.2.3); a sign counts where no word stands before it
_NUMBER = re.compile(
    r"(?<![\w.])(?<!\w[-+])[-+]?(?:\d+(?:_\d{3})*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?![\w]|\.\d)|(?<!\w)[-+]?(?:nan|inf)(?!\w)",
    re.IGNORECASE,
)


class NumberChange(msgspec.Struct, frozen=True):
    """One number that became another, both as they are written."""

    before: str
    after: str

    @property
    def relative(self) -> float:
        """|after - before| / max(|before|, |after|): 0 for the same, at most 2; infinite where one is not finite."""
        before, after = _value(self.before), _value(self.after)
        if before == after or (math.isnan(before) and math.isnan(after)):
            return 0.0
        if not (math.isfinite(before) and math.isfinite(after)):
            return math.inf
        return abs(after / (scale := max(abs(before), abs(after))) - before / scale)

    def __str__(self) -> str:
        told = f"{self.before} became {self.after}"
        return told if math.isinf(self.relative) else f"{told} (relative change {self.relative:.2g})"


def number_changes(before: str, after: str) -> list[NumberChange] | None:
    """The numbers that differ between two texts that differ in nothing else; None where they do."""
    if _NUMBER.sub("0", before) != _NUMBER.sub("0", after):
        return None
    pairs = zip(_NUMBER.findall(before), _NUMBER.findall(after), strict=True)
    return [NumberChange(old, new) for old, new in pairs if old != new]


def within(changes: Sequence[NumberChange], tolerance: float | None) -> bool:
    """Whether no number changed by more than a relative tolerance."""
    return tolerance is not None and all(change.relative <= tolerance for change in changes)


def told(changes: Sequence[NumberChange]) -> str:
    """The largest change in words, and how many there are beside it."""
    largest = max(changes, key=lambda change: change.relative)
    others = len(changes) - 1
    return str(largest) + (f", and {others} more number{'s' if others > 1 else ''}" if others else "")


def _value(text: str) -> float:
    try:
        return float(text)
    except (ValueError, OverflowError):
        return math.nan
