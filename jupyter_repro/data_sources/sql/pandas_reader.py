"""What a database server answers to `pandas.read_sql`: the digest of the rows, beside that of the statement.

Another answer to the same query is then told as data that changed.
"""

from __future__ import annotations

import sys
import threading
from functools import wraps
from typing import Any

from blake3 import blake3

from jupyter_repro.data_sources.sql.statements import is_ordered
from jupyter_repro.digest import Digest, digest_of
from jupyter_repro.extensions.data import DataNotes, Undo
from jupyter_repro.patching import replaced, see_through

_LOCAL = threading.local()


def is_answer_noted(uri: str, place: tuple[str, int]) -> bool:
    """Whether the answer of the query that is put now is noted when it is there; else the statement is to be."""
    asked = getattr(_LOCAL, "asked", None)
    if asked is None:
        return False
    asked.append((uri, place))
    return True


class PandasSqlReader:
    """Notes the rows of each query that pandas puts through SQLAlchemy."""

    modules = ("pandas.io.sql",)

    def start(self, module: str, notes: DataNotes) -> Undo:
        """Watch the function that all of pandas' ways to a query lead through."""
        database = sys.modules[module].SQLDatabase
        reading = vars(database)["read_query"]

        @see_through
        @wraps(reading)
        def read_query(self: Any, sql: Any, *args: Any, **named: Any) -> Any:
            if named.get("chunksize") is not None:
                return reading(self, sql, *args, **named)
            asked: list[tuple[str, tuple[str, int]]] = []
            _LOCAL.asked = asked
            try:
                frame = reading(self, sql, *args, **named)
            finally:
                _LOCAL.asked = None
            for uri, place in asked:
                notes.answered(uri, lambda: _answer(frame, str(sql)), place)
            return frame

        return replaced(database, "read_query", read_query)


def _answer(frame: Any, statement: str) -> tuple[Digest, int]:
    """Digest of a frame's columns, types and rows, and its bytes; the order counts where the statement gives one."""
    from pandas.util import hash_pandas_object

    if frame.index.nlevels > 1 or frame.index.name is not None:
        frame = frame.reset_index()
    rows = hash_pandas_object(frame, index=False).to_numpy()
    ordered = rows if is_ordered(statement) else sorted(rows.tolist())
    head = repr([(str(name), str(kind)) for name, kind in frame.dtypes.items()])
    found = blake3(head.encode())
    found.update(b"".join(int(row).to_bytes(8, "big") for row in ordered))
    return digest_of(found), int(frame.memory_usage(index=False, deep=True).sum())
