"""Telling how the lines of two texts differ: in one sentence, and as a unified diff that stays short.

Common lines at the beginning and the end are set aside first, so that a small change costs little in a text
of any length, and the quadratic part never sees more than `MOST` lines.
"""

from __future__ import annotations

import difflib
import re
from itertools import islice
from typing import NamedTuple

from jupyter_repro.comparators.common_ends import middle, same_words
from jupyter_repro.comparators.numbers import became_words
from jupyter_repro.comparators.quoting import became, quoted, start_around

MOST = 1_000
"""Changed lines up to which they are matched with each other."""
SHOWN = 60
"""Lines of a diff."""
CONTEXT = 3
WIDE = 400
"""Characters of a line in a diff."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_WORD = re.compile(r"\w+|[^\w\s]")
_SORTABLE = 200_000
"""Characters up to which words are compared regardless of their order."""


class Change(NamedTuple):
    """The lines of two texts that are not common at the beginning or the end."""

    removed: list[str]
    added: list[str]
    start: int
    """Common lines before them."""
    before: list[str]
    """The last of these."""
    after: list[str]
    """The first common lines after them."""

    @property
    def in_one_line(self) -> bool:
        """Whether both texts are a single line."""
        return len(self.removed) == len(self.added) == 1 and not (self.before or self.after)


def change(recorded: str, found: str) -> Change:
    """How two texts differ by lines."""
    part = middle(recorded, found, "\n")
    a, b = recorded[part.start : part.end].split("\n"), found[part.start : part.other_end].split("\n")
    shorter = min(len(a), len(b))
    start = next((i for i in range(shorter) if a[i] != b[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if a[-1 - i] != b[-1 - i]), rest)
    before, after = _lines_before(recorded, part.start), _lines_after(recorded, part.end)
    common = a[len(a) - end :] + after
    return Change(
        removed=a[start : len(a) - end],
        added=b[start : len(b) - end],
        start=recorded.count("\n", 0, part.start) + start,
        before=(before + a[:start])[-CONTEXT:],
        after=common[:CONTEXT],
    )


def _lines_before(text: str, end: int) -> list[str]:
    start = end
    for _ in range(CONTEXT):
        start = text.rfind("\n", 0, max(0, start - 1)) + 1
    return text[start:end].split("\n")[:-1]


def _lines_after(text: str, start: int) -> list[str]:
    """`start` is at the end of a line."""
    end = start
    for _ in range(CONTEXT):
        if end < 0:
            break
        end = text.find("\n", end + 1)
    return text[start : end if end >= 0 else len(text)].split("\n")[1:]


def sentence(recorded: str, found: str) -> str:
    """How two texts that differ in more than numbers differ, for a person."""
    if ("\x1b" in recorded or "\x1b" in found) and _COLOUR.sub("", recorded) == _COLOUR.sub("", found):
        return "only colours differ"
    changed = change(recorded, found)
    if same_words(recorded, found):
        return f"only white space differs, first in line {changed.start + 1}"
    return _moved(changed) or _reordered(changed) or _change_summary(changed)


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


def _change_summary(changed: Change) -> str:
    removed, added = changed.removed, changed.added
    summary = f"{_line(changed)}{became_words(removed[0], added[0])}"
    if len(removed) != len(added):
        return f"{summary}; {_count(len(removed))} became {len(added):,}"
    others = sum(a != b for a, b in zip(removed[1:], added[1:], strict=True))
    return (
        f"{summary}, and {_count(others, ' more')} differ{'s' if others == 1 else ''}" if others else summary
    )


def _line(changed: Change) -> str:
    return "" if changed.in_one_line else f"line {changed.start + 1}: "


def _count(lines: int, word: str = "") -> str:
    return f"{lines:,}{word} line{'' if lines == 1 else 's'}"


def unified(recorded: str, found: str) -> str:
    """A unified diff of at most SHOWN lines."""
    changed = change(recorded, found)
    removed, added = _shown(changed)
    cut = len(removed) + len(added) > MOST
    if cut:
        removed, added = removed[: SHOWN // 3], added[: SHOWN // 3]
    after = [] if cut else changed.after
    first = changed.start - len(changed.before)
    a, b = [*changed.before, *removed, *after], [*changed.before, *added, *after]
    diff = list(islice(_hunks(a, b, first), SHOWN + 1))
    if len(diff) > SHOWN or cut:
        diff = [*diff[: SHOWN - 1], "…"]
    return "\n".join(line if len(line) <= WIDE else f"{line[:WIDE]}…" for line in diff)


def _shown(changed: Change) -> tuple[list[str], list[str]]:
    """The changed lines; of the first, where it is long, the part around its first difference."""
    removed, added = changed.removed, changed.added
    if not (removed and added) or not (start := start_around(removed[0], added[0], WIDE)):
        return removed, added
    window = slice(start, start + WIDE)
    return [f"…{removed[0][window]}", *removed[1:]], [f"…{added[0][window]}", *added[1:]]


def one_tag_a_line(markup: str) -> str:
    """Markup with a line break between tags, for a diff."""
    return markup.replace("><", ">\n<")


def _hunks(a: list[str], b: list[str], first: int) -> list[str]:
    """The diff's lines; `a` and `b` begin after `first` lines, which the hunks' positions count."""
    lines = difflib.unified_diff(a, b, "recorded", "found", lineterm="", n=CONTEXT)
    return [_HUNK.sub(lambda m: f"{m[1]}{int(m[2]) + first}", x) if x.startswith("@@ ") else x for x in lines]


_HUNK = re.compile(r"([-+])([0-9]+)(?=[, ])")
