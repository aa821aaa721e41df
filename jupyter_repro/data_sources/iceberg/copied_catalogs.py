"""A copy of a catalog in an SQLite file, in which a table's earlier snapshot is its newest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_repro.data_sources.iceberg.catalogs import IcebergPlace, local_path

if TYPE_CHECKING:
    from pyiceberg.table import Table

_ROWS = "select rowid, metadata_location from iceberg_tables where table_namespace = ? and table_name = ?"
_POINT = "update iceberg_tables set metadata_location = ? where rowid = ?"


def set_newest(place: IcebergPlace, version: str) -> None:
    """Let the catalog name the metadata in which a snapshot is the newest, where these are there still.

    The table's own files are only read. Raises as `IcebergPlace.loaded` does.
    """
    if place.database is None:
        return
    table = place.loaded()
    locations = (each for each in _metadata_files(table) if _newest_of(table, place, each) == version)
    then = next(locations, None)
    if then and then != table.metadata_location:
        _point(place, place.database, table.metadata_location, then)


def _point(place: IcebergPlace, database: Path, now: str, then: str) -> None:
    """Of several catalogs in the file, only the one that names the metadata of now is changed."""
    namespace, _, name = place.table.rpartition(".")
    with closing(sqlite3.connect(database)) as connection, connection:
        for row, location in connection.execute(_ROWS, (namespace, name)).fetchall():
            if local_path(location, place.folder) == local_path(now, place.folder):
                connection.execute(_POINT, (then, row))


def _metadata_files(table: Table) -> Iterator[str]:
    """Locations of the metadata, the newest first."""
    yield table.metadata_location
    yield from (entry.metadata_file for entry in reversed(table.metadata.metadata_log))


def _newest_of(table: Table, place: IcebergPlace, location: str) -> str:
    """Id of the snapshot that is the newest by these metadata; "" where they are gone."""
    from pyiceberg.exceptions import ValidationError
    from pyiceberg.serializers import FromInputFile

    with suppress(OSError, ValueError, ValidationError):
        metadata = FromInputFile.table_metadata(table.io.new_input(local_path(location, place.folder)))
        return str(metadata.current_snapshot_id)
    return ""
