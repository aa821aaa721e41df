"""The order of execution that gave a notebook's stored outputs, or came nearest to them."""

from __future__ import annotations

from typing import Any

import msgspec


class OrderFound(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What trying orders showed for one notebook."""

    order: tuple[int, ...]
    """Indexes of cells, among all cells, as they ran; a cell may occur twice."""
    agreeing: int
    """Cells that show in this order what the notebook stores."""
    of: int
    """Cells that were compared: those that ran, and are not ignored."""
    tried: int
    """Orders that were run, not counting the second run of one."""
    seconds: float
    departing: tuple[int, ...] = ()
    """Indexes of the cells that do not show what the notebook stores."""
    by_chance: tuple[int, ...] = ()
    """Indexes of the cells that showed something else in a second run of the same order."""
    why_not: tuple[str, ...] = ()
    """Why it could not be restored, a sentence each; nothing where it was."""
    earlier: dict[int, list[dict[str, Any]]] = {}
    """Place in the order to the outputs, in nbformat's form, of a run that was not the last of its cell."""

    @property
    def restored(self) -> bool:
        """Whether every cell shows what the notebook stores."""
        return self.agreeing == self.of
