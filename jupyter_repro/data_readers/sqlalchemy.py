"""Queries that are put to a database server through SQLAlchemy, as pandas does."""

from __future__ import annotations

import re
from typing import Any

from jupyter_repro.extensions import DataNotes, Undo
from jupyter_repro.query_names import query_name

_QUERY = re.compile(r"\s*(?:select|with|values|table|exec|call)\b", re.I)
_BY_FILE = frozenset({"sqlite"})
"""Databases whose queries are seen, or whose files are recorded, without SQLAlchemy."""


class SqlalchemyReader:
    """Notes each statement that reads, before it is sent."""

    modules = ("sqlalchemy.engine",)

    def start(self, _module: str, notes: DataNotes) -> Undo:
        """Listen to all engines."""
        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        def executes(connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            url = connection.engine.url
            if url.get_backend_name() in _BY_FILE or not _QUERY.match(statement):
                return
            public = url.set(username=None, password=None, query={}).render_as_string()
            uri, digest, size = query_name(public, statement, parameters)
            notes.received(uri, digest, size, "", notes.place())

        event.listen(Engine, "before_cursor_execute", executes)
        return lambda: event.remove(Engine, "before_cursor_execute", executes)
