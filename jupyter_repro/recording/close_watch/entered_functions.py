"""Functions of the notebook's own modules that ran while a cell did, so that they can be read as the cell is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

from jupyter_repro.notebooks.cell_source import CellSource


class EnteredFunction(NamedTuple):
    """A function of a module beside the notebook, or all that a module does when it is imported."""

    module: str
    source: CellSource
    """Of the whole module."""
    lines: frozenset[int]
    """Those of the function."""
    cell: str
    line: int
    """Of the cell, by which the function was reached."""


class EnteredFunctions:
    """Gathers them, each with the first line of a cell that led there."""

    def __init__(self) -> None:
        self._entered: dict[CodeType, tuple[FrameType, str, int]] = {}
        self._sources: dict[str, CellSource] = {}

    def add(self, frame: FrameType, cell: str, line: int) -> None:
        """A function runs."""
        self._entered.setdefault(frame.f_code, (frame, cell, line))

    def take(self) -> Iterator[EnteredFunction]:
        """Those that were gathered since it was asked last."""
        entered, self._entered = self._entered, {}
        for code, (frame, cell, line) in entered.items():
            name = str(frame.f_globals.get("__name__", ""))
            if source := self._source(name, code.co_filename):
                yield EnteredFunction(name, source, _lines(code), cell, line)

    def _source(self, name: str, file: str) -> CellSource | None:
        if file not in self._sources:
            try:
                text = Path(file).read_text(encoding="utf-8")
            except (OSError, ValueError):
                return None
            self._sources[file] = CellSource(text, vars(sys.modules[name]) if name in sys.modules else {})
        return self._sources[file]


def _lines(code: CodeType) -> frozenset[int]:
    """The lines of a function, with those of what is defined inside of it."""
    own = {line for _, _, line in code.co_lines() if line}
    inner = (each for each in code.co_consts if isinstance(each, CodeType))
    return frozenset(own).union(*map(_lines, inner)) if code.co_name != "<module>" else frozenset(own)
