"""Asking after each line of a cell what it moved: too slow for every run, and exact, for a second run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Container
from types import FrameType
from typing import Any

MOST_ASKED = 50_000
"""Lines of one cell after which nothing is asked: a loop's first rounds say what its others do."""


class LineWatching:
    """Tells each line of a cell that has run, also where it runs in a function that the cell calls."""

    def __init__(
        self,
        files: Container[str],
        ran: Callable[[FrameType, int], None],
        entered: Callable[[FrameType], None] = lambda _frame: None,
    ) -> None:
        """`files` are names under which cells are compiled; `ran` takes a frame of one and its line.

        `entered` takes the frame of each other function that begins.
        """
        self._files = files
        self._ran = ran
        self._entered = entered
        self._last: tuple[FrameType, int] | None = None
        self._asked = 0
        self._before: Any = None

    def begin(self) -> None:
        """A cell begins."""
        self._last, self._asked = None, 0
        self._before = sys.gettrace()
        sys.settrace(self._called)

    def end(self) -> None:
        """The cell has ended."""
        if sys.gettrace() == self._called:  # a debugger's is left where it is
            sys.settrace(self._before)
        self._tell()
        self._last = None

    def _called(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        if self._asked > MOST_ASKED:
            return None
        if frame.f_code.co_filename not in self._files:
            self._entered(frame)
            return None
        return self._in_cell

    def _in_cell(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if event in {"line", "return"}:
            self._tell()
            self._last = (frame, frame.f_lineno) if event == "line" else self._caller(frame)
        return self._in_cell

    def _caller(self, frame: FrameType) -> tuple[FrameType, int] | None:
        """The line to which a function of a cell returns, through whatever called it."""
        each = frame.f_back
        while each is not None and each.f_code.co_filename not in self._files:
            each = each.f_back
        return (each, each.f_lineno) if each else None

    def _tell(self) -> None:
        if self._last and self._asked <= MOST_ASKED:
            self._asked += 1
            self._ran(*self._last)
