"""Audit events of Python, passed to those who want to hear them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Mapping
from types import FrameType
from typing import Any

from jupyter_repro.recording.data.reads import READING

Hearers = Mapping[str, list[Callable[[tuple[Any, ...], FrameType | None], None]]]


def listen(hearers: Hearers, known: Container[Any]) -> None:
    """Pass the audit events that somebody wants to hear to him, for as long as the process lives.

    Reading a path that is `known` is passed over, and byte code, which is no data: a notebook may open its files a
    hundred thousand times, and a hook costs each of them a third of a microsecond before it does anything.
    Source of the events: "Audit events table" in Python's documentation.
    """

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if (
            event == "open"
            and type(path := arguments[0]) is str
            and (path.endswith(".pyc") or (path in known and arguments[1] in READING))
        ):
            return
        if event in hearers:
            caller = sys._getframe().f_back  # none in a thread that compiled code began
            for each in hearers[event]:
                each(arguments, caller)

    sys.addaudithook(hook)
