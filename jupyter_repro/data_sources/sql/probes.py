"""A query that the settings put to a server beside those of the notebook, to see whether its data changed."""

from __future__ import annotations

from typing import Any

from jupyter_repro.addresses.query_names import query_name
from jupyter_repro.data_sources.sql.fetched_rows import FetchedRows
from jupyter_repro.data_sources.sql.statements import changing_word, is_query
from jupyter_repro.digest import Digest
from jupyter_repro.errors import ReproError

MOST_ROWS = 10_000
"""Of the answer to a probe that count."""


def checked_probe(statement: str) -> str:
    """The statement; raises ReproError for one that does more than read."""
    word = changing_word(statement)
    if word or not is_query(statement):
        raise ReproError(
            f"the probe {statement!r} is not one query that only reads", "write a select in the rule"
        )
    return statement


def probe_answer(engine: Any, database: str, statement: str) -> tuple[str, Digest, int]:
    """Name, digest and size of a probe's answer, by a connection of its own: the notebook's transaction is its own.

    `engine` is one of SQLAlchemy's. Raises ReproError for a statement that changes something, and what the database
    raises.
    """
    name, digest, size = query_name(database, checked_probe(statement), ())
    rows = FetchedRows(statement, digest, size, with_digest=True)
    pool = engine.pool.recreate()
    try:
        connection = pool.connect()
        try:
            cursor = connection.cursor()
            cursor.execute(statement)
            rows.add(cursor.fetchmany(MOST_ROWS))
        finally:
            connection.rollback()
            connection.close()
    finally:
        pool.dispose()
    return (name, *rows.answer())
