"""What one cell depends on: how many steps away a place, a file or a module is from what it shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import PurePosixPath

from jupyter_repro.dependence.reach import Dependence
from jupyter_repro.dependence.statements import Statement
from jupyter_repro.verdicts import Where

FAR = 1_000
"""Steps to what has no place in the notebook, and may be anywhere."""


class Relevance:
    """The backward slice of one cell; where nothing is known of the cells, all that stands above counts."""

    def __init__(self, dependence: Dependence | None, cell: int, line: int = 0) -> None:
        """`line` is the one that raised; 0 where none did."""
        self._dependence = dependence
        self._cell = cell
        self._line = line

    @cached_property
    def _steps(self) -> Mapping[Statement, int]:
        return self._dependence.steps(self._cell, self._line) if self._dependence else {}

    def steps_to(self, where: Where) -> int | None:
        """Steps to a place; None where the cell does not depend on it."""
        if not self._steps or self._dependence is None:
            return self._cell - where.cell if where.cell <= self._cell else None
        if where.line:
            statement = self._dependence.at(where.cell, where.line)
            return None if statement is None else self._steps.get(statement)
        return min((step for each, step in self._steps.items() if each.cell == where.cell), default=None)

    def steps_to_file(self, name: str) -> int | None:
        """Steps to a statement that names a file by its path, or by the last part of it."""
        found = self.naming(name)
        return found[1] if found else None

    def naming(self, name: str) -> tuple[Where, int] | None:
        """Where a file is named that the cell depends on, with the steps to there."""
        texts = {f"'{name}'", f"'{PurePosixPath(name).name}'"}
        end = f"/{PurePosixPath(name).name}'"
        found = [
            (step, each)
            for each, step in self._steps.items()
            if any(used in texts or used.endswith(end) for used in each.uses | each.calls_use)
        ]
        if not found:
            return None
        step, statement = min(found, key=lambda pair: (pair[0], pair[1].cell, pair[1].first))
        return Where(statement.cell, statement.first), step

    def with_line(self, where: Where, name: str) -> Where:
        """The place of a file that a program or compiled code has read: nobody saw at which line of the cell.

        It is the line that names the file, else that of the only statement that the cell in question depends on.
        """
        of_cell = sorted(
            (each for each in self._steps if each.cell == where.cell), key=lambda each: each.first
        )
        if where.line or self._dependence is None or not name:
            return where
        text = PurePosixPath(name).name
        named = (line for each in of_cell if (line := self._dependence.line_with(each, text)))
        only = of_cell[0].first if len(of_cell) == 1 else None
        return Where(where.cell, next(named, only))

    def import_of(self, modules: Collection[str]) -> tuple[Where, int] | None:
        """Where one of these modules is imported that the cell depends on, with the steps to there."""
        found = [(step, each) for each, step in self._steps.items() if each.imports & set(modules)]
        if not found:
            return None
        step, statement = min(found, key=lambda pair: (pair[0], pair[1].cell, pair[1].first))
        return Where(statement.cell, statement.line_importing(modules)), step

    def depends_on_cell(self, index: int) -> bool:
        """Whether anything in another cell counts."""
        if not self._steps:
            return index < self._cell
        return any(each.cell == index for each in self._steps)

    @property
    def is_known(self) -> bool:
        """Whether the cells could be read."""
        return bool(self._steps)
