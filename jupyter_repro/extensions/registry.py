"""Finding what is registered for an extension point.

Each extension point is one entry-point group, `jupyter_repro.<name>`. The built-ins are registered in
pyproject.toml the same way a stranger's plug-in is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, distributions
from typing import Any


@cache
def registered(group: str) -> tuple[EntryPoint, ...]:
    """Entry points of `jupyter_repro.<group>`, by name; of two with one name the first wins."""
    found: dict[str, EntryPoint] = {}
    for entry in _ours():
        if entry.group == f"jupyter_repro.{group}":
            found.setdefault(entry.name, entry)
    return tuple(found[name] for name in sorted(found))


@cache
def _ours() -> tuple[EntryPoint, ...]:
    """Those of all extension points: to look through all that is installed takes as long for one as for all.

    `entry_points()` reads every line that every package registers, which takes twice as long.
    """
    return tuple(
        entry
        for package in distributions()
        if "[jupyter_repro." in (package.read_text("entry_points.txt") or "")
        for entry in package.entry_points
    )


def parts(group: str, failed: Callable[[str, Exception], None] | None = None) -> dict[str, Any]:
    """Name to instance of all that is registered for an extension point.

    A plug-in that cannot be loaded is reported to `failed` and left out; without `failed` its error is raised.
    """
    found: dict[str, Any] = {}
    for entry in registered(group):
        try:
            found[entry.name] = entry.load()()
        except Exception as error:
            if failed is None:
                raise
            failed(entry.name, error)
    return found
