"""Random functions of databases, in the SQL that a notebook holds: their generators are the database's own."""

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

_FUNCTION = r"(random|rand|randomblob|newid|uuid|gen_random_uuid)\s*\("
_RANDOM = re.compile(
    rf"\b(?:select|insert|update|create|alter|order\s+by)\b.*\b{_FUNCTION}"
    r"|\bselect\b.*\b(using\s+sample|tablesample)\b(?!.*\brepeatable\b)"
    # an expression alone, as relations take it
    rf"|^\W*{_FUNCTION}\s*\d*\s*\)",
    re.I | re.S,
)


class SqlProbe:
    """Notes queries that draw at random."""

    kind = "rng"
    remedy = "order by a column, or draw in Python from a seeded generator"

    modules = ("duckdb",)
    through = frozenset({"jupyter_repro"})  # a reader of data may stand between

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the functions of a module that are given a query, which need not stand in the notebook."""
        owner = sys.modules[module]
        names = (name for name in ("execute", "query", "sql") if hasattr(owner, name))
        return after(*(replaced(owner, name, _noted(getattr(owner, name), note)) for name in names))

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """Texts that look like such a query."""
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if what := _drawing(node.value):
                yield node.lineno, what, False


def _drawing(query: object) -> str:
    """How a query draws; "" for one that does not."""
    match = _RANDOM.search(query) if isinstance(query, str) else None
    if match is None:
        return ""
    function = match[1] or match[3]
    return (
        f"the query draws with {function}()" if function else f"the query draws a sample: {match[2].lower()}"
    )


def _noted(function: Callable[..., Any], note: Callable[[str], None]) -> Callable[..., Any]:
    @wraps(function)
    def noted(*args: Any, **named: Any) -> Any:
        for value in (*args, *named.values()):
            if what := _drawing(value):
                note(what)
        return function(*args, **named)

    return noted
