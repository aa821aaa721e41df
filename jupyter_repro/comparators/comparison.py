"""How two sources differ: in a sentence, and value by value where they hold values.

A verdict holds no more values than a reader looks through, each cut around what differs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from jupyter_repro.comparators.quoting import start_around
from jupyter_repro.verdicts import ValueChange

MOST_CHANGES = 200
"""Values of one divergence."""
LONGEST_VALUE = 200
"""Characters of a value, and of a part of its path."""


class Comparison(NamedTuple):
    """What a comparator has to tell."""

    summary: str
    changes: tuple[ValueChange, ...] = ()


def value_change(path: Iterable[str | int], recorded: str, found: str) -> ValueChange:
    """A changed value as a verdict holds it."""
    start = start_around(recorded, found, LONGEST_VALUE)
    return ValueChange(tuple(_cut(str(part)) for part in path), _cut(recorded, start), _cut(found, start))


def _cut(text: str, start: int = 0) -> str:
    """At most LONGEST_VALUE characters that UTF-8 can write: JSON may hold half of a pair of surrogates."""
    if start or len(text) > LONGEST_VALUE:
        end = start + LONGEST_VALUE - 2
        text = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
