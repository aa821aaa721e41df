"""Snapshots of real Iceberg tables: which is meant, what it held, and what is said where it is not available."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow
import pytest
from delta_tables import numbers
from iceberg_tables import FILE, ORDERS, appended, catalog, expired, ids, made, moment, since_1970
from pyiceberg import catalog as catalogs
from pyiceberg.utils.config import Config

from jupyter_repro.data_sources.iceberg.source import IcebergSource
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import iso

SOURCE = IcebergSource()
NEWEST = Wish()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("iceberg")
    return folder, made(folder)


@pytest.fixture
def own(tmp_path):
    """A folder and a table that a test may change."""
    return tmp_path, made(tmp_path)


def found(folder, wish=NEWEST, address=ORDERS):
    return SOURCE.resolve(address, wish, folder)


def refused(folder, wish=NEWEST, address=ORDERS):
    with pytest.raises(ReproError) as raised:
        found(folder, wish, address)
    assert "\n" not in raised.value.what
    return raised.value


def reported(table, number):
    return f"version {ids(table)[number]} of {iso(moment(table, number))}"


def changed(table):
    """When anything of a table was changed last."""
    return iso(since_1970(table.metadata.last_updated_ms))


def path_of(location):
    return Path(urlsplit(location).path)


def test_a_moment_means_the_snapshot_that_was_the_newest_then(shared):
    folder, table = shared
    for number in range(3):
        at = moment(table, number)
        assert found(folder, Wish(at, text="then")).version.id == ids(table)[number]
        assert (
            found(folder, Wish(at + timedelta(milliseconds=1), text="then")).version.id == ids(table)[number]
        )


def test_a_snapshot_is_named_by_its_id_and_reported_with_its_time(shared):
    folder, table = shared
    version = found(folder, Wish(version=ids(table)[1], text="version 1")).version
    assert (version.id, version.time, version.asof) == (ids(table)[1], iso(moment(table, 1)), "version 1")
    assert found(folder).version.id == ids(table)[2]


def test_a_frame_holds_the_rows_of_exactly_that_snapshot(shared):
    folder, table = shared
    for number, version in enumerate(ids(table)):
        resolved = found(folder, Wish(version=version)).version
        assert numbers(SOURCE.table(ORDERS, resolved, folder)) == list(range(number + 1))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (ORDERS, ORDERS),
        (f"iceberg:sqlite:///{FILE}/sales.orders", ORDERS),
        ("iceberg:{folder}/warehouse/catalog.db/sales.orders", ORDERS),
        ("iceberg:sqlite:///{folder}/warehouse/catalog.db/sales.orders", ORDERS),
        (f"iceberg:{FILE}/default/sales.orders", ORDERS),
        (f"iceberg:{FILE}/prod/sales.orders", f"iceberg:{FILE}/prod/sales.orders"),
        ("iceberg:sales.orders", "iceberg:sales.orders"),
        ("iceberg:default/sales.orders", "iceberg:sales.orders"),
        ("iceberg:prod/a.b.orders", "iceberg:prod/a.b.orders"),
        ("iceberg:w/orders/metadata/2.metadata.json", "iceberg:w/orders/metadata/2.metadata.json"),
        (
            "iceberg:s3://b/orders/2.metadata.json?key=hidden",
            "iceberg:s3://b/orders/2.metadata.json?key=hidden",
        ),
        ("iceberg:w/orders/", "iceberg:w/orders/"),
        ("w/orders", "iceberg:w/orders/"),
    ],
)
def test_where_a_table_is_found_is_written_in_one_way(tmp_path, address, name):
    assert SOURCE.name(address.format(folder=tmp_path), tmp_path) == name


def test_all_ways_to_write_an_address_lead_to_the_table(shared):
    folder, table = shared
    for address in (
        f"iceberg:sqlite:///{FILE}/sales.orders",
        f"iceberg:{FILE}/default/sales.orders",
        f"iceberg:{path_of(table.metadata_location)}",
        f"iceberg:{table.metadata_location}",  # with file://
    ):
        assert found(folder, address=address).digest == found(folder).digest


def test_a_configured_catalog_is_named(shared, monkeypatch):
    folder, table = shared
    monkeypatch.setenv("PYICEBERG_CATALOG__PROD__TYPE", "sql")
    monkeypatch.setenv("PYICEBERG_CATALOG__PROD__URI", f"sqlite:///{folder / FILE}")
    monkeypatch.setattr(catalogs, "_ENV_CONFIG", Config())  # it is read when the library is imported
    assert refused(folder, address="iceberg:prod/sales.orders").what == (
        "there is no Iceberg table iceberg:prod/sales.orders"
    )
    catalog(folder, "prod").create_namespace_if_not_exists("sales")
    catalog(folder, "prod").register_table("sales.orders", table.metadata_location)
    assert found(folder, address="iceberg:prod/sales.orders").version.id == ids(table)[-1]
    catalog(folder, "prod").drop_table("sales.orders")


def test_a_table_that_keeps_a_hint_is_found_by_its_folder(own):
    folder, table = own
    place = path_of(table.location())
    (place / "metadata" / "version-hint.text").write_text(path_of(table.metadata_location).name)
    assert SOURCE.recognises(place)
    assert found(folder, address=str(place)).name == "iceberg:warehouse/sales/orders/"


def test_of_several_catalogs_in_one_file_it_is_to_be_said_which(tmp_path):
    for name in ("a", "b"):
        made(tmp_path, 1, name)
    assert str(refused(tmp_path)) == (
        f"several catalogs in {FILE} have a table sales.orders.\n  say which, as in iceberg:{FILE}/a/sales.orders"
    )
    assert found(tmp_path, address=f"iceberg:{FILE}/b/sales.orders").size > 0


def test_a_table_that_was_made_anew_is_another(own):
    folder, table = own
    before = found(folder).digest
    table.catalog.drop_table("sales.orders")
    made(folder)
    assert found(folder).digest != before


def test_before_the_first_snapshot_the_first_is_reported(shared):
    folder, table = shared
    error = refused(folder, Wish(moment(table, 0) - timedelta(milliseconds=1), text="2026-10-31"))
    assert isinstance(error, NoSuchVersion)
    assert error.what == f"{ORDERS} had no version at 2026-10-31: {reported(table, 0)} is the first"


@pytest.mark.parametrize("version", ["7", "v1"])
def test_a_snapshot_that_never_was_is_said_to_be_none(shared, version):
    folder, table = shared
    error = refused(folder, Wish(version=version))
    assert isinstance(error, NoSuchVersion)
    assert error.what == f"there is no version {version} of {ORDERS}: the newest is {reported(table, 2)}"


def test_what_was_expired_is_reported_with_when_and_the_nearest_and_how_it_may_still_be_read(own):
    folder, table = own
    at = moment(table, 0)
    version = expired(table, 0)
    error = refused(folder, Wish(version=version))
    assert isinstance(error, NoSuchVersion)
    assert error.what == (
        f"version {version} of {ORDERS} cannot be read any more: it was expired at {changed(table)}; "
        f"the nearest that can be is {reported(table, 0)}"
    )
    address = re.search(r"%repro data (\S+)", error.remedy)[1]
    assert numbers(SOURCE.table(address, found(folder, Wish(version=version), address).version, folder)) == [
        0
    ]
    assert refused(folder, Wish(at, text="then")).what.endswith(
        f"{reported(table, 0)} is the oldest that was not expired"
    )


def test_a_file_that_was_deleted_by_hand_is_noticed(own):
    folder, table = own
    newest = table.scan().plan_files()
    only_now = {task.file.file_path for task in newest} - {
        task.file.file_path for task in table.scan(snapshot_id=table.snapshots()[1].snapshot_id).plan_files()
    }
    path_of(only_now.pop()).unlink()
    assert refused(folder).what == (
        f"version {ids(table)[2]} of {ORDERS} cannot be read any more: 1 of its 3 files is missing; "
        f"the nearest that can be is {reported(table, 1)}"
    )
    assert found(folder, Wish(version=ids(table)[1])).version.id == ids(table)[1]


def test_a_table_without_a_snapshot_holds_nothing_yet(tmp_path):
    made(tmp_path, 0)
    for wish in (NEWEST, Wish(since_1970(10**12), text="then")):
        assert refused(tmp_path, wish).what == f"{ORDERS} holds nothing yet: no snapshot was made of it"


@pytest.mark.parametrize(
    ("address", "what"),
    [
        (f"iceberg:{FILE}/sales.returns", f"there is no Iceberg table iceberg:{FILE}/sales.returns"),
        (f"iceberg:{FILE}/prod/sales.orders", f"there is no Iceberg table iceberg:{FILE}/prod/sales.orders"),
        ("iceberg:nowhere.db/sales.orders", "there is no catalog nowhere.db"),
        ("iceberg:other.db/sales.orders", "other.db is no catalog of Iceberg: file is not a database"),
        ("iceberg:x.metadata.json", "iceberg:x.metadata.json cannot be read: x.metadata.json is damaged"),
        ("iceberg:y.metadata.json", "iceberg:y.metadata.json cannot be read: y.metadata.json is missing"),
    ],
)
def test_where_there_is_no_table_that_is_said(shared, address, what):
    folder, _table = shared
    (folder / "other.db").write_text("no database, and long enough to be looked at" * 9)
    (folder / "x.metadata.json").write_text('{"format-version": 2, "table')
    error = refused(folder, address=address)
    assert isinstance(error, NoSuchData)
    assert error.what == what


def test_metadata_that_are_gone_are_named(own):
    folder, table = own
    path_of(table.metadata_location).unlink()
    assert (
        refused(folder).what == f"{ORDERS} cannot be read: {path_of(table.metadata_location).name} is missing"
    )


def test_a_catalog_that_is_not_configured_is_reported_with_how(shared):
    error = refused(shared[0], address="iceberg:prod/sales.orders")
    assert isinstance(error, NoAccess)
    assert str(error) == (
        "the catalog prod of Iceberg is not configured here.\n"
        "  name it in .pyiceberg.yaml, or set PYICEBERG_CATALOG__PROD__URI"
    )


def test_a_catalog_that_cannot_be_reached_is_reported_without_credentials(shared, monkeypatch):
    monkeypatch.setenv("PYICEBERG_CATALOG__PROD__URI", "http://127.0.0.1:9/")
    monkeypatch.setenv("PYICEBERG_CATALOG__PROD__TOKEN", "hidden")
    monkeypatch.setattr(catalogs, "_ENV_CONFIG", Config())
    error = refused(shared[0], address="iceberg:prod/sales.orders")
    assert isinstance(error, NoAccess)
    assert error.what == "the catalog prod of Iceberg cannot be reached, or refuses"


def test_without_the_library_it_is_said_how_to_install_it(shared, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyiceberg.table", None)
    error = refused(shared[0])
    assert isinstance(error, MissingExtra)
    assert error.remedy == "install it with: pip install 'jupyter-repro[iceberg]'"


def test_the_table_and_its_catalog_lie_in_these_places(shared):
    folder, _table = shared
    assert set(SOURCE.places(ORDERS, folder)) == {folder / FILE, folder / "warehouse" / "sales" / "orders"}


def test_a_table_is_taken_back_to_a_snapshot_and_loses_none(own):
    folder, table = own
    first = found(folder, Wish(version=ids(table)[0]))
    assert SOURCE.restore(ORDERS, first.version, folder) == (
        f"is back at version {ids(table)[0]}; its later snapshots are kept"
    )
    assert found(folder).digest == first.digest
    assert found(folder, Wish(version=ids(table)[2])).version.id == ids(table)[2]


def test_after_a_table_was_taken_back_a_moment_means_what_was_current_then(own):
    folder, table = own
    SOURCE.restore(ORDERS, found(folder, Wish(version=ids(table)[0])).version, folder)
    assert found(folder, Wish(moment(table, 2), text="then")).version.id == ids(table)[2]


def test_relative_locations_belong_to_the_notebooks_folder(tmp_path, monkeypatch):
    (tmp_path / "warehouse").mkdir()
    monkeypatch.chdir(tmp_path)
    here = catalogs.load_catalog("default", type="sql", uri=f"sqlite:///{FILE}", warehouse="warehouse")
    here.create_namespace("sales")
    table = here.create_table("sales.orders", schema=pyarrow.schema([("x", pyarrow.int64())]))
    appended(table, 1)
    monkeypatch.chdir("/")
    assert found(tmp_path).version.id == ids(table)[0]
