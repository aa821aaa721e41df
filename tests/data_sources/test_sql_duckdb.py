from __future__ import annotations

import subprocess
import sys
from datetime import UTC
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from jupyter_repro.data_sources.sql.duckdb import DuckdbSource
from jupyter_repro.errors import NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of
from jupyter_repro.kept_data.answers.answer_files import kept_answer

duckdb = pytest.importorskip("duckdb")

COLUMNS = ("stamp TIMESTAMP", "stamp TIMESTAMPTZ", "stamp TIMESTAMP_NS", "stamp VARCHAR", "stamp DATE")
DAYS = ("2026-01-02 10:00:00+00", "2026-01-01 10:00:00+00", "2026-01-03 10:00:00+00")


def database(folder: Path, column: str = COLUMNS[0]) -> Path:
    path = folder / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"CREATE TABLE orders (id INTEGER, price DECIMAL(10, 2), {column})")
        for id_, day in zip((2, 1, 3), DAYS, strict=True):
            connection.execute("INSERT INTO orders VALUES (?, 1.50, CAST(? AS TIMESTAMPTZ))", [id_, day])
    return path


def asof(text: str) -> Wish:
    return Wish(moment_of(text, zone=UTC), text=text)


def ids(address: str, wish: Wish, folder: Path) -> list[int]:
    source = DuckdbSource()
    found = source.resolve(address, wish, folder)
    return list(source.table(address, found.version, folder).id)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_table_is_read_as_of_a_date_and_of_a_time_stamp(tmp_path, column):
    database(tmp_path, column)
    address = "duckdb:///shop.duckdb#orders@stamp"
    assert ids(address, asof("2026-01-01"), tmp_path) == [1]
    assert ids(address, asof("2026-01-02T23:00+05:00"), tmp_path) == [1, 2]
    assert ids(address, Wish(), tmp_path) == [1, 2, 3]


@pytest.mark.parametrize("column", COLUMNS)
def test_an_answer_can_be_kept_with_the_types_of_its_columns(tmp_path, column):
    database(tmp_path, column)
    address, source = "duckdb:///shop.duckdb#orders", DuckdbSource()
    found = source.resolve(address, Wish(), tmp_path)
    kept = kept_answer(source.answer(found.version))
    assert kept.digest == found.digest
    assert_frame_equal(kept.frame(), source.table(address, found.version, tmp_path))


def test_a_query_and_a_zone(tmp_path):
    database(tmp_path)
    query = "duckdb:///shop.duckdb#from orders where stamp <= :asof::timestamptz order by id desc"
    assert ids(query, asof("2026-01-02T09:30Z"), tmp_path) == [1]
    table = "duckdb:///shop.duckdb#orders@stamp in Europe/Berlin"
    assert ids(table, asof("2026-01-02T09:30Z"), tmp_path) == [1, 2]


def test_rows_that_were_changed_in_the_background_are_noticed(tmp_path):
    path, address = database(tmp_path), "duckdb:///shop.duckdb#orders@stamp"
    found = DuckdbSource().resolve(address, asof("2026-01-02"), tmp_path)
    again = Wish(version=found.version.id, text="2026-01-02")
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO orders VALUES (4, 1, '2026-02-01')")
    assert DuckdbSource().resolve(address, again, tmp_path) == found
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM orders WHERE id = 1")
    now = DuckdbSource().resolve(address, again, tmp_path)
    assert now.digest != found.digest
    assert (found.version.rows, now.version.rows) == (2, 1)


@pytest.mark.parametrize(
    ("address", "wish", "error", "says"),
    [
        ("shop.duckdb#nowhere", Wish(), NoSuchData, "Table with name nowhere does not exist"),
        ("shop.duckdb#orders@nothing", asof("2026-01-01"), NoSuchData, 'column "nothing" not found'),
        ("shop.duckdb#orders@price", asof("2026-01-01"), NoSuchData, "DECIMAL"),
        ("shop.duckdb#orders", asof("2026-01-01"), NoSuchVersion, "says nothing of when"),
        ("shop.duckdb#orders for system_time", asof("2026-01-01"), ReproError, "keeps no history"),
        ("other.txt#orders", Wish(), NoSuchData, "other.txt is no database of DuckDB"),
        ("nowhere.duckdb#orders", Wish(), NoSuchData, "there is no duckdb:///nowhere.duckdb"),
        ("#orders", Wish(), NoSuchData, "names no file of DuckDB"),
    ],
)
def test_what_cannot_be_answered_is_one_clear_line(tmp_path, address, wish, error, says):
    database(tmp_path)
    (tmp_path / "other.txt").write_text("no database " * 1000)
    with pytest.raises(error, match=says) as raised:
        DuckdbSource().resolve(f"duckdb:///{address}", wish, tmp_path)
    assert "\n" not in raised.value.what
    assert not (tmp_path / "nowhere.duckdb").exists()


def test_a_file_that_is_open_for_writing_is_reported(tmp_path):
    path, address = database(tmp_path), "duckdb:///shop.duckdb#orders"
    with duckdb.connect(str(path)), pytest.raises(NoAccess, match="open for writing in this notebook"):
        DuckdbSource().resolve(address, Wish(), tmp_path)
    hold = f"import duckdb, time; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(NoAccess, match="open for writing elsewhere") as raised:
            DuckdbSource().resolve(address, Wish(), tmp_path)
        other.communicate("\n")
    assert str(tmp_path) not in str(raised.value)
