"""Telling how the lines of two texts differ: in one sentence, and as a unified diff that stays short.

Common lines at the beginning and the end are set aside first, so that a small change costs little in a text
of any length, and the quadratic part never sees more than `MOST` lines.
"""

from __future__ import annotations

import difflib
import re
from itertools import islice
from typing import NamedTuple

MOST = 1_000
"""Changed lines up to which they are matched with each other."""
SHOWN = 60
"""Lines of a diff."""
CONTEXT = 3
WIDE = 400
"""Characters of a line in a diff."""
QUOTED = 60
"""Characters of a line in a sentence."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_WORD = re.compile(r"\w+|[^\w\s]")
_SORTABLE = 200_000
"""Characters up to which words are compared regardless of their order."""


class Change(NamedTuple):
    """Lines of two texts, and the part of each that is not common."""

    recorded: list[str]
    found: list[str]
    start: int
    """Common lines at the beginning."""
    end: int
    """Common lines at the end."""

    @property
    def removed(self) -> list[str]:
        """Recorded lines between those that are common."""
        return self.recorded[self.start : len(self.recorded) - self.end]

    @property
    def added(self) -> list[str]:
        """Found lines between those that are common."""
        return self.found[self.start : len(self.found) - self.end]


def change(recorded: str, found: str) -> Change:
    """The lines of two texts with the common beginning and end counted."""
    a, b = recorded.split("\n"), found.split("\n")
    shorter = min(len(a), len(b))
    start = next((i for i in range(shorter) if a[i] != b[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if a[-1 - i] != b[-1 - i]), rest)
    return Change(a, b, start, end)


def sentence(recorded: str, found: str) -> str:
    """How two texts that differ in more than numbers differ, for a person."""
    if _COLOUR.sub("", recorded) == _COLOUR.sub("", found):
        return "only colours differ"
    changed = change(recorded, found)
    if recorded.split() == found.split():
        return f"only white space differs, first in line {changed.start + 1}"
    return _moved(changed) or _reordered(changed) or _told(changed)


def _moved(changed: Change) -> str:
    """Lines that were added or are gone, with all others as they were."""
    removed, added = changed.removed, changed.added
    if removed and added:
        return ""
    lines, verb = (added, "added") if added else (removed, "removed")
    if not lines:
        return ""
    count = f"1 line was {verb}" if len(lines) == 1 else f"{len(lines):,} lines were {verb}"
    where = f"after line {changed.start}" if changed.start else "at the beginning"
    return f"{count} {where}: {quoted(next(filter(None, lines), lines[0]))}"


def _reordered(changed: Change) -> str:
    removed, added = changed.removed, changed.added
    if len(removed) > 1 and len(removed) == len(added) and sorted(removed) == sorted(added):
        return f"the same lines in another order, from line {changed.start + 1} on"
    if len(removed) != 1 or len(added) != 1 or len(removed[0]) + len(added[0]) > _SORTABLE:
        return ""
    if sorted(_WORD.findall(removed[0])) != sorted(_WORD.findall(added[0])):
        return ""
    return f"{_line(changed)}the same words in another order: {became(removed[0], added[0])}"


def _told(changed: Change) -> str:
    removed, added = changed.removed, changed.added
    told = f"{_line(changed)}{became(removed[0], added[0])}"
    if len(removed) != len(added):
        return f"{told}; {_count(len(removed))} became {len(added):,}"
    others = sum(a != b for a, b in zip(removed[1:], added[1:], strict=True))
    return f"{told}, and {_count(others, ' more')} differ{'s' if others == 1 else ''}" if others else told


def _line(changed: Change) -> str:
    single = len(changed.recorded) == len(changed.found) == 1
    return "" if single else f"line {changed.start + 1}: "


def _count(lines: int, word: str = "") -> str:
    return f"{lines:,}{word} line{'' if lines == 1 else 's'}"


def became(recorded: str, found: str) -> str:
    """One text in quotes and then the other; of long texts the part around the first difference."""
    if len(recorded) <= QUOTED and len(found) <= QUOTED:
        return f"{quoted(recorded)} became {quoted(found)}"
    start = max(0, _common(recorded, found) - QUOTED // 3)
    return f"{quoted(recorded, start)} became {quoted(found, start)}"


def _common(a: str, b: str) -> int:
    """Length of the common beginning, by halving: comparing slices is fast."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a[low:middle] == b[low:middle] else (low, middle - 1)
    return low


def quoted(text: str, start: int = 0) -> str:
    """A text in quotes, cut to what a sentence can hold, control characters visible."""
    shown = text[start : start + QUOTED]
    shown = ("…" if start else "") + shown + ("…" if start + QUOTED < len(text) else "")
    return f"'{shown}'" if shown.isprintable() and "'" not in shown else repr(shown)


def unified(recorded: str, found: str) -> str:
    """A unified diff of at most SHOWN lines."""
    changed = change(recorded, found)
    first = max(0, changed.start - CONTEXT)
    after = max(0, changed.end - CONTEXT)
    a = changed.recorded[first : len(changed.recorded) - after]
    b = changed.found[first : len(changed.found) - after]
    if len(a) + len(b) > MOST:
        a, b = a[: SHOWN // 3], b[: SHOWN // 3]
    diff = list(islice(_hunks(a, b, first), SHOWN + 1))
    if len(diff) > SHOWN or len(a) + after + first < len(changed.recorded):
        diff = [*diff[: SHOWN - 1], "…"]
    return "\n".join(line if len(line) <= WIDE else f"{line[:WIDE]}…" for line in diff)


def _hunks(a: list[str], b: list[str], first: int) -> list[str]:
    """The diff's lines; `a` and `b` begin after `first` lines, which the hunks' positions count."""
    lines = difflib.unified_diff(a, b, "recorded", "found", lineterm="", n=CONTEXT)
    return [_HUNK.sub(lambda m: f"{m[1]}{int(m[2]) + first}", x) if x.startswith("@@ ") else x for x in lines]


_HUNK = re.compile(r"([-+])([0-9]+)(?=[, ])")
