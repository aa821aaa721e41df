"""A difference in lines for a terminal: the context by sections, then the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from jupyter_repro.formatting.sizes import counted
from jupyter_repro.formatting.visible_text import visible
from jupyter_repro.records.differences import CellDifference, Difference
from jupyter_repro.reporters.difference_words import (
    DifferenceSection,
    cell_name,
    sections,
    sentence,
)

MOST_DIFF_LINES = 24
WIDTH = 100

_DIFF_STYLES = {"-": "red", "+": "green", "@": "cyan", "…": "dim"}

_STYLES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "cyan": 36}
"""Name to the number that a terminal knows it by."""

Line = tuple[str, str]
"""A line with the name of its style, or ""."""


def difference_text(found: Difference, *, width: int = WIDTH, colour: bool = False) -> str:
    """The whole difference, a fact a line, none wider than `width`; "nothing changed" where it is so."""
    styled = (_styled(line, style) if colour and style else line for line, style in _lines(found, width))
    return "\n".join(styled)


def _styled(line: str, style: str) -> str:
    # by hand: in a notebook rich would show the text itself, with its styles, instead of giving it
    return f"\x1b[{_STYLES[style]}m{line}\x1b[0m"


def _lines(found: Difference, width: int) -> Iterator[Line]:
    yield from _wrapped(f"{found.before} → {found.after}", width, "", "bold")
    for section in sections(found.context):
        yield section.title, "bold"
        for fact in _facts(section):
            yield from _wrapped(fact, width, "  ")
    if found.cells:
        yield "cells", "bold"
    for _, about in groupby(found.cells, key=cell_name):
        yield from _cell(list(about), width)
    if not found.differs:
        yield "  nothing changed", ""
    for note in found.notes:
        yield from _wrapped(note, width, "  ", "dim")


def _facts(section: DifferenceSection) -> Iterator[str]:
    yield from map(sentence, section.changes)
    if count := len(section.installed):
        yield f"{counted(count, 'installed package')} that the notebook does not import changed"


def _cell(about: Sequence[CellDifference], width: int) -> Iterator[Line]:
    """All that is reported of one cell; its name once."""
    for number, cell in enumerate(about):
        name = f"{cell_name(cell)} " if number == 0 else "  it "
        yield from _wrapped(f"{name}{cell.what}", width, "  ")
        yield from _diff(cell.diff.splitlines(), width)


def _diff(lines: Sequence[str], width: int) -> Iterator[Line]:
    for line in lines[:MOST_DIFF_LINES]:
        yield from _wrapped(line, width, "      ", _DIFF_STYLES.get(line[:1], ""))
    if len(lines) > MOST_DIFF_LINES:
        yield f"      … {counted(len(lines) - MOST_DIFF_LINES, 'more line')}", "dim"


def _wrapped(text: str, width: int, indent: str, style: str = "") -> Iterator[Line]:
    """The text in lines of at most `width`; those after the first stand further in."""
    lines = wrap(
        visible(text),
        width,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        replace_whitespace=False,
        drop_whitespace=style not in _DIFF_STYLES.values(),
        break_on_hyphens=False,
    )
    yield from ((line.rstrip(), style) for line in lines or [indent.rstrip()])
