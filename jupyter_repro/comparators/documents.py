"""JSON documents: what differs, where, and in the words of the family that a document belongs to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice, zip_longest
from typing import Any, NamedTuple

from jupyter_repro.comparators.comparison import LONGEST_VALUE, MOST_CHANGES, value_change
from jupyter_repro.comparators.lines import unified
from jupyter_repro.comparators.numbers import NumberChange, and_more, became_words, number_changes
from jupyter_repro.comparators.quoting import quoted
from jupyter_repro.comparators.text import text_divergence
from jupyter_repro.comparators.timings import allowed_by, set_timings_aside
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence, ValueChange

Path = tuple[str | int, ...]
"""Keys and indexes that lead to a value."""

LONGEST_INTEGER = 4_000
"""Digits up to which Python makes an integer of a text without complaint."""


class LongInteger(str):
    """An integer of so many digits that it is kept as it is written."""

    __slots__ = ()


def read(text: str) -> Any:
    """The document of a text; raises ValueError or RecursionError for what is none."""
    return json.loads(text, parse_int=_integer)


def _integer(digits: str) -> int | LongInteger:
    return int(digits) if len(digits) < LONGEST_INTEGER else LongInteger(digits)


class Family(NamedTuple):
    """A kind of JSON document."""

    place: Callable[[Path, Any], str]
    """A place in a document, given with the recorded document, for a person; "" for the document itself."""
    read: Callable[[str], Any] = read
    """What is compared of a text: typed arrays as numbers, say."""


class DocumentComparator:
    """Compares the documents of one family."""

    mimes: tuple[str, ...]
    family: Family

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None when the texts are equal; texts that are no JSON, or differ in writing only, are reported as texts."""
        return _divergence(recorded, found, policy, self.family)


def _divergence(recorded: str, found: str, policy: Policy, family: Family) -> Divergence | None:
    if recorded == found:
        return None
    left = set_timings_aside(recorded, found, policy)
    if left.only:
        return left.only
    changes = document_changes(left.recorded, left.found, policy.tolerance, family)
    if changes is None:
        return text_divergence(recorded, found, policy)
    allowed = allowed_by(policy.tolerance, left.timed) if changes.within else ""
    diff = unified(left.recorded, left.found)
    return Divergence(str(changes), diff, allowed=allowed, changes=changes.values)


class Changes(NamedTuple):
    """All changes of a document."""

    first: str
    changed: int
    within: bool
    """Whether all are numbers within the tolerance."""
    values: tuple[ValueChange, ...]
    """The first of them."""

    def __str__(self) -> str:
        return f"{self.first}{and_more(self.changed - 1, 'difference')}"


def document_changes(recorded: str, found: str, tolerance: float | None, family: Family) -> Changes | None:
    """The changes from one document to another; None where there are none, or a text is no JSON."""
    try:
        before, now = family.read(recorded), family.read(found)
    except (ValueError, RecursionError):
        return None
    first, count, within = None, 0, True
    values: list[ValueChange] = []
    for change in _changes(before, now, tolerance):
        first = first or change
        count += 1
        within = within and change.within
        if len(values) < MOST_CHANGES:
            values += map(_value_change, change.values)
    if first is None:
        return None
    summary = ": ".join(filter(None, (family.place(first.path, before), first.what)))
    return Changes(summary, count, within, tuple(values[:MOST_CHANGES]))


_MISSING: Any = object()


class _Pair(NamedTuple):
    path: Path
    recorded: Any
    found: Any


class _Change(NamedTuple):
    path: Path
    what: str
    values: tuple[_Pair, ...]
    within: bool = False


def _value_change(pair: _Pair) -> ValueChange:
    return value_change(pair.path, _json(pair.recorded), _json(pair.found))


def _json(value: Any) -> str:
    """A value as JSON writes it, of a large one the beginning; "" for one that is missing."""
    if value is _MISSING:
        return ""
    if isinstance(value, LongInteger):
        return value
    return "".join(islice(_ENCODER.iterencode(value), LONGEST_VALUE + 1))  # a piece is a character or more


_ENCODER = json.JSONEncoder(ensure_ascii=False)


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
    for key in gone:
        value = _Pair((*pair.path, key), pair.recorded[key], _MISSING)
        yield _Change(pair.path, f"the key {quoted(key)} was removed", (value,))
    for key in new:
        value = _Pair((*pair.path, key), _MISSING, pair.found[key])
        yield _Change(pair.path, f"the key {quoted(key)} was added", (value,))


def _values(pair: _Pair) -> list[_Pair]:
    common = [key for key in pair.recorded if key in pair.found]
    return [_Pair((*pair.path, key), pair.recorded[key], pair.found[key]) for key in common]


def _length(pair: _Pair) -> Iterator[_Change]:
    before, now = len(pair.recorded), len(pair.found)
    if before != now:
        what = f"{before:,} item{'' if before == 1 else 's'} became {now:,}"
        yield _Change(pair.path, what, _additional(pair, min(before, now)))


def _additional(pair: _Pair, start: int) -> tuple[_Pair, ...]:
    """The first items that one of the lists has more."""
    window = slice(start, start + MOST_CHANGES)
    items = zip_longest(pair.recorded[window], pair.found[window], fillvalue=_MISSING)
    return tuple(_Pair((*pair.path, start + index), a, b) for index, (a, b) in enumerate(items))


def _items(pair: _Pair) -> list[_Pair]:
    together = enumerate(zip(pair.recorded, pair.found, strict=False))
    return [_Pair((*pair.path, index), a, b) for index, (a, b) in together if _may_differ(a, b)]


def _may_differ(a: Any, b: Any) -> bool:
    """False for what is surely the same: most of a long list of numbers."""
    return type(a) is not type(b) or isinstance(a, dict | list) or a != b or not a  # -0.0 equals 0.0


def _scalar(pair: _Pair, tolerance: float | None) -> _Change | None:
    a, b = pair.recorded, pair.found
    if type(a) is type(b) and repr(a) == repr(b):
        return None
    if _is_number(a) and _is_number(b):
        change = NumberChange(_written(a), _written(b))
        return _Change(pair.path, str(change), (pair,), change.within(tolerance))
    if isinstance(a, str) and isinstance(b, str):
        numbers = number_changes(a, b, tolerance)
        within = numbers is not None and numbers.within
        return _Change(pair.path, became_words(a, b), (pair,), within)
    return _Change(pair.path, f"{_shown(a)} became {_shown(b)}", (pair,))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | LongInteger) and not isinstance(value, bool)


def _written(value: float | LongInteger) -> str:
    return str(value) if isinstance(value, LongInteger) else repr(value)


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def dotted(path: Path) -> str:
    """A path as it is written in JavaScript: `layout.title.text`, `y[3]`."""
    return "".join(map(_step, path)).removeprefix(".")


def _step(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    return f".{part}" if part.isidentifier() else f"[{quoted(part)}]"


def value_at(document: Any, path: Path) -> Any:
    """The value that a path leads to; None where it leads nowhere."""
    for part in path:
        try:
            document = document[part]
        except (LookupError, TypeError):
            return None
    return document


def named(document: Any, path: Path, key: str = "name") -> str:
    """The name of what a path leads to, in quotes after a space; "" for what has none."""
    name = value_at(document, (*path, key))
    return f" {quoted(name)}" if isinstance(name, str) and name else ""
