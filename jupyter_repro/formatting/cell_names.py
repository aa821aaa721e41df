"""The name of a cell, as people see it: `[4]`, the fourth code cell, which a fresh run gives the execution count 4.

Records and JSON have a cell's index among all cells, from 0.
"""

from __future__ import annotations

from collections.abc import Iterable


def numbered(number: int | str, line: int | None = None) -> str:
    """The name of a code cell by its number from the top, from 1, and a line of it: `[4], line 2`."""
    return f"[{number}], line {line}" if line else f"[{number}]"


class CellNames:
    """Names of the cells of one notebook."""

    def __init__(self, indexes: Iterable[int]) -> None:
        """`indexes` are those of all its code cells, among all cells."""
        self._indexes = sorted(indexes)
        self._numbers = {index: number for number, index in enumerate(self._indexes, 1)}

    def name(self, index: int, line: int | None = None) -> str:
        """The name of the cell with this index; of one that is no code cell, which code cell it stands above."""
        if index in self._numbers:
            return numbered(self._numbers[index], line)
        below = next((each for each in self._indexes if each > index), None)
        if below is not None:
            return f"text above {self.name(below)}"
        return f"text below {self.name(self._indexes[-1])}" if self._indexes else "text"

    def names(self, indexes: Iterable[int]) -> str:
        """Several of them: `[1], [4]`."""
        return ", ".join(map(self.name, indexes))

    def index(self, number: int) -> int | None:
        """Index of the code cell with this number; None where there is none."""
        return self._indexes[number - 1] if 0 < number <= len(self._indexes) else None
