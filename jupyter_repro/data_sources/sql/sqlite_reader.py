"""SQLite: the files of its databases, and the queries that are put to them."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from functools import wraps
from sqlite3 import dbapi2
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.query_names import query_name
from jupyter_repro.extensions.data import DataNotes, Undo
from jupyter_repro.patching import after, replaced

MOST_STATEMENTS = 1000
"""Statements of one connection that are looked at: who puts more of them fills a database, and waits for each."""

_QUERY = re.compile(r"\s*(?:select|with)\b", re.I)
_OF_ITSELF = re.compile(r"\bsqlite_(?:master|schema|temp_master)\b|\bpragma_", re.I)
_IN_MEMORY = ("", ":memory:")


class SqliteReader:
    """Notes each database that is opened, and each statement that reads, by SQLite's own trace."""

    modules = ("sqlite3",)

    def start(self, _module: str, notes: DataNotes) -> Undo:
        """Watch the making of connections."""
        connect = dbapi2.connect

        @wraps(connect)
        def connected(database: Any, *args: Any, **named: Any) -> Any:
            notes.connected(database)
            connection = connect(database, *args, **named)
            if os.fsdecode(database) not in _IN_MEMORY and notes.place()[0]:
                connection.set_trace_callback(
                    _traced(connection, _address(os.fsdecode(database), notes), notes)
                )
            return connection

        return after(replaced(sqlite3, "connect", connected), replaced(dbapi2, "connect", connected))


def _traced(connection: Any, address: str, notes: DataNotes) -> Callable[[str], None]:
    left = MOST_STATEMENTS

    def traced(statement: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            connection.set_trace_callback(None)
        elif _QUERY.match(statement) and not _OF_ITSELF.search(statement):
            uri, digest, size = query_name(address, statement)
            notes.received(uri, digest, size, "", notes.place())

    return traced


def _address(database: str, notes: DataNotes) -> str:
    found = parse_address(database)
    path = found.path if found.scheme == "file" else database
    return f"sqlite:{notes.name_of(path)}"
