"""Queries that are put to a database server through SQLAlchemy, as pandas does."""

from __future__ import annotations

import re
from typing import Any

from jupyter_repro.addresses.database_addresses import public_database
from jupyter_repro.addresses.query_names import query_name
from jupyter_repro.data_sources.sql.pandas_reader import is_answer_noted
from jupyter_repro.extensions.data import DataNotes, Undo

_QUERY = re.compile(r"\s*(?:select|with|values|table|exec|call)\b", re.I)
_OF_ITSELF = re.compile(r"\b(?:pg_catalog|information_schema)\b", re.I)
"""What libraries ask to learn which tables there are."""
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
            if url.get_backend_name() not in _BY_FILE and is_query(statement):
                uri, digest, size = query_name(public_database(url), statement, parameters)
                place = notes.place()
                if not is_answer_noted(uri, place):
                    notes.received(uri, digest, size, "", place)

        event.listen(Engine, "before_cursor_execute", executes)
        return lambda: event.remove(Engine, "before_cursor_execute", executes)


def is_query(statement: str) -> bool:
    """Whether a statement reads data, and not which tables there are."""
    return bool(_QUERY.match(statement)) and not _OF_ITSELF.search(statement)
