"""What a database server answers to `pandas.read_sql`: the digest of the rows, beside that of the statement.

Another answer to the same query is then reported as data that changed.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, NamedTuple

from jupyter_repro.data_sources.sql.frame_digests import RowsOfFrames
from jupyter_repro.extensions.data import DataNotes, Undo
from jupyter_repro.patching import after, replaced, see_through

_LOCAL = threading.local()
_WAYS = ("read_query", "read_table")
"""Of pandas' object for SQLAlchemy: all that reads leads through one of them."""


class PutQuery(NamedTuple):
    """A query that is put to a server."""

    uri: str
    digest: str
    """Of the statement."""
    size: int
    """Of the statement, in characters."""
    place: tuple[str, int]


def is_answer_noted(query: PutQuery) -> bool:
    """Whether the answer of the query that is put now is noted when it is there; else the statement is to be."""
    asked = getattr(_LOCAL, "asked", None)
    if asked is None:
        return False
    asked.append(query)
    return True


class PandasSqlReader:
    """Notes the rows of each query that pandas puts through SQLAlchemy."""

    modules = ("pandas.io.sql",)

    def start(self, module: str, notes: DataNotes) -> Undo:
        """Watch the functions that all of pandas' ways to read lead through."""
        database = sys.modules[module].SQLDatabase
        return after(*(replaced(database, way, _reading(vars(database)[way], notes)) for way in _WAYS))


def _reading(read: Callable[..., Any], notes: DataNotes) -> Callable[..., Any]:
    @see_through
    @wraps(read)
    def noting(self: Any, sql: Any, *args: Any, **named: Any) -> Any:
        asked: list[PutQuery] = []
        _LOCAL.asked = asked
        try:
            answer = read(self, sql, *args, **named)
        finally:
            _LOCAL.asked = None
        rows = RowsOfFrames(str(sql))
        if isinstance(answer, Iterator):
            return _chunks(answer, rows, asked, notes)
        for query in asked:
            notes.answered(query.uri, lambda: rows.having(answer).answer(), query.place)
        return answer

    return noting


def _chunks(
    frames: Iterator[Any], rows: RowsOfFrames, asked: list[PutQuery], notes: DataNotes
) -> Iterator[Any]:
    """The same frames; the answer is noted after the last one, and the statement where that is not asked for."""
    is_whole = False
    try:
        for frame in frames:
            rows.add(frame)
            yield frame
        is_whole = True
    finally:
        for query in asked:
            if is_whole:
                notes.answered(query.uri, rows.answer, query.place)
            else:
                notes.received(query.uri, query.digest, query.size, "", query.place)
