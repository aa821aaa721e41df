"""Which file of this machine a query was put to, by its name in a snapshot."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located, portable

_KINDS = ("sqlite", "duckdb")
_MARKER = "///"
"""Before the path of a database that is named by an address."""
_IN_MEMORY = frozenset({"", ":memory:"})


def queried_file(name: str, folder: Path) -> Path | None:
    """The file of the database that a query or its table is named by; None for a server, and for what is no query.

    >>> queried_file("sqlite:shop.db#query=7f51819760523a29", Path("/project")).as_posix()
    '/project/shop.db'
    >>> queried_file("sqlite:///shop.db#orders@updated_at", Path("/project")).as_posix()
    '/project/shop.db'
    """
    found = data_name(name)
    if found.scheme.partition("+")[0] not in _KINDS or not found.query:
        return None
    file = database_file(found.path)
    return located(file, folder) if file not in _IN_MEMORY else None


def database_file(place: str) -> str:
    """The path in what follows the scheme of a database in a file, without its options; a plain one as it is."""
    return place.removeprefix(_MARKER).partition("?")[0] if place.startswith(_MARKER) else place


def recorded_database(name: str, recorded: Container[str], folder: Path) -> str:
    """Name of the file that a query was put to, where the same snapshot has it; "" where it does not."""
    file = queried_file(name, folder)
    database = portable(file, folder) if file else ""
    return database if database and database in recorded else ""
