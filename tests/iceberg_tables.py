"""Iceberg tables in a catalog that is an SQLite file, as a notebook beside it makes them."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow
from pyiceberg.catalog import load_catalog

FILE = "warehouse/catalog.db"
ORDERS = f"iceberg:{FILE}/sales.orders"


def catalog(folder: Path, name: str = "default") -> Any:
    """The catalog of a folder."""
    (folder / "warehouse").mkdir(exist_ok=True)
    warehouse = (folder / "warehouse").as_uri()
    return load_catalog(name, type="sql", uri=f"sqlite:///{folder / FILE}", warehouse=warehouse)


def made(folder: Path, versions: int = 3, name: str = "default") -> Any:
    """The table `sales.orders`, whose snapshot n has the numbers 0 to n."""
    found = catalog(folder, name)
    found.create_namespace_if_not_exists("sales")
    table = found.create_table("sales.orders", schema=pyarrow.schema([("x", pyarrow.int64())]))
    for number in range(versions):
        appended(table, number)
    return table


def appended(table: Any, *rows: int) -> None:
    """Commit a snapshot that has these numbers more, a few milliseconds after the one before."""
    time.sleep(0.005)
    table.append(pyarrow.table({"x": list(rows)}))


def ids(table: Any) -> list[str]:
    """Ids of the snapshots, the oldest first."""
    return [str(each.snapshot_id) for each in table.snapshots()]


def moment(table: Any, number: int) -> datetime:
    """When a snapshot was made."""
    return since_1970(table.snapshots()[number].timestamp_ms)


def since_1970(milliseconds: int) -> datetime:
    """The moment that Iceberg counts so."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def expired(table: Any, number: int) -> str:
    """Expire a snapshot, and answer its id."""
    found = table.snapshots()[number].snapshot_id
    table.maintenance.expire_snapshots().by_id(found).commit()
    return str(found)
