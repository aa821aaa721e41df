"""The files of a Delta table up to a version, copied with the real library at both ends."""

from __future__ import annotations

import shutil

import delta_tables
import pytest
from deltalake import DeltaTable, write_deltalake

from jupyter_repro.data_sources.delta.source import DeltaSource
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.records.snapshot import DataVersion

SOURCE = DeltaSource()


def copied(table, version, place):
    """A copy of the files up to a version."""
    for file in SOURCE.files(f"delta:{table}", DataVersion(str(version)), table.parent):
        copy = place / file.relative_to(table)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, copy)
    return DeltaTable(place)


def rows(table):
    return sorted(table.to_pyarrow_table()["x"].to_pylist())


@pytest.mark.parametrize("version", [0, 1, 2])
def test_a_copy_of_them_has_that_version_as_its_newest(tmp_path, version):
    copy = copied(delta_tables.made(tmp_path / "t"), version, tmp_path / "copy")
    assert (copy.version(), rows(copy)) == (version, list(range(version + 1)))


def test_a_copy_does_not_look_for_a_checkpoint_that_came_later(tmp_path):
    table = delta_tables.made(tmp_path / "t", versions=4)
    DeltaTable(table).create_checkpoint()
    assert (table / "_delta_log" / "_last_checkpoint").is_file()
    copy = copied(table, 1, tmp_path / "copy")
    assert (copy.version(), rows(copy)) == (1, [0, 1])


def test_a_version_whose_log_begins_with_a_checkpoint_is_copied_with_that(tmp_path):
    table = delta_tables.made(tmp_path / "t", versions=4)
    DeltaTable(table, version=2).create_checkpoint()
    for number in (0, 1):
        (table / "_delta_log" / f"{number:020}.json").unlink()
    copy = copied(table, 2, tmp_path / "copy")
    assert (copy.version(), rows(copy)) == (2, [0, 1, 2])


def test_files_of_a_partition_are_found_by_their_whole_name(tmp_path):
    import pyarrow

    for name in ("a b", "ü/1"):
        write_deltalake(
            tmp_path / "t", pyarrow.table({"x": [1], "p": [name]}), partition_by=["p"], mode="append"
        )
    assert rows(copied(tmp_path / "t", 1, tmp_path / "copy")) == [1, 1]


def test_of_a_version_that_was_vacuumed_nothing_is_copied(tmp_path):
    table = delta_tables.made(tmp_path / "t")
    delta_tables.appended(table, 9, mode="overwrite")
    delta_tables.vacuumed(table)
    with pytest.raises(NoSuchVersion, match="version 1 of delta:t cannot be read any more"):
        list(SOURCE.files(f"delta:{table}", DataVersion("1"), tmp_path))
