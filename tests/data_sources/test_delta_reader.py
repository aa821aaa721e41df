"""Delta tables that a notebook reads and writes: which version is noted, and which one is read where one is wished."""

from __future__ import annotations

import shutil
from datetime import timedelta

import deltalake
import polars
import pyarrow
import pytest
from delta_tables import FIRST, appended, made, numbers
from watched_reads import places_of_warnings, watched

from jupyter_repro.data_sources.delta.reader import DeltaReader
from jupyter_repro.errors import NoSuchVersion

SECOND = (FIRST + timedelta(days=1, hours=1)).isoformat()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return made(tmp_path_factory.mktemp("delta") / "orders")


@pytest.fixture
def orders(shared, tmp_path, monkeypatch):
    """A table of its own, in the folder of the notebook."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(shared, tmp_path / "orders")
    return "orders"


def reading(folder, asof=""):
    return watched(DeltaReader(), "deltalake", folder, asof)


def opened(uri, version=None):
    return deltalake.DeltaTable(uri, version=version)


def taken_to(uri, version):
    table = opened(uri)
    table.load_as_version(version)
    return table.to_pandas()


WAYS = {
    "pandas": lambda uri: opened(uri).to_pandas(),
    "pyarrow": lambda uri: opened(uri).to_pyarrow_table().to_pandas(),
    "its own engine": lambda uri: pyarrow.table(opened(uri).scan()).to_pandas(),
    "SQL": lambda uri: pyarrow.table(
        deltalake.QueryBuilder().register("t", opened(uri)).execute("select * from t").read_all()
    ).to_pandas(),
    "polars": lambda uri: polars.read_delta(uri),
    "polars, lazily": lambda uri: polars.scan_delta(uri).filter(polars.col("x") >= 0).collect(),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_newest_version_is_noted_where_none_is_wished_for(orders, tmp_path, way):
    with reading(tmp_path) as seen:
        assert numbers(WAYS[way](orders)) == [0, 1, 2]
    assert seen.versions == {"delta:orders": ("2", "")}
    assert seen.covers(tmp_path / "orders" / "_delta_log" / f"{0:020}.json")


@pytest.mark.parametrize("way", WAYS)
def test_the_version_that_is_wished_for_is_read_and_noted(orders, tmp_path, way):
    with reading(tmp_path, SECOND) as seen:
        assert numbers(WAYS[way](orders)) == [0, 1]
    assert seen.versions == {"delta:orders": ("1", SECOND)}


def test_what_a_notebook_can_tell_of_a_table_is_of_the_version_that_is_wished_for(orders, tmp_path):
    with reading(tmp_path, SECOND):
        assert (opened(orders).version(), opened(orders).count()) == (1, 2)


@pytest.mark.parametrize(
    ("read", "version", "text"),
    [
        (lambda uri: opened(uri, 0).to_pandas(), "0", "version 0"),
        (lambda uri: taken_to(uri, 0), "0", "version 0"),
        (lambda uri: taken_to(uri, "2026-11-01T12:00:00Z"), "0", "2026-11-01T12:00:00Z"),
        (lambda uri: polars.read_delta(uri, version=0), "0", "version 0"),
    ],
    ids=["a number", "moved to a number", "moved to a moment", "polars"],
)
@pytest.mark.parametrize("asof", ["", SECOND])
def test_a_version_that_the_notebook_names_wins(orders, tmp_path, read, version, text, asof):
    with reading(tmp_path, asof) as seen:
        assert numbers(read(orders)) == [0]
    assert seen.versions == {"delta:orders": (version, text)}


def test_two_versions_of_one_table_are_both_noted(orders, tmp_path):
    with reading(tmp_path) as seen:
        opened(orders, 0).to_pandas()
        opened(orders).to_pandas()
    assert seen.versions == {"delta:orders": ("0", "version 0"), "delta:orders@2": ("2", "")}


def test_a_version_that_is_not_available_is_an_error_of_the_notebook(orders, tmp_path):
    with (
        reading(tmp_path, "2026-10-31") as seen,
        pytest.raises(NoSuchVersion, match="had no version at 2026-10-31"),
    ):
        opened(orders).to_pandas()
    assert not seen.versions


def test_a_table_that_is_only_opened_or_written_is_no_input(orders, tmp_path):
    with reading(tmp_path) as seen:
        opened(orders)
        deltalake.write_deltalake(orders, pyarrow.table({"x": [3]}), mode="append")
        opened(orders).delete("x = 3")
        opened(orders).merge(pyarrow.table({"x": [0]}), "t.x = s.x", "s", "t").when_matched_delete().execute()
        polars.DataFrame({"x": [4]}).write_delta(orders, mode="append")
    assert not seen.versions
    assert seen.covers(tmp_path / "orders")


@pytest.mark.parametrize("asof", ["", SECOND])
def test_a_table_that_the_notebook_makes_is_a_result(tmp_path, monkeypatch, asof):
    monkeypatch.chdir(tmp_path)
    with reading(tmp_path, asof) as seen:
        deltalake.write_deltalake("made", pyarrow.table({"x": [1]}))
        deltalake.DeltaTable.create("created", pyarrow.schema([("x", pyarrow.int64())]))
        deltalake.write_deltalake("created", pyarrow.table({"x": [2]}), mode="append")
        assert numbers(polars.read_delta("made")) == [1]
        assert numbers(opened("created").to_pandas()) == [2]
    assert not seen.versions


@pytest.mark.parametrize("asof", ["", SECOND])
def test_a_table_that_the_notebook_overwrites_is_a_result(orders, tmp_path, asof):
    with reading(tmp_path, asof) as seen:
        deltalake.write_deltalake(orders, pyarrow.table({"x": [7]}), mode="overwrite")
        assert numbers(opened(orders).to_pandas()) == [7]
    assert not seen.versions


def test_of_a_table_that_the_notebook_appends_to_the_version_before_is_its_input(orders, tmp_path):
    with reading(tmp_path) as seen:
        deltalake.write_deltalake(orders, pyarrow.table({"x": [7]}), mode="append")
        assert numbers(opened(orders).to_pandas()) == [0, 1, 2, 7]
    assert seen.versions == {"delta:orders": ("2", "")}


def test_what_others_commit_while_the_notebook_runs_is_noted(orders, tmp_path):
    with reading(tmp_path) as seen:
        opened(orders).to_pandas()
    appended(tmp_path / "orders", 3)
    with reading(tmp_path) as later:
        opened(orders).to_pandas()
    assert (seen.versions, later.versions) == ({"delta:orders": ("2", "")}, {"delta:orders": ("3", "")})


def test_a_version_that_we_ask_for_ourselves_is_not_the_notebooks(orders, tmp_path):
    with reading(tmp_path, SECOND) as seen:
        assert seen.notes.unwatched(lambda: opened(orders).version()) == 2
        assert not seen.versions
        assert opened(orders).version() == 1
    assert list(seen.versions) == ["delta:orders"]


def test_what_was_watched_is_put_back(tmp_path):
    before = (vars(deltalake.DeltaTable).copy(), deltalake.write_deltalake)
    with reading(tmp_path):
        assert deltalake.write_deltalake is not before[1]
    assert (vars(deltalake.DeltaTable).copy(), deltalake.write_deltalake) == before


def test_a_warning_tells_the_line_that_it_tells_without_a_reader(orders, tmp_path):
    def old_ways():
        deltalake.DeltaTable(orders, without_files=True).partitions(partition_filters=[("x", "=", 1)])

    before = places_of_warnings(old_ways)
    assert {file for file, _line in before} == {__file__}
    with reading(tmp_path):
        assert places_of_warnings(old_ways) == before
