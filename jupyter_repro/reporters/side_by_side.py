"""A unified diff as rows of two columns, with the words that changed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from jupyter_repro.reporters.paired_lines import paired_lines

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_ALIKE = 0.3
"""Ratio of common words below which two lines are reported as a whole."""
_MOST_WORDS = 400
"""Words of a line up to which they are matched: matching is quadratic."""


class Span(NamedTuple):
    """A run of characters of a line."""

    text: str
    changed: bool


class Line(NamedTuple):
    """A line of one side."""

    number: int
    """From 1."""
    spans: tuple[Span, ...]


class Row(NamedTuple):
    """What stands side by side; None where the other side has an additional line, and both at a gap."""

    recorded: Line | None
    found: Line | None
    changed: bool

    @property
    def gap(self) -> bool:
        """Whether common lines are left out here."""
        return self.recorded is None and self.found is None


def rows(diff: str) -> Iterator[Row]:
    """The rows of a unified diff; a gap before each hunk that does not begin at the first line, and where it is cut."""
    recorded = found = 1
    removed: list[str] = []
    added: list[str] = []
    for line in [*_body(diff), ""]:
        if line[:1] == "-":
            removed.append(line[1:])
            continue
        if line[:1] == "+":
            added.append(line[1:])
            continue
        yield from _changed(removed, added, recorded, found)
        recorded, found = recorded + len(removed), found + len(added)
        removed, added = [], []
        if hunk := _HUNK.match(line):
            recorded, found = max(1, int(hunk[1])), max(1, int(hunk[2]))
            if recorded > 1 or found > 1:
                yield Row(None, None, changed=False)
        elif line[:1] == " ":
            same = (Span(_COLOUR.sub("", line[1:]), changed=False),)
            yield Row(Line(recorded, same), Line(found, same), changed=False)
            recorded, found = recorded + 1, found + 1
        elif line:
            yield Row(None, None, changed=False)


def _body(diff: str) -> Sequence[str]:
    """The lines without the two that name the sides."""
    lines = diff.split("\n")
    return lines[2:] if lines[0].startswith("--- ") and len(lines) > 1 else lines


def _changed(removed: Sequence[str], added: Sequence[str], recorded: int, found: int) -> Iterator[Row]:
    left_numbers, right_numbers = count(recorded), count(found)
    for before, now in paired_lines(removed, added):
        left, right = words(before, now)
        yield Row(
            None if before is None else Line(next(left_numbers), left),
            None if now is None else Line(next(right_numbers), right),
            changed=True,
        )


def words(recorded: str | None, found: str | None) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans of two lines; where they have little in common, all of both has changed."""
    recorded, found = _without_colours(recorded or "", found or "")
    before, now = _WORD.findall(recorded), _WORD.findall(found)
    matched = difflib.SequenceMatcher(None, before, now, autojunk=False)
    if max(len(before), len(now)) > _MOST_WORDS or matched.ratio() < _ALIKE:
        return (Span(recorded, changed=True),), (Span(found, changed=True),)
    left: list[Span] = []
    right: list[Span] = []
    for tag, start, end, other_start, other_end in matched.get_opcodes():
        changed = tag != "equal"
        left += _span(before[start:end], changed=changed)
        right += _span(now[other_start:other_end], changed=changed)
    return tuple(left), tuple(right)


def _without_colours(recorded: str, found: str) -> tuple[str, str]:
    """Both without the escapes of colours, unless these are all that differs."""
    before, now = _COLOUR.sub("", recorded), _COLOUR.sub("", found)
    return (recorded, found) if before == now else (before, now)


def _span(found: Sequence[str], *, changed: bool) -> list[Span]:
    return [Span("".join(found), changed)] if found else []
