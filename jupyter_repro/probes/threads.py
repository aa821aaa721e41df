"""Threads and pools: what they do at the same time ends in an order that nobody decides."""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable, Iterator
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.patching import replaced, wrapping


def _process(_arguments: tuple[Any, ...]) -> str:
    return "a process is started"


class ThreadsProbe:
    """Notes where the notebook starts threads, or a pool of threads or processes."""

    kind = "threads"
    remedy = "gather the results in the order of the inputs, not in that of their completion"
    through = frozenset({"threading", "concurrent", "multiprocessing", "joblib", "jupyter_repro"})
    modules = ("threading",)
    # coroutines run in the event loop, and no cell is on the stack of what they start
    calls = dict.fromkeys(("asyncio.to_thread", "asyncio.threads.to_thread"), "to_thread() starts a thread")
    events: dict[str, Callable[[tuple[Any, ...]], str]] = {"os.fork": _process}

    def start(self, _module: str, note: Callable[[str], None]) -> Undo:
        """Watch the start of threads."""
        start = threading.Thread.start
        return replaced(
            threading.Thread, "start", wrapping(start, lambda _thread: note("a thread is started"))
        )

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """Work that an event loop is asked to give to a thread."""
        for call in source.calls:
            if isinstance(call.node.func, ast.Attribute) and call.node.func.attr == "run_in_executor":
                yield call.node.lineno, "run_in_executor() starts a thread", call.sure
