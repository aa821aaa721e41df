"""A copy of a catalog of Iceberg, made by the real library, in which an earlier snapshot is the newest."""

from __future__ import annotations

import shutil

import iceberg_tables
from iceberg_tables import FILE, ORDERS, ids

from jupyter_repro.data_sources.iceberg.source import IcebergSource
from jupyter_repro.extensions.data import Wish
from jupyter_repro.records.snapshot import DataVersion

SOURCE = IcebergSource()


def newest(folder):
    return SOURCE.resolve(ORDERS, Wish(), folder).version.id


def test_the_copy_has_the_earlier_snapshot_and_the_catalog_itself_is_as_it_was(tmp_path):
    sales = iceberg_tables.made(tmp_path)
    first, second, third = ids(sales)
    (tmp_path / "copy" / "warehouse").mkdir(parents=True)
    shutil.copy2(tmp_path / FILE, tmp_path / "copy" / FILE)
    before = (tmp_path / FILE).read_bytes()
    SOURCE.set_newest(ORDERS, DataVersion(second), tmp_path / "copy")
    assert newest(tmp_path / "copy") == second
    assert newest(tmp_path) == third
    assert (tmp_path / FILE).read_bytes() == before
    found = iceberg_tables.catalog(tmp_path / "copy").load_table("sales.orders").scan().to_arrow()
    assert sorted(found["x"].to_pylist()) == [0, 1]
    SOURCE.set_newest(ORDERS, DataVersion("1"), tmp_path / "copy")
    assert newest(tmp_path / "copy") == second
    assert first in ids(sales)
