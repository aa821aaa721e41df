"""Threads and pools: what they do at the same time ends in an order that nobody decides."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced, wrapping


def _process(_arguments: tuple[Any, ...]) -> str:
    return "a process is started"


class ThreadsProbe:
    """Notes where the notebook starts threads, or a pool of threads or processes."""

    kind = "threads"
    remedy = "gather the results in the order of the inputs, not in that of their completion"
    through = frozenset({"threading", "concurrent", "multiprocessing", "joblib", "jupyter_repro"})
    modules = ("threading",)
    events: dict[str, Callable[[tuple[Any, ...]], str]] = {"os.fork": _process}

    def start(self, _module: str, note: Callable[[str], None]) -> Undo:
        """Watch the start of threads."""
        start = threading.Thread.start
        return replaced(
            threading.Thread, "start", wrapping(start, lambda _thread: note("a thread is started"))
        )
