"""Top-level modules: of names that are loaded, and of the import statements in a cell."""

from __future__ import annotations

import ast
from collections.abc import Iterable


def top_level(modules: Iterable[str]) -> set[str]:
    """The first part of each name."""
    return {name.partition(".")[0] for name in modules}


def imported_names(tree: ast.Module) -> set[str]:
    """Top-level modules named in the import statements of a cell."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names
