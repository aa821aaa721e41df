"""Top-level modules: of names that are loaded, and of the import statements in a cell."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable


def top_level(modules: Iterable[str]) -> set[str]:
    """The first part of each name."""
    return {name.partition(".")[0] for name in modules}


class LoadedModules:
    """Which modules were loaded since it was asked last; it costs nothing where none was."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._state: tuple[int, str] = (0, "")

    def new(self) -> set[str]:
        """Names in `sys.modules` that were not there before."""
        # a dictionary keeps the order in which its keys came: another module has another last key or another length
        state = len(sys.modules), next(reversed(sys.modules), "")
        if state == self._state:
            return set()
        now = set(sys.modules)
        new, self._known, self._state = now - self._known, now, state
        return new


def imported_names(tree: ast.Module) -> set[str]:
    """Top-level modules named in the import statements of a cell."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names
