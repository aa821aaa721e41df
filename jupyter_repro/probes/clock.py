"""The clock: the date and the time of day."""

from __future__ import annotations

import ast
import sys
import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.patching import after, replaced

_NOW = frozenset({"now", "today"})
_PARSERS = frozenset({"numpy.datetime64", "pandas.to_datetime", "pandas.Timestamp"})
_ALWAYS = ("time", "time_ns")
_WITHOUT_TIME = {"localtime": 0, "gmtime": 0, "ctime": 0, "asctime": 0, "strftime": 1}
"""Functions that read the clock where they are given no time, with the place of that argument."""


class ClockProbe:
    """Notes where the notebook asks what time it is."""

    kind = "clock"
    remedy = "write the date into the notebook, or make it a parameter"
    modules = ("time",)
    calls = {
        f"{owner}.{name}": f"{owner.rpartition('.')[2]}.{name}() reads the clock"
        for owner, names in {
            "datetime.datetime": ("now", "utcnow", "today"),
            "datetime.date": ("today",),
            "pandas.Timestamp": ("now", "today", "utcnow"),
            "pandas._libs.tslibs.timestamps.Timestamp": ("now", "today", "utcnow"),
            "pandas.Period": ("now",),
            "pandas._libs.tslibs.period.Period": ("now",),
        }.items()
        for name in names
    }

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the functions of `time` that tell the time of day."""
        owner = sys.modules[module]
        return after(*(replaced(owner, name, _noted(name, note)) for name in (*_ALWAYS, *_WITHOUT_TIME)))

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """Calls that parse "now" or "today"."""
        for call in source.calls:
            first = call.node.args[0] if call.node.args else None
            if call.name in _PARSERS and isinstance(first, ast.Constant) and first.value in _NOW:
                yield call.node.lineno, f"{call.name}({first.value!r}) reads the clock", call.sure


def _noted(name: str, note: Callable[[str], None]) -> Callable[..., Any]:
    what = f"time.{name}() reads the clock"
    function = getattr(time, name)
    position = _WITHOUT_TIME.get(name, 0)

    @wraps(function)
    def unless_given(*args: Any) -> Any:
        if len(args) <= position:
            note(what)
        return function(*args)

    return unless_given
