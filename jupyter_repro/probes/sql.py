"""Random functions of databases, in the SQL that a notebook holds: their generators are the database's own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_repro.notebooks.cell_source import CellSource

_RANDOM = re.compile(r"\bselect\b.*\b(random|rand|randomblob|newid|uuid|gen_random_uuid)\s*\(", re.I | re.S)


class SqlProbe:
    """Notes queries that draw at random."""

    kind = "rng"
    remedy = "order by a column, or draw in Python from a seeded generator"

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """Texts that look like such a query."""
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if match := _RANDOM.search(node.value):
                yield node.lineno, f"the query draws with {match[1]}()", False
