"""Watching every call that the user's code makes: exact, and only when it is asked for, because it slows the code.

Python 3.12 tells calls through `sys.monitoring` (PEP 669), Python 3.11 through `sys.setprofile`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

from jupyter_repro.notebooks.cell_source import function_name

Called = Callable[[str, FrameType], None]
"""Told the dotted name of a function and the frame that calls it."""

_NAME = "jupyter-repro"


class CallWatching:
    """Tells the calls of functions written in C, while a cell runs."""

    def __init__(self, is_users: Callable[[str], bool], called: Called) -> None:
        self._is_users = is_users
        self._called = called
        self._watch = _Monitoring(self) if sys.version_info >= (3, 12) else _Profiling(self)

    def begin(self) -> None:
        """A cell begins."""
        self._watch.begin()

    def end(self) -> None:
        """The cell has ended."""
        self._watch.end()

    def is_users(self, code: CodeType) -> bool:
        """Whether code is a cell's or of a module beside the notebook."""
        return self._is_users(code.co_filename)

    def tell(self, function: Any, frame: FrameType) -> None:
        """Pass a call on."""
        self._called(function_name(function), frame)


class _Profiling:
    def __init__(self, watching: CallWatching) -> None:
        self._watching = watching
        self._before: Any = None

    def begin(self) -> None:
        self._before = sys.getprofile()
        sys.setprofile(self._profile)

    def end(self) -> None:
        # somebody else's profile function is left where it is
        if sys.getprofile() == self._profile:
            sys.setprofile(self._before)

    def _profile(self, frame: FrameType, event: str, argument: Any) -> None:
        if event == "c_call" and self._watching.is_users(frame.f_code):
            self._watching.tell(argument, frame)


class _Monitoring:
    def __init__(self, watching: CallWatching) -> None:
        self._watching = watching
        self._monitoring: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore]
        self._tool: int | None = None

    def begin(self) -> None:
        free = (tool for tool in range(5, -1, -1) if self._monitoring.get_tool(tool) is None)
        self._tool = next(free, None)
        if self._tool is not None:
            call = self._monitoring.events.CALL
            self._monitoring.use_tool_id(self._tool, _NAME)
            self._monitoring.register_callback(self._tool, call, self._call)
            self._monitoring.set_events(self._tool, call)

    def end(self) -> None:
        if self._tool is not None:
            self._monitoring.set_events(self._tool, 0)
            self._monitoring.free_tool_id(self._tool)
            self._tool = None

    def _call(self, code: CodeType, _offset: int, function: Any, _first: Any) -> Any:
        if not self._watching.is_users(code):
            return self._monitoring.DISABLE
        self._watching.tell(function, sys._getframe(1))
        return None
