"""All data of a notebook in another folder: tables in the recorded version, whatever is the newest now."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import delta_tables
import iceberg_tables
import pytest

from jupyter_repro.data_sources.delta.source import DeltaSource
from jupyter_repro.data_sources.iceberg.source import IcebergSource
from jupyter_repro.digest import digest_file
from jupyter_repro.extensions.data import Wish
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.records.snapshot import Context, DataFile, Snapshot
from jupyter_repro.restoring.whole_data import all_data_into

SOURCE = DeltaSource()


def table_data(folder, version=""):
    """The record of what a notebook in `folder` has read of the table t."""
    found = SOURCE.resolve("delta:t", Wish(version=version), folder)
    return DataFile(found.digest, found.size, "c", 1, version=found.version)


def snapshot(**data):
    return Snapshot("a.ipynb", "2030-01-01T00:00:00Z", "python3", "python", (), Context(data=data))


@pytest.fixture
def brought(tmp_path):
    """Bring the data of a snapshot into a folder, and answer what is reported."""

    def bring(taken):
        (tmp_path / "new").mkdir()
        within = WritableFolder(tmp_path / "new", "the new folder")
        return list(all_data_into(tmp_path / "a.ipynb", taken, tmp_path / "new", within))

    return bring


def test_a_table_that_moved_on_is_copied_as_it_was(tmp_path, brought):
    table = delta_tables.made(tmp_path / "t", versions=2)
    taken = snapshot(**{"delta:t": table_data(tmp_path)})
    delta_tables.appended(table, 100)
    assert brought(taken) == []
    assert SOURCE.resolve("delta:t", Wish(), tmp_path / "new").version.id == "1"
    assert SOURCE.resolve("delta:t", Wish(), tmp_path).version.id == "2"


def test_a_version_that_was_vacuumed_is_reported_in_a_line_and_nothing_of_it_is_copied(tmp_path, brought):
    table = delta_tables.made(tmp_path / "t", versions=2)
    taken = snapshot(**{"delta:t": table_data(tmp_path)})
    delta_tables.appended(table, 5, mode="overwrite")
    delta_tables.vacuumed(table)
    (gone,) = brought(taken)
    assert gone.said.startswith("cannot be restored: version 1 of delta:t cannot be read any more")
    assert gone.remedy
    assert not (tmp_path / "new" / "t").exists()


def test_a_database_that_was_brought_back_as_a_file_is_not_replaced_by_that_of_today(tmp_path, brought):
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection, connection:
        connection.execute("create table t (x)")
    content = (tmp_path / "shop.db").read_bytes()
    file = DataFile(digest_file(tmp_path / "shop.db"), len(content), "c", 1)
    delta_tables.made(tmp_path / "t")
    query = DataFile("blake3:0", 0, "c", 1, version=table_data(tmp_path).version)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "shop.db").write_bytes(content)
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection, connection:
        connection.execute("insert into t values (1)")
    within = WritableFolder(tmp_path / "there", "the new folder")
    taken = snapshot(**{"shop.db": file, "sqlite:///shop.db#t": query})
    list(all_data_into(tmp_path / "a.ipynb", taken, tmp_path / "there", within))
    assert (tmp_path / "there" / "shop.db").read_bytes() == content


def test_what_comes_from_the_network_is_reported_and_is_no_loss(brought):
    (reported,) = brought(snapshot(**{"https://example.org/a.csv": DataFile("blake3:00", 1, "c", 1)}))
    assert (reported.said, reported.remedy) == ("keeps no versions: it is read as it is now", "")


def test_a_catalog_that_moved_on_is_copied_with_the_recorded_snapshot_as_its_newest(tmp_path, brought):
    table = iceberg_tables.made(tmp_path)
    found = IcebergSource().resolve(iceberg_tables.ORDERS, Wish(), tmp_path)
    file = DataFile(found.digest, found.size, "c", 1, version=found.version)
    iceberg_tables.appended(table, 100)
    assert brought(snapshot(**{iceberg_tables.ORDERS: file})) == []
    now = IcebergSource().resolve(iceberg_tables.ORDERS, Wish(), tmp_path / "new")
    assert (now.version, now.digest) == (found.version, found.digest)
