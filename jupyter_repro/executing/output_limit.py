"""How much a notebook may write: what it writes is kept in memory, and in the notebook's file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_repro.formatting.sizes import human_size

CELLS_OF_A_NOTEBOOK = 5
"""As many times the limit of a cell may all cells of a notebook write."""


class OutputLimit:
    """Counts what the cells of one execution write."""

    def __init__(self, most: int) -> None:
        """`most` bytes for one cell."""
        self._most = most
        self._cell = self._notebook = 0

    def begin_cell(self) -> None:
        """What comes now is of another cell."""
        self._cell = 0

    def exceeded(self, content: Mapping[str, Any]) -> str:
        """Count the content of an output's message; why it is too much, and "" where it is not."""
        size = _size(content)
        self._cell += size
        self._notebook += size
        if self._cell > self._most:
            return f"it wrote more than {human_size(self._most)} of output"
        if self._notebook > self._most * CELLS_OF_A_NOTEBOOK:
            return f"with it the notebook wrote more than {human_size(self._most * CELLS_OF_A_NOTEBOOK)} of output"
        return ""


def _size(value: Any) -> int:
    """Characters of all texts in it, which is about what it takes."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list | tuple) else 8
