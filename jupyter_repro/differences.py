"""What moved between two states of a notebook, without anything being executed."""

from __future__ import annotations

import msgspec

from jupyter_repro.verdicts import ContextChange


class CellDifference(msgspec.Struct, frozen=True):
    """One code cell that is not as it was."""

    id: str
    index: int
    """Among the code cells of the state that has it, from 0."""
    what: str
    diff: str = ""
    """A unified diff of what it showed, as far as it was kept; "" where there is none to show."""


class Difference(msgspec.Struct, frozen=True):
    """What moved between two states of a notebook."""

    before: str
    after: str
    context: tuple[ContextChange, ...]
    cells: tuple[CellDifference, ...]

    @property
    def differs(self) -> bool:
        """Whether anything moved."""
        return bool(self.context or self.cells)
