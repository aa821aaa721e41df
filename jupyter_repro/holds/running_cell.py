"""Which cell runs, and whether it is the notebook that asks: the kernel and what waits for others get true values."""

from __future__ import annotations

import threading
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from inspect import unwrap
from types import FrameType
from typing import Any

_STAND_INS = (
    "jupyter_repro.holds",
    "jupyter_repro.patching",
    "jupyter_repro.pinning",
    "jupyter_repro.pins",
    "jupyter_repro.probes",
)
"""Modules whose functions stand in for those of libraries, by the beginnings of their names."""
OF_THE_KERNEL = frozenset(
    {
        "IPython", "comm", "debugpy", "ipykernel", "jupyter_client", "jupyter_repro", "tornado", "traitlets", "zmq",
    }
)  # fmt: skip
"""Packages that run cells."""
NONE: frozenset[str] = frozenset()


true_ident: Callable[[], int] = unwrap(threading.get_ident)
"""The thread that asks; what a probe watches would count as the notebook's."""


class RunningCell:
    """The cell that runs, in the thread that runs cells."""

    def __init__(self, events: Any) -> None:
        self.number = 0
        """How many have begun."""
        self._events = events
        self._runs = False
        self._thread = true_ident()
        self._at_begin: list[Callable[[], None]] = []
        self._at_end: list[Callable[[], None]] = []

    def watch(self) -> None:
        """Hear from now on when cells begin and end."""
        self._events.register("pre_run_cell", self._begins)
        self._events.register("post_run_cell", self._ends)

    def end(self) -> None:
        """Hear no more."""
        self._events.unregister("pre_run_cell", self._begins)
        self._events.unregister("post_run_cell", self._ends)

    def at_begin(self, act: Callable[[], None]) -> None:
        """Call `act` when a cell begins."""
        self._at_begin.append(act)

    def at_end(self, act: Callable[[], None]) -> None:
        """Call `act` when a cell has ended."""
        self._at_end.append(act)

    def asks(self, frame: FrameType, own: Container[str], through: Container[str] = NONE) -> bool:
        """Whether a cell asks, itself or by a library, in the thread that runs cells.

        `frame` is where it was asked from, `own` are packages that ask for their own sake; `through` those by which
        others ask.
        """
        if true_ident() != self._thread:
            return False
        return self.runs and package_of(asking_frame(frame, through)) not in own

    @contextmanager
    def pausing(self) -> Iterator[None]:
        """While it lasts nothing counts as asked by the cell."""
        ran, self._runs = self._runs, False
        try:
            yield
        finally:
            self._runs = ran

    @property
    def runs(self) -> bool:
        """Whether a cell runs now."""
        return self._runs

    def _begins(self, _info: Any) -> None:
        self.number += 1
        self._runs = True
        for act in self._at_begin:
            act()

    def _ends(self, _result: Any) -> None:
        self._runs = False
        for act in self._at_end:
            act()


def asking_frame(frame: FrameType | None, through: Container[str] = NONE) -> FrameType | None:
    """The innermost frame that neither stands in for a library's function nor is of a package in `through`."""
    while frame is not None and (_stands_in(frame) or package_of(frame) in through):
        frame = frame.f_back
    return frame


def _stands_in(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).startswith(_STAND_INS)


def package_of(frame: FrameType | None) -> str:
    """Top-level package of the code that runs in a frame."""
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] if frame else ""
