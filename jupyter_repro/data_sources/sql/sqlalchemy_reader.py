"""Queries that are put to a database server through SQLAlchemy: the statement, and how many rows were fetched.

A rule of the settings asks for the digest of the rows, or for a query of its own beside them.
"""

from __future__ import annotations

import re
from typing import Any

from jupyter_repro.addresses.database_addresses import public_database
from jupyter_repro.addresses.query_names import query_name
from jupyter_repro.data_sources.sql.fetched_rows import CountingCursor, FetchedRows
from jupyter_repro.data_sources.sql.pandas_reader import PutQuery, is_answer_noted
from jupyter_repro.data_sources.sql.probes import probe_answer
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.data import DataNotes, Undo
from jupyter_repro.patching import after
from jupyter_repro.settings import DataSettings, settings_for

_QUERY = re.compile(r"\s*(?:select|with|values|table|exec|call)\b", re.I)
_OF_ITSELF = re.compile(r"\b(?:pg_catalog|information_schema)\b", re.I)
"""What libraries ask to learn which tables there are."""
_BY_FILE = frozenset({"sqlite"})
"""Databases whose queries are seen, or whose files are recorded, without SQLAlchemy."""


class SqlalchemyReader:
    """Notes each statement that reads, before it is sent, and counts what is fetched of it."""

    modules = ("sqlalchemy.engine",)

    def start(self, _module: str, notes: DataNotes) -> Undo:
        """Listen to all engines."""
        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        watch = _Watch(notes, _settings(notes))
        heard = {"before_cursor_execute": watch.will_execute, "after_cursor_execute": watch.executed}
        for name, act in heard.items():
            event.listen(Engine, name, act)
        return after(*(lambda each=each: event.remove(Engine, *each) for each in heard.items()))


def _settings(notes: DataNotes) -> DataSettings:
    try:
        return settings_for(notes.folder).data
    except ReproError:  # whoever records says that they cannot be read
        return DataSettings()


class _Watch:
    """What is known of the queries of one kernel."""

    def __init__(self, notes: DataNotes, settings: DataSettings) -> None:
        self._notes, self._settings = notes, settings
        self._probed: set[tuple[str, str]] = set()

    def will_execute(
        self, connection: Any, _cursor: Any, statement: str, parameters: Any, context: Any, *_: Any
    ) -> None:
        url = connection.engine.url
        if url.get_backend_name() in _BY_FILE or not is_query(statement):
            return
        database = public_database(url)
        query = PutQuery(*query_name(database, statement, parameters), self._notes.place())
        if not query.place[0]:
            return
        for probe in self._settings.probes_for(query.uri):
            self._probe(connection.engine, database, probe, query.place)
        if not is_answer_noted(query) and context is not None:
            with_digest = self._settings.digests_answers(query.uri)
            rows = FetchedRows(statement, query.digest, query.size, with_digest=with_digest)
            context.rows_of_jupyter_repro = rows
            self._notes.answering(query.uri, rows.answer, query.place)

    def executed(
        self, _connection: Any, cursor: Any, _statement: str, _parameters: Any, context: Any, *_: Any
    ) -> None:
        rows = getattr(context, "rows_of_jupyter_repro", None)
        if rows is not None and context.cursor is cursor:
            context.cursor = CountingCursor(cursor, rows)

    def _probe(self, engine: Any, database: str, probe: str, place: tuple[str, int]) -> None:
        if (database, probe) in self._probed:
            return
        self._probed.add((database, probe))
        self._notes.probed(lambda: probe_answer(engine, database, probe), place)


def is_query(statement: str) -> bool:
    """Whether a statement reads data, and not which tables there are."""
    return bool(_QUERY.match(statement)) and not _OF_ITSELF.search(statement)
