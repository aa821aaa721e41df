"""The time zone: what becomes local time, in a kernel whose zone is not pinned."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.patching import after, replaced

_LOCAL = "{} is of the time zone of this machine"
_SQL = re.compile(r"'localtime'|\btimestamptz\b|\btimestamp with time zone\b|\bto_timestamp\(", re.IGNORECASE)
_NAMES = frozenset({"tzname", "timezone", "altzone", "daylight"})


def _noted(owner: Any, name: str, note: Callable[[str], None]) -> Callable[..., Any]:
    function, what = getattr(owner, name), _LOCAL.format(f"time.{name}()")

    @wraps(function)
    def noted(*args: Any) -> Any:
        note(what)
        return function(*args)

    return noted


class TimezoneProbe:
    """Notes what is put into the zone of the machine; nothing where that is pinned."""

    kind = "timezone"
    remedy = "say the zone: datetime.fromtimestamp(…, tz=…)"
    modules = ("time",)
    only_unpinned = True
    shares = True
    calls = {
        f"{owner}.{name}": _LOCAL.format(f"{owner.rpartition('.')[2]}.{name}()")
        for owner, names in {
            "datetime.datetime": ("fromtimestamp", "timestamp", "astimezone", "ctime", "timetuple"),
            "datetime.date": ("fromtimestamp",),
        }.items()
        for name in names
    }
    """Methods that take a moment without a zone for one of the machine's."""

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the functions of `time` that go between moments and local time."""
        owner = sys.modules[module]
        return after(*(replaced(owner, name, _noted(owner, name, note)) for name in ("localtime", "mktime")))

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """`time.tzname` and the like, and SQL that has moments in local time."""
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and (match := _SQL.search(str(node.value))):
                yield node.lineno, _LOCAL.format(f"{match[0]} of a database"), False
            elif isinstance(node, ast.Attribute) and source.name_of(node) in {
                f"time.{name}" for name in _NAMES
            }:
                yield node.lineno, _LOCAL.format(f"time.{node.attr}"), source.is_sure(node)
