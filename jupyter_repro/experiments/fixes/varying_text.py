"""What varies in a text from run to run, as the narrowest pattern that matches it: a date, a duration, an id."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from jupyter_repro.policies.rules import Replacement
from jupyter_repro.verdicts import Kind

_NUMBER = r"\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_UNIT = r"(?:ns|[uµμ]s|ms|s|secs?|seconds?|min|mins|minutes?|h|hours?|milliseconds?|microseconds?)"
_DAY = r"\d{4}-\d{2}-\d{2}"
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?"
_PATH = r"(?:/[\w.@+~-]+){2,}/?"

_PATTERNS: tuple[tuple[frozenset[Kind], str, str], ...] = (
    (frozenset({"entropy"}), r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", "UUID"),
    (frozenset({"entropy"}), r"(?<![\w.+-])[0-9a-f]{8,128}(?![\w.])", "HEX"),
    (frozenset({"tempfile"}), r"(?:/[\w.@+~-]+)*/tmp[\w]{6,10}\b(?:/?[\w.@+~-]+)*", "TEMPORARY"),
    (frozenset({"clock"}), rf"\b{_DAY}[T ]{_TIME}(?:Z|[+-]\d{{2}}:?\d{{2}})?", "MOMENT"),
    (frozenset({"clock"}), rf"\b{_DAY}\b", "DATE"),
    (frozenset({"clock"}), rf"\b{_TIME}\b", "TIME"),
    (frozenset({"timing", "clock"}), rf"\b{_NUMBER} ?{_UNIT}\b", "DURATION"),
    (frozenset({"timing", "clock"}), r"\b\d+:\d{2}:\d{2}(?:\.\d+)?\b", "DURATION"),
    (frozenset({"path", "tempfile"}), _PATH, "PATH"),
)
_IN_PLACE = frozenset({"timing", "clock", "process"})
"""Kinds of which a number may vary that has nothing of its own to be known by: only where it stands."""
_TOKEN = re.compile(rf"{_NUMBER}|[^\d]+")
_MOST_LINES = 20


def replacements_for(kind: Kind, pairs: Sequence[tuple[str, str]]) -> tuple[Replacement, ...]:
    """The fewest and narrowest replacements that make both texts of each pair the same; () where there are none."""
    patterns = [Replacement(pattern, word) for kinds, pattern, word in _PATTERNS if kind in kinds]
    for one in patterns:
        if _make_alike((one,), pairs):
            return (one,)
    for count in range(2, len(patterns) + 1):
        if _make_alike(tuple(patterns[:count]), pairs):
            return tuple(each for each in patterns[:count] if _is_needed(each, patterns[:count], pairs))
    placed = tuple(dict.fromkeys(_in_place(pairs))) if kind in _IN_PLACE else ()
    return placed if placed and len(placed) <= _MOST_LINES and _make_alike(placed, pairs) else ()


def _make_alike(replacements: Sequence[Replacement], pairs: Sequence[tuple[str, str]]) -> bool:
    return all(_replaced(one, replacements) == _replaced(other, replacements) for one, other in pairs)


def _is_needed(
    one: Replacement, all_of_them: Sequence[Replacement], pairs: Sequence[tuple[str, str]]
) -> bool:
    return not _make_alike([each for each in all_of_them if each != one], pairs)


def _replaced(text: str, replacements: Sequence[Replacement]) -> str:
    for each in replacements:
        text = each.applied(text)
    return text


def _in_place(pairs: Sequence[tuple[str, str]]) -> Iterator[Replacement]:
    """A number that varies, with the words that stand before and behind it on its line."""
    for one, other in pairs:
        lines, others = one.splitlines(), other.splitlines()
        matcher = difflib.SequenceMatcher(None, lines, others, autojunk=False)
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind == "replace" and b - a == d - c:
                yield from filter(None, map(_of_line, lines[a:b], others[c:d]))


def _of_line(one: str, other: str) -> Replacement | None:
    mine, its = _TOKEN.findall(one), _TOKEN.findall(other)
    varies = [x != y for x, y in zip(mine, its, strict=False)]
    numbers = [re.fullmatch(_NUMBER, each) is not None for each in mine]
    fixed = [each for each, varied in zip(mine, varies, strict=False) if not varied]
    if len(mine) != len(its) or not any(re.search(r"[^\W\d_]", each) for each in fixed):
        return None
    if any(varied and not number for varied, number in zip(varies, numbers, strict=True)):
        return None
    pattern = "".join(
        _NUMBER if varied else _literal(each) for each, varied in zip(mine, varies, strict=True)
    )
    word = "".join("NUMBER" if varied else each for each, varied in zip(mine, varies, strict=True))
    return Replacement(f"(?m)^{pattern}$", word.replace("\\", r"\\"))


def _literal(text: str) -> str:
    """A text as a pattern; blanks may be more or fewer, for they may fill up what a number leaves."""
    return re.sub(r"(?:\\ )+", " +", re.escape(text))
