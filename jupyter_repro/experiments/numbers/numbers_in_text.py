"""The numbers in a text, each with what stands before it, and the text without them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

_NUMBER = re.compile(
    r"""(?<![\w.])(?<!\d[-:])       # no part of a word, a version, a date or a time of day
    [-+]?
    (?:\d{1,3}(?:,\d{3})+(?:\.\d+)? | \d+(?:\.\d*)? | \.\d+)
    (?:[eE][-+]?\d{1,3})?
    (?!\w|\.\d|[-:]\d)""",
    re.VERBOSE,
)
LONGEST_TEXT = 100_000
_LONGEST = 400
_CALL = re.compile(r"[\w.]+\(\s*$")
"""As in `np.float64(0.5)`."""
_AROUND = " \t:=([{}])\"'`,;|<>~*$%±→-"
_COLUMN_GAP = re.compile(r"\s{2,}$")
_WORD = re.compile(r"\S+")
_LONGEST_LABEL = 40
Shape = tuple[str, int]


@dataclass(frozen=True)
class NumbersInText:
    """A text as numbers, and what is between them."""

    text: str
    between: str
    """Without white space, for the width of a number moves what is beside it."""
    numbers: tuple[str, ...]
    """As they are written."""

    @property
    def shape(self) -> Shape:
        """What two texts have in common that are the same but for their numbers."""
        return self.between, len(self.numbers)

    def value(self, position: int) -> Fraction:
        """One of the numbers."""
        return Fraction(_plain(self.numbers[position]))

    def label(self, position: int) -> str:
        """What stands before a number in its line, or row and column of a table; "" for nothing."""
        lines, before = self.text.splitlines(), 0
        for index, line in enumerate(lines):
            spans = [match.span() for match in _numbers(line)]
            if position < before + len(spans):
                return _label(line, spans, position - before, lines[:index])
            before += len(spans)
        return ""


def numbers_in(text: str) -> NumbersInText:
    """All numbers of a text; what is not finite, and dates, versions and times of day, count as text.

    Of a text of more than 100,000 characters nothing is read as a number.
    """
    between, numbers = [], []
    for line in text.splitlines():
        end = 0
        for match in _numbers(line) if len(text) <= LONGEST_TEXT else ():
            between.append(f"{line[end : match.start()]}\0")
            numbers.append(match[0])
            end = match.end()
        between.append(f"{line[end:]}\n")
    return NumbersInText(text, "".join("".join(between).split()), tuple(numbers))


def _numbers(line: str) -> Iterator[re.Match[str]]:
    return (match for match in _NUMBER.finditer(line) if _is_finite(match[0]))


def _is_finite(text: str) -> bool:
    return len(text) <= _LONGEST and math.isfinite(float(_plain(text)))


def _plain(text: str) -> str:
    return text.replace(",", "")


def _label(line: str, spans: Sequence[tuple[int, int]], number: int, above: Sequence[str]) -> str:
    (start, end), after = spans[number], spans[number - 1][1] if number else 0
    before = line[after:start]
    words = _words(before)
    is_in_table = not before.strip() or bool(_COLUMN_GAP.search(before))
    if is_in_table and (column := _column(end, above)):
        words = f"{words or _row(line, end)} {column}"
    return words[-_LONGEST_LABEL:].strip()


def _words(before: str) -> str:
    return _CALL.sub("", before).strip(_AROUND)


def _row(line: str, end: int) -> str:
    """What a line of a table begins with, before the number that ends there."""
    first = re.match(r"\s*(\S+(?: \S+)*)", line)
    return first[1].strip(_AROUND) if first and first.end() < end else ""


def _column(end: int, above: Sequence[str]) -> str:
    """The word above that ends where the number does, as the head of a column does; "" for none."""
    for line in reversed(above):
        if not line.strip():
            continue
        word = next((each for each in _WORD.finditer(line) if each.end() == end), None)
        if word is None:
            return ""
        if not _NUMBER.fullmatch(word[0]):
            return word[0].strip(_AROUND)
    return ""
