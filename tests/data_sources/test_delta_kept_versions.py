"""Versions of Delta tables beyond a vacuum, with the real library."""

from __future__ import annotations

from datetime import timedelta

import delta_tables
import pyarrow
import pytest
from deltalake import DeltaTable, write_deltalake

from jupyter_repro.data_sources.delta.source import DeltaSource
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.extensions.data import Wish
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.records.snapshot import DataVersion

SOURCE = DeltaSource()
NOW = timedelta(0)
FIRST, SECOND, THIRD = (DataVersion(str(number)) for number in range(3))


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Two versions of two rows, and a third that replaced them."""
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    path = delta_tables.made(tmp_path / "t", versions=2)
    delta_tables.appended(path, 9, mode="overwrite")
    return path


def taken(table, *versions, age=NOW):
    return [each.id for each in SOURCE.taken_by_vacuum(f"delta:{table}", versions, age, table.parent)]


def numbers(table, version):
    return delta_tables.numbers(SOURCE.table(f"delta:{table}", version, table.parent))


def keep(table, version):
    return SOURCE.keep(f"delta:{table}", version, table.parent)


def test_a_vacuum_takes_what_was_replaced_and_not_the_newest(table):
    assert taken(table, FIRST, SECOND, THIRD) == ["0", "1"]
    assert (table / "_delta_log" / f"{3:020}.json").exists() is False
    delta_tables.vacuumed(table)
    assert taken(table, FIRST, SECOND, THIRD) == []


def test_a_vacuum_leaves_what_was_replaced_since(table):
    assert taken(table, FIRST, SECOND, age=timedelta(hours=1)) == []


def test_files_of_partitions_are_seen_to_go(tmp_path):
    for mode, name in (("append", "a b"), ("append", "ü/1"), ("overwrite", "c")):
        write_deltalake(tmp_path / "t", pyarrow.table({"x": [1], "p": [name]}), partition_by=["p"], mode=mode)
    assert taken(tmp_path / "t", FIRST, SECOND, THIRD) == ["0", "1"]


def test_a_kept_version_is_read_after_a_vacuum_and_was_not_in_danger(table):
    before = SOURCE.resolve(f"delta:{table}", Wish(version="0"), table.parent)
    assert keep(table, FIRST).startswith("is kept beyond a vacuum (")
    assert taken(table, FIRST, SECOND) == ["1"]
    delta_tables.vacuumed(table)
    assert numbers(table, FIRST) == [0]
    assert SOURCE.resolve(f"delta:{table}", Wish(version="0"), table.parent) == before
    with pytest.raises(NoSuchVersion, match="version 1 of delta:t cannot be read any more"):
        numbers(table, SECOND)


def test_keeping_takes_no_room_until_the_vacuum(table, tmp_path):
    keep(table, FIRST)
    (copy,) = (tmp_path / "cache").rglob("*.parquet")
    assert any(file.samefile(copy) for file in table.glob("*.parquet"))
    delta_tables.vacuumed(table)
    assert not any(file.samefile(copy) for file in table.glob("*.parquet"))


def test_a_kept_version_is_the_newest_again_when_it_is_restored(table):
    keep(table, FIRST)
    delta_tables.vacuumed(table)
    SOURCE.restore(f"delta:{table}", FIRST, table.parent)
    assert DeltaTable(table).to_pyarrow_table()["x"].to_pylist() == [0]


def test_a_version_that_is_released_goes_with_the_next_vacuum(table):
    keep(table, FIRST)
    SOURCE.release(f"delta:{table}", FIRST, table.parent)
    assert taken(table, FIRST) == ["0"]
    with pytest.raises(NoSuchVersion, match="version 0 of delta:t is not kept"):
        SOURCE.release(f"delta:{table}", FIRST, table.parent)


def test_what_was_vacuumed_already_cannot_be_kept(table, tmp_path):
    delta_tables.vacuumed(table)
    with pytest.raises(NoSuchVersion, match="cannot be read any more"):
        keep(table, FIRST)
    assert not list((tmp_path / "cache").rglob("*.parquet"))


def test_a_table_that_was_made_anew_does_not_get_the_rows_of_the_old_one(table):
    import shutil

    keep(table, FIRST)
    shutil.rmtree(table)
    delta_tables.appended(table, 7)
    delta_tables.appended(table, 8, mode="overwrite")
    delta_tables.vacuumed(table)
    with pytest.raises(NoSuchVersion):
        numbers(table, FIRST)


def test_a_table_reached_by_a_link_is_no_copy_of_itself(table, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(table)
    keep(link, FIRST)
    assert taken(link, FIRST, SECOND) == ["1"]
    delta_tables.vacuumed(table)
    assert numbers(link, FIRST) == numbers(table, FIRST) == [0]
