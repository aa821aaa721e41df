"""The command line with timers around named functions and every import; benchmarks/breakdown.py runs it.

`python -P timed_verify.py TIMES FUNCTIONS ARGUMENT…`: FUNCTIONS is a JSON file of modules, each with its functions and
what their time is called; what was found goes to TIMES. Of functions that call each other each has its own time only.
"""

from __future__ import annotations

import time

BEGAN = time.monotonic()

import functools  # noqa: E402  what is imported before the clock begins counts as Python's own start
import json  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402
from collections.abc import Callable, Mapping  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

REST = "all else of the command"
IMPORTS = "imports: "
OURS = f"{IMPORTS}jupyter_repro"
STANDARD_LIBRARY = f"{IMPORTS}the standard library"
COROUTINE = 0x80
"""Flag of a function's code."""

Functions = Mapping[str, Mapping[str, str]]
"""Module to qualified name to what its time is called."""


class Clock:
    """Adds up the time of each row, without that of the rows that begin and end within it."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.rows = {REST: 0.0}
        self.stack = [REST]
        self._now, self._since = now, now()

    def enter(self, row: str) -> None:
        self.note()
        self.stack.append(row)
        self.rows.setdefault(row, 0.0)

    def leave(self) -> None:
        self.note()
        self.stack.pop()

    def note(self) -> None:
        """Add the time since the last change to the row that runs."""
        now = self._now()
        self.rows[self.stack[-1]] += now - self._since
        self._since = now


def import_row(module: str, running: str) -> str:
    """The row of an import: what a library imports in turn is that library's time."""
    top = module.partition(".")[0]
    if top == "jupyter_repro":
        return OURS
    if running.startswith(IMPORTS) and running != OURS:
        return running
    return STANDARD_LIBRARY if top in sys.stdlib_module_names else f"{IMPORTS}{top}"


def timed(function: Callable[..., Any], row: str, clock: Clock) -> Callable[..., Any]:
    """The function, whose time is that of a row."""

    @functools.wraps(function)
    def call(*arguments: Any, **options: Any) -> Any:
        clock.enter(row)
        try:
            return function(*arguments, **options)
        finally:
            clock.leave()

    @functools.wraps(function)
    async def call_and_wait(*arguments: Any, **options: Any) -> Any:
        clock.enter(row)
        try:
            return await function(*arguments, **options)
        finally:
            clock.leave()

    code = getattr(function, "__code__", None)
    return call_and_wait if code and code.co_flags & COROUTINE else call


def time_functions(module: Any, functions: Mapping[str, str], clock: Clock) -> None:
    """Put timers around functions of a module; raises KeyError for one that it does not have."""
    for qualified, row in functions.items():
        *classes, name = qualified.split(".")
        owner = functools.reduce(getattr, classes, module)
        setattr(owner, name, timed(vars(owner)[name], row, clock))


def time_imports(functions: Functions, clock: Clock) -> None:
    """Time every import from here on, and put the timers into a module before anybody takes functions from it."""
    bootstrap = sys.modules["_frozen_importlib"]
    find_and_load, left = bootstrap._find_and_load, dict(functions)  # type: ignore[attr-defined]

    def timed_import(name: str, importer: Any) -> Any:
        if name in sys.modules or threading.current_thread() is not threading.main_thread():
            return find_and_load(name, importer)
        clock.enter(import_row(name, clock.stack[-1]))
        try:
            module = find_and_load(name, importer)
        finally:
            clock.leave()
        time_functions(module, left.pop(name, {}), clock)
        return module

    bootstrap._find_and_load = timed_import  # type: ignore[attr-defined]


def main() -> None:
    times, functions, *arguments = sys.argv[1:]
    wanted = json.loads(Path(functions).read_bytes())
    clock = Clock()
    time_imports(wanted, clock)
    sys.argv = ["jupyter-repro", *arguments]
    try:
        from jupyter_repro.cli import main as command

        command()
    finally:
        clock.note()
        found = {"began": BEGAN, "ended": time.monotonic(), "rows": clock.rows}
        Path(times).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
