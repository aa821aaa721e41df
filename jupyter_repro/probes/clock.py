"""The clock: the date and the time of day."""

from __future__ import annotations

import ast
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.patching import after, noting, replaced

_NOW = frozenset({"now", "today"})
_PARSERS = frozenset({"numpy.datetime64", "pandas.to_datetime", "pandas.Timestamp"})
_FILE_TIMES = frozenset(f"st_{each}time{unit}" for each in ("a", "c", "m", "birth") for unit in ("", "_ns"))
_SQL_NOW = re.compile(
    r"\b(?:select|insert|update|create|alter)\b.*?(\bcurrent_(?:timestamp|date|time)\b|\b(?:now|getdate|sysdate|localtimestamp|clock_timestamp)\s*\("
    r"|\b(?:date|time|datetime|julianday|unixepoch)\s*\(\s*(?:'now'|\))|'now')",
    re.IGNORECASE | re.DOTALL,
)
_ALWAYS = ("time", "time_ns")
_WITHOUT_TIME = {"localtime": 0, "gmtime": 0, "ctime": 0, "asctime": 0, "strftime": 1}
"""Functions that read the clock where they are given no time, with the place of that argument."""


_OF_FILES = {f"get{each}time": f"os.path.get{each}time() is the time of a file" for each in ("a", "c", "m")}


class ClockProbe:
    """Notes where the notebook asks what time it is."""

    kind = "clock"
    remedy = "write the date into the notebook, or make it a parameter"
    modules = ("time", "genericpath")
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
        """Watch the functions of `time` that tell the time of day, and of `os.path` that tell a file's."""
        if module == "genericpath":
            return noting("posixpath" if os.name == "posix" else "ntpath", _OF_FILES, note)
        owner = sys.modules[module]
        return after(*(replaced(owner, name, _noted(name, note)) for name in (*_ALWAYS, *_WITHOUT_TIME)))

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """Calls that parse "now" or "today", times of files, and SQL that asks for the time."""
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in _FILE_TIMES:
                yield node.lineno, f"{node.attr} is the time of a file", source.is_sure(node)
            elif isinstance(node, ast.Constant) and (match := _SQL_NOW.search(str(node.value))):
                yield node.lineno, f"the query asks for the time with {match[1]}", source.is_sure(node)
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
