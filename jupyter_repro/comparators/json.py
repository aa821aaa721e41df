"""JSON: by path, in the notation of JSONPath."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from jupyter_repro.comparators.lines import became, quoted, unified
from jupyter_repro.comparators.numbers import NumberChange, and_more, number_changes
from jupyter_repro.comparators.text import text_divergence
from jupyter_repro.comparators.timings import allowed_by, set_timings_aside
from jupyter_repro.policy import Policy
from jupyter_repro.verdicts import Divergence


class JsonComparator:
    """By the path of what differs."""

    mimes = ("application/json", "*+json")

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None when the texts are equal; texts that are no JSON are compared as texts."""
        if recorded == found:
            return None
        left = set_timings_aside(recorded, found, policy)
        if left.only:
            return left.only
        try:
            changes = _Changes(json.loads(left.recorded), json.loads(left.found), policy.tolerance)
        except (ValueError, RecursionError):
            return text_divergence(recorded, found, policy)
        if changes.first is None:
            return text_divergence(recorded, found, policy)
        allowed = allowed_by(policy.tolerance, left.timed) if changes.within else ""
        return Divergence(str(changes), unified(left.recorded, left.found), allowed=allowed)


class _Change(NamedTuple):
    path: str
    what: str
    within: bool = False


class _Changes:
    """The first change, how many there are, and whether all are numbers within the tolerance."""

    def __init__(self, recorded: Any, found: Any, tolerance: float | None) -> None:
        self.first: _Change | None = None
        self.count = 0
        self.within = True
        for change in _changes(recorded, found, tolerance):
            self.first = self.first or change
            self.count += 1
            self.within = self.within and change.within

    def __str__(self) -> str:
        told = f"{self.first.path}: {self.first.what}" if self.first else ""
        return f"{told}{and_more(self.count - 1, 'difference')}"


class _Pair(NamedTuple):
    path: tuple[str | int, ...]
    recorded: Any
    found: Any


def _changes(recorded: Any, found: Any, tolerance: float | None) -> Iterator[_Change]:
    """In the order of the document; a stack of our own, since JSON nests deeper than Python calls."""
    stack = [_Pair((), recorded, found)]
    while stack:
        pair = stack.pop()
        if isinstance(pair.recorded, dict) and isinstance(pair.found, dict):
            yield from _keys(pair)
            stack += reversed(_values(pair))
        elif isinstance(pair.recorded, list) and isinstance(pair.found, list):
            yield from _length(pair)
            stack += reversed(_items(pair))
        elif change := _scalar(pair, tolerance):
            yield change


def _keys(pair: _Pair) -> Iterator[_Change]:
    gone = [key for key in pair.recorded if key not in pair.found]
    new = [key for key in pair.found if key not in pair.recorded]
    yield from (_Change(_path(pair.path), f"the key {quoted(key)} was removed") for key in gone)
    yield from (_Change(_path(pair.path), f"the key {quoted(key)} was added") for key in new)


def _values(pair: _Pair) -> list[_Pair]:
    common = [key for key in pair.recorded if key in pair.found]
    return [_Pair((*pair.path, key), pair.recorded[key], pair.found[key]) for key in common]


def _length(pair: _Pair) -> Iterator[_Change]:
    before, now = len(pair.recorded), len(pair.found)
    if before != now:
        yield _Change(_path(pair.path), f"{before:,} item{'' if before == 1 else 's'} became {now:,}")


def _items(pair: _Pair) -> list[_Pair]:
    together = zip(pair.recorded, pair.found, strict=False)
    return [_Pair((*pair.path, index), a, b) for index, (a, b) in enumerate(together)]


def _scalar(pair: _Pair, tolerance: float | None) -> _Change | None:
    a, b = pair.recorded, pair.found
    if type(a) is type(b) and repr(a) == repr(b):
        return None
    if _is_number(a) and _is_number(b):
        change = NumberChange(repr(a), repr(b))
        return _Change(_path(pair.path), str(change), change.within(tolerance))
    if isinstance(a, str) and isinstance(b, str):
        numbers = number_changes(a, b, tolerance)
        return _Change(_path(pair.path), became(a, b), numbers is not None and numbers.within)
    return _Change(_path(pair.path), f"{_shown(a)} became {_shown(b)}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return json.dumps(value)


def _path(parts: tuple[str | int, ...]) -> str:
    return "$" + "".join(map(_step, parts))


def _step(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    return f".{part}" if part.isidentifier() else f"[{quoted(part)}]"
