"""On which lines of a notebook's file its cells stand, as programs that show files by their lines need it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import UnreadableInput
from jupyter_repro.files.text_files import text_of

_CELLS = re.compile(r'"cells"\s*:\s*\[\s*')
_SOURCE = re.compile(r'"source"\s*:\s*')
_NEXT = re.compile(r"\s*,?\s*")
_DECODER = json.JSONDecoder()


class CellLines:
    """Lines of one notebook's file; all is on line 1 of what is no file, cannot be read, or is not of nbformat 4."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = tuple(_places(text))

    @classmethod
    def of(cls, path: str | Path) -> CellLines:
        """Those of the file as it is now."""
        try:
            return cls("" if is_remote(path) else text_of(path, ""))
        except UnreadableInput:
            return cls("")

    def line(self, cell: int, line: int = 1) -> int:
        """The line in the file, from 1, of a line of a cell's source, from 1 as well; `cell` is its index among all."""
        if cell >= len(self._places):
            return 1
        start, is_list = self._places[cell]
        first = self._text.count("\n", 0, start) + 1
        return first + line - 1 if is_list else first


def _places(text: str) -> Iterator[tuple[int, bool]]:
    """Where the source of each cell begins, and whether it has a line of the file for each of its own."""
    found = _CELLS.search(text)
    place = found.end() if found else len(text)
    while text[place : place + 1] == "{":
        try:
            cell, end = _DECODER.raw_decode(text, place)
        except ValueError:
            return
        yield _source(text, place, end, cell)
        place = _after(text, end)


def _source(text: str, start: int, end: int, cell: dict[str, Any]) -> tuple[int, bool]:
    """The cell itself where it has no source; its outputs may hold what is called so as well."""
    for found in _SOURCE.finditer(text, start, end):
        source, _ = _DECODER.raw_decode(text, found.end())
        if source == cell.get("source"):
            is_list = isinstance(source, list) and "\n" in text[found.end() : found.end() + 2]
            return (text.index('"', found.end()) if is_list and source else found.start()), is_list
    return start, False


def _after(text: str, place: int) -> int:
    between = _NEXT.match(text, place)
    return between.end() if between else place
