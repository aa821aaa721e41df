"""Iceberg tables that a notebook reads and writes: which snapshot is noted, and which is read where one is wished."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pandas
import polars
import pyarrow
import pytest
from delta_tables import numbers
from iceberg_tables import FILE, ORDERS, appended, catalog, ids, made, moment
from pyiceberg.table import StaticTable
from watched_reads import Watched, places_of_warnings

from jupyter_repro.data_sources.iceberg.reader import IcebergReader
from jupyter_repro.errors import NoSuchVersion


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("iceberg")
    return folder, made(folder)


@pytest.fixture
def own(tmp_path):
    """A folder and a table that a test may change."""
    return tmp_path, made(tmp_path)


@contextmanager
def reading(folder, asof=""):
    import polars.io.iceberg._dataset  # noqa: F401  it is imported when polars first scans such a table

    found, reader = Watched(folder, asof), IcebergReader()
    with ExitStack() as undone:
        for module in reader.modules:
            undone.callback(reader.start(module, found.notes))
        yield found


def orders(folder):
    return catalog(folder).load_table("sales.orders")


WAYS = {
    "pandas": lambda folder: orders(folder).scan().to_pandas(),
    "pandas, some of it": lambda folder: orders(folder).scan().select("x").filter("x >= 0").to_pandas(),
    "pyarrow, in batches": lambda folder: (
        orders(folder).scan().to_arrow_batch_reader().read_all().to_pandas()
    ),
    "DuckDB": lambda folder: orders(folder).scan().to_duckdb("t").execute("select * from t").df(),
    "polars": lambda folder: polars.scan_iceberg(orders(folder)).filter(polars.col("x") >= 0).collect(),
    "polars, by its name": lambda folder: polars.scan_iceberg(
        "sales.orders", catalog=catalog(folder)
    ).collect(),
    "its own way to polars": lambda folder: orders(folder).to_polars().collect(),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_newest_snapshot_is_noted_where_none_is_wished_for(shared, way):
    folder, table = shared
    with reading(folder) as seen:
        assert numbers(WAYS[way](folder)) == [0, 1, 2]
    assert seen.versions == {ORDERS: (ids(table)[2], "")}
    assert seen.covers(folder / FILE)
    assert seen.covers(folder / "warehouse" / "sales" / "orders" / "metadata" / "x.avro")


@pytest.mark.parametrize("way", WAYS)
def test_the_snapshot_that_is_wished_for_is_read_and_noted(shared, way):
    folder, table = shared
    then = moment(table, 1).isoformat()
    with reading(folder, then) as seen:
        assert numbers(WAYS[way](folder)) == [0, 1]
    assert seen.versions == {ORDERS: (ids(table)[1], then)}


@pytest.mark.parametrize("asof", [0, None])
def test_a_snapshot_that_the_notebook_names_wins(shared, asof):
    folder, table = shared
    first = int(ids(table)[1])
    with reading(folder, "" if asof is None else moment(table, asof).isoformat()) as seen:
        assert numbers(orders(folder).scan(snapshot_id=first).to_pandas()) == [0, 1]
        assert numbers(polars.scan_iceberg(orders(folder), snapshot_id=first).collect()) == [0, 1]
    assert seen.versions == {ORDERS: (str(first), f"version {first}")}


def test_columns_are_those_of_the_snapshot_that_is_wished_for(own):
    folder, table = own
    then = moment(table, 2).isoformat()
    with table.update_schema() as update:
        update.add_column("y", update._schema.find_field("x").field_type)
    table.append(pyarrow.table({"x": [3], "y": [3]}))
    with reading(folder, then):
        assert list(polars.scan_iceberg(orders(folder)).collect().columns) == ["x"]
        assert list(orders(folder).scan().to_pandas().columns) == ["x"]


def test_a_table_that_is_found_by_its_metadata_is_named_by_them(shared):
    folder, table = shared
    with reading(folder) as seen:
        StaticTable.from_metadata(table.metadata_location).scan().to_arrow()
    name = f"iceberg:warehouse/sales/orders/metadata/{table.metadata_location.rpartition('/')[2]}"
    assert seen.versions == {name: (ids(table)[2], "")}


def test_a_snapshot_that_is_not_available_is_an_error_of_the_notebook(shared):
    folder, table = shared
    long_ago = (moment(table, 0) - timedelta(days=1)).isoformat()
    with reading(folder, long_ago) as seen, pytest.raises(NoSuchVersion, match="had no version at"):
        orders(folder).scan().to_pandas()
    assert not seen.versions


def test_a_table_that_is_only_loaded_or_written_is_no_input(own):
    folder, _table = own
    with reading(folder) as seen:
        table = orders(folder)
        table.append(pyarrow.table({"x": [3]}))
        table.delete("x = 3")
        table.upsert(pyarrow.table({"x": [2]}), join_cols=["x"])
    assert not seen.versions
    assert seen.covers(folder / "warehouse" / "sales" / "orders")


def test_a_table_that_the_notebook_makes_is_a_result(tmp_path):
    then = "2026-11-01"
    for asof in ("", then):
        with reading(tmp_path, asof) as seen:
            here = catalog(tmp_path)
            here.create_namespace_if_not_exists("sales")
            table = here.create_table(
                f"sales.made{len(asof)}", schema=pyarrow.schema([("x", pyarrow.int64())])
            )
            assert not len(table.scan().to_arrow())
            appended(table, 1)
            appended(table, 2)
            assert numbers(here.load_table(f"sales.made{len(asof)}").scan().to_pandas()) == [1, 2]
        assert not seen.versions


def test_a_table_that_the_notebook_overwrites_is_a_result(own):
    folder, _table = own
    with reading(folder) as seen:
        orders(folder).overwrite(pyarrow.table({"x": [7]}))
        assert numbers(orders(folder).scan().to_pandas()) == [7]
    assert not seen.versions


@pytest.mark.parametrize("change", ["append", "overwrite a part"])
def test_of_a_table_that_the_notebook_changes_the_snapshot_before_is_its_input(own, change):
    folder, table = own
    with reading(folder) as seen:
        mine = orders(folder)
        if change == "append":
            mine.append(pyarrow.table({"x": [7]}))
        else:
            mine.overwrite(pyarrow.table({"x": [7]}), overwrite_filter="x = 0")
        assert 7 in numbers(orders(folder).scan().to_pandas())
    assert seen.versions == {ORDERS: (ids(table)[2], "")}


def test_what_is_read_between_two_snapshots_is_noted_with_the_later(shared):
    folder, table = shared
    first, second, _third = map(int, ids(table))
    with reading(folder) as seen:
        scan = orders(folder).incremental_append_scan(
            from_snapshot_id_exclusive=first, to_snapshot_id_inclusive=second
        )
        assert numbers(scan.to_pandas()) == [1]
    assert seen.versions == {ORDERS: (str(second), f"version {second}")}


def test_a_snapshot_that_we_ask_for_ourselves_is_not_the_notebooks(shared):
    folder, table = shared
    with reading(folder, moment(table, 0).isoformat()) as seen:
        assert numbers(seen.notes.unwatched(lambda: orders(folder).scan().to_pandas())) == [0, 1, 2]
        assert not seen.versions
        assert numbers(orders(folder).scan().to_pandas()) == [0]


def test_what_was_watched_is_put_back(shared):
    import pyiceberg.catalog.sql as sql
    from pyiceberg import table

    before = [vars(each).copy() for each in (table.Table, table.TableScan, table.Transaction, sql.SqlCatalog)]
    with reading(shared[0]):
        assert vars(table.Table) != before[0]
    after = [vars(each).copy() for each in (table.Table, table.TableScan, table.Transaction, sql.SqlCatalog)]
    assert after == before


@pytest.mark.skipif(not hasattr(pandas, "read_iceberg"), reason="this pandas does not read Iceberg")
def test_pandas_reads_a_configured_catalog(shared):
    folder, table = shared
    settings = {"type": "sql", "uri": f"sqlite:///{folder / FILE}"}
    with reading(folder, moment(table, 0).isoformat()) as seen:
        frame = pandas.read_iceberg("sales.orders", catalog_name="default", catalog_properties=settings)
        assert numbers(frame) == [0]
    assert list(seen.versions) == [ORDERS]


def test_a_warning_tells_the_line_that_it_tells_without_a_reader(shared):
    folder, table = shared
    before = places_of_warnings(lambda: polars.scan_iceberg(table).collect())
    with reading(folder):
        assert places_of_warnings(lambda: polars.scan_iceberg(table).collect()) == before
