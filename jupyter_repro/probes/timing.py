"""How long something took: clocks that count from an arbitrary moment, and processor time."""

from __future__ import annotations

import ast
import asyncio
import sys
from collections.abc import Callable, Iterator
from functools import wraps

from jupyter_repro.extensions.data import Undo
from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.patching import dotted_names, noting, replaced

_TOLD = {
    "time": {
        name: f"time.{name}() measures time"
        for name in (
            "perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns", "process_time", "process_time_ns",
            "thread_time", "thread_time_ns",
        )
    },
    "timeit": {name: f"timeit.{name}() measures time" for name in ("timeit", "repeat", "default_timer")},
}  # fmt: skip


_LOOP = "asyncio.base_events"
_ANSWERING = {"timeit": "-o", "prun": "-r"}
"""Magics, with the option by which they answer with what they measured."""


class TimingProbe:
    """Notes where the notebook measures time."""

    kind = "timing"
    remedy = "do not print durations, or name the cell: %repro ignore"
    modules = (*_TOLD, _LOOP)
    watches = dotted_names(_TOLD)
    through = frozenset({"jupyter_repro"})  # what is put in the place of a function
    calls = {f"{module}.Profile": f"{module}.Profile() measures time" for module in ("cProfile", "profile")}

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the functions of `module`, and the clock of event loops."""
        if module == _LOOP:
            return replaced(asyncio.BaseEventLoop, "time", _watched_time(note))
        return noting(module, _TOLD[module], note)

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """Magics that answer with what they measured."""
        for call in source.calls:
            name, options = _magic(call.node)
            if name in _ANSWERING and _ANSWERING[name] in options:
                yield call.node.lineno, f"%{name} measures time", call.sure


def _watched_time(note: Callable[[str], None]) -> Callable[[asyncio.BaseEventLoop], float]:
    original = asyncio.BaseEventLoop.time

    def time(self: asyncio.BaseEventLoop) -> float:
        # the loop asks in each of its turns
        if not sys._getframe(1).f_globals.get("__name__", "").startswith("asyncio."):
            note("the event loop's time() measures time")
        return original(self)

    return wraps(original)(time)


def _magic(node: ast.Call) -> tuple[str, list[str]]:
    """Name and options of a magic that is called; empty for any other call."""
    texts = [
        each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    is_magic = getattr(node.func, "attr", "") in {"run_line_magic", "run_cell_magic"} and len(texts) > 1
    return (texts[0], texts[1].split()) if is_magic else ("", [])
