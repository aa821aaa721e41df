"""Which file of this machine a query was put to, by its name in a snapshot."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path

from jupyter_repro.addresses.portable_paths import located, portable

_DATABASE = re.compile(r"(?:sqlite|duckdb)(?:\+\w+)?:(.+)", re.IGNORECASE)
_QUERY = "#query="
_MARKER = "///"
"""Before the path of a database that is named by an address."""


def queried_file(name: str, folder: Path) -> Path | None:
    """The file of the database that a query or its table is named by; None for a server, and for what is no query.

    >>> queried_file("sqlite:shop.db#query=7f51819760523a29", Path("/project")).as_posix()
    '/project/shop.db'
    >>> queried_file("sqlite:///shop.db#orders@updated_at", Path("/project")).as_posix()
    '/project/shop.db'
    """
    found = _DATABASE.match(name)
    if found is None or "#" not in name:
        return None
    file = found[1].rpartition(_QUERY)[0] or found[1].partition("#")[0]
    named = file.removeprefix(_MARKER).partition("?")[0] if file.startswith(_MARKER) else file
    return located(named, folder) if named not in {"", ":memory:"} else None


def recorded_database(name: str, recorded: Container[str], folder: Path) -> str:
    """Name of the file that a query was put to, where the same snapshot has it; "" where it does not."""
    file = queried_file(name, folder)
    database = portable(file, folder) if file else ""
    return database if database and database in recorded else ""
