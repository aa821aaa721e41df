from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jupyter_repro.data_sources.sql.sqlite import SqliteSource
from jupyter_repro.errors import NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of

ORDERS = "sqlite:///shop.db#orders@updated_at"
# the same three days, as different programs write them
DAYS = {
    "text": ("2026-01-01 10:00:00", "2026-01-02 10:00:00.5", "2026-01-03"),
    "ISO 8601": ("2026-01-01T10:00:00Z", "2026-01-02T12:00:00+02:00", "2026-01-03T00:00:00"),
    "seconds": (1767261600, 1767348000.5, 1767398400),
    "mixed": ("2026-01-01", 1767348000, "2026-01-03T05:00:00+05:00"),
}


def database(folder: Path, days=DAYS["text"], *changes: str) -> Path:
    """A database of three orders, one a day, of which the first ends on the third day."""
    path = folder / "shop.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS orders (id INTEGER, item TEXT, updated_at, ended_at)")
        if not changes:
            rows = [(2, "pen", days[1], None), (1, "ink", days[0], days[2]), (3, "cap", days[2], None)]
            connection.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)", rows)
        for change in changes:
            connection.execute(change)
    return path


def asof(text: str) -> Wish:
    return Wish(moment_of(text, zone=UTC), text=text)


def ids(address: str, wish: Wish, folder: Path) -> list[int]:
    source = SqliteSource()
    found = source.resolve(address, wish, folder)
    frame = source.table(address, found.version, folder)
    assert found.version.rows == len(frame)
    return list(frame.id)


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS)
def test_a_table_is_read_as_of_a_date_and_of_a_time_stamp(tmp_path, days):
    database(tmp_path, days)
    assert ids(ORDERS, asof("2025-12-31"), tmp_path) == []
    assert ids(ORDERS, asof("2026-01-01"), tmp_path) == [1]
    assert ids(ORDERS, asof("2026-01-02T04:59-05:00"), tmp_path) == [1]
    assert ids(ORDERS, asof("2026-01-02T05:01-05:00"), tmp_path) == [1, 2]
    assert ids(ORDERS, Wish(), tmp_path) == [1, 2, 3]


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS)
def test_a_table_of_periods_has_what_held_then(tmp_path, days):
    database(tmp_path, days)
    address = "sqlite:///shop.db#orders@updated_at..ended_at"
    assert ids(address, asof("2026-01-02"), tmp_path) == [1, 2]
    assert ids(address, asof("2026-01-03T00:00Z"), tmp_path) == [2, 3]


@pytest.mark.parametrize("form", ["text", "ISO 8601"])
def test_the_moment_of_a_query_is_compared_by_what_it_means(tmp_path, form):
    database(tmp_path, DAYS[form])
    address = "sqlite:///shop.db#select * from orders where :asof >= updated_at order by id desc"
    assert ids(address, asof("2026-01-02T10:01Z"), tmp_path) == [2, 1]
    assert ids(address, asof("2026-01-02T09:59Z"), tmp_path) == [1]


def test_a_day_ends_with_its_last_microsecond(tmp_path):
    database(tmp_path, (*DAYS["text"][:2], "2026-01-03 23:59:59.9995"))
    for read in ("orders@updated_at", "select * from orders where updated_at <= :asof order by id"):
        assert ids(f"sqlite:///shop.db#{read}", asof("2026-01-03"), tmp_path) == [1, 2, 3]


def test_functions_of_sqlite_take_the_moment_of_a_query(tmp_path):
    database(tmp_path, DAYS["seconds"])
    address = (
        "sqlite:///shop.db#select * from orders where updated_at <= strftime('%s', :asof) + 0 order by id"
    )
    assert ids(address, asof("2026-01-02"), tmp_path) == [1, 2]


def test_time_stamps_without_a_zone_are_in_the_one_that_is_named(tmp_path):
    database(tmp_path)
    eleven = asof("2026-01-02T09:30Z")
    assert ids(ORDERS, eleven, tmp_path) == [1]
    assert ids(f"{ORDERS} in Europe/Berlin", eleven, tmp_path) == [1, 2]


def test_a_version_is_the_moment_and_is_read_again_by_it(tmp_path):
    database(tmp_path)
    found = SqliteSource().resolve(ORDERS, asof("2026-01-02"), tmp_path)
    assert found.version.id == "2026-01-02T23:59:59.999999Z"
    again = SqliteSource().resolve(ORDERS, Wish(version=found.version.id, text="2026-01-02"), tmp_path)
    assert again == found


def test_later_rows_change_nothing_and_changed_or_deleted_earlier_rows_do(tmp_path):
    database(tmp_path)
    source, wish = SqliteSource(), asof("2026-01-02")
    before = source.resolve(ORDERS, wish, tmp_path)
    database(
        tmp_path,
        (),
        "INSERT INTO orders VALUES (4, 'new', '2026-02-01', NULL)",
        "DELETE FROM orders WHERE id = 3",
    )
    assert source.resolve(ORDERS, wish, tmp_path) == before
    database(tmp_path, (), "UPDATE orders SET item = 'INK' WHERE id = 1")
    assert source.resolve(ORDERS, wish, tmp_path).digest != before.digest
    database(tmp_path, (), "DELETE FROM orders WHERE id = 1")
    assert source.resolve(ORDERS, wish, tmp_path).version.rows == 1


def test_the_result_is_read_once_for_a_version_and_its_table(tmp_path):
    path, source = database(tmp_path), SqliteSource()
    found = source.resolve(ORDERS, asof("2026-01-02"), tmp_path)
    path.unlink()
    assert len(source.table(ORDERS, found.version, tmp_path)) == 2
    with pytest.raises(NoSuchData, match="there is no"):
        source.table(ORDERS, found.version, tmp_path)


def test_of_the_newest_the_version_is_the_digest_and_an_older_one_is_gone(tmp_path):
    database(tmp_path)
    address = "sqlite:///shop.db#orders"
    found = SqliteSource().resolve(address, Wish(), tmp_path)
    assert found.version.id == found.digest
    assert len(SqliteSource().table(address, found.version, tmp_path)) == 3
    database(tmp_path, (), "DELETE FROM orders WHERE id = 1")
    with pytest.raises(NoSuchVersion, match="has changed since it was recorded"):
        SqliteSource().table(address, found.version, tmp_path)


def test_a_name_is_portable_and_leads_back_to_the_data(tmp_path):
    folder = tmp_path / "work" / "notebooks"
    folder.mkdir(parents=True)
    database(tmp_path / "work")
    for address in (f"sqlite:///{tmp_path}/work/shop.db?mode=rwc#orders", "sqlite:///../shop.db#orders"):
        name = SqliteSource().name(address, folder)
        assert name == "sqlite:///../shop.db#orders"
        assert SqliteSource().resolve(name, Wish(), folder).version.rows == 3


@pytest.mark.parametrize("path", ["/data/my shop.db", "/data/50%25.db", "/données.db"])
def test_an_absolute_path_leads_back_to_itself(path):
    name = SqliteSource().name(f"sqlite:///{path}#orders", Path("/home/me"))
    assert SqliteSource().name(name, Path("/home/me")) == name


def test_the_file_is_never_written_to(tmp_path):
    path = database(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    before = path.read_bytes()
    ids(ORDERS, Wish(), tmp_path)
    assert path.read_bytes() == before
    with pytest.raises(NoSuchData, match="there is no"):
        SqliteSource().resolve("sqlite:///other.db#orders", Wish(), tmp_path)
    assert not (tmp_path / "other.db").exists()


def test_what_lies_beside_the_file_belongs_to_it(tmp_path):
    path = database(tmp_path)
    assert SqliteSource().places(ORDERS, tmp_path) == [path]
    Path(f"{path}-wal").touch()
    assert SqliteSource().places(ORDERS, tmp_path) == [path, Path(f"{path}-wal")]


def test_a_text_that_is_not_utf_8_is_read(tmp_path):
    database(tmp_path, (), "INSERT INTO orders VALUES (9, CAST(x'ff41' AS TEXT), '2026-01-01', NULL)")
    assert ids(ORDERS, asof("2026-01-01"), tmp_path) == [9]


@pytest.mark.parametrize(
    ("address", "wish", "error", "says"),
    [
        ("shop.db#nowhere", Wish(), NoSuchData, "no such table: nowhere"),
        ("shop.db#orders@absent", asof("2026-01-01"), NoSuchData, "no such column: absent"),
        ('shop.db#orders@"absent"', asof("2026-01-01"), NoSuchData, "no such column: absent"),
        (
            "shop.db#orders@item",
            asof("2026-01-01"),
            NoSuchData,
            "has 'ink' where a moment|has 'pen' where a moment",
        ),
        (
            "shop.db#select * from orders where item < :asof",
            asof("2026-01-01"),
            NoSuchData,
            "where a moment is looked",
        ),
        ("shop.db#orders", asof("2026-01-01"), NoSuchVersion, "says nothing of when its rows were written"),
        ("shop.db#select * from orders", asof("2026-01-01"), NoSuchVersion, "says nothing of when"),
        ("shop.db#orders for system_time", asof("2026-01-01"), ReproError, "keeps no history"),
        ("shop.db#orders@updated_at", Wish(version="12"), NoSuchVersion, "has no version 12"),
        ("shop.db#update orders set id = 1", Wish(), ReproError, "no query that only reads"),
        ("shop.db", Wish(), ReproError, "not what is read of it"),
        ("other.txt#orders", Wish(), NoSuchData, "other.txt is no database of SQLite"),
        ("nowhere.db#orders", Wish(), NoSuchData, "there is no sqlite:///nowhere.db"),
        (":memory:#orders", Wish(), NoSuchData, "names no file of SQLite"),
        ("#orders", Wish(), NoSuchData, "names no file of SQLite"),
    ],
)
def test_what_cannot_be_answered_is_one_clear_line(tmp_path, address, wish, error, says):
    database(tmp_path)
    (tmp_path / "other.txt").write_text("no database " * 100)
    with pytest.raises(error, match=says) as raised:
        SqliteSource().resolve(f"sqlite:///{address}", wish, tmp_path)
    assert "\n" not in raised.value.what


def test_a_missing_slash_is_named(tmp_path):
    with pytest.raises(NoSuchData, match="has two slashes, and takes three") as raised:
        SqliteSource().resolve("sqlite://shop.db#orders@updated_at", Wish(), tmp_path)
    assert raised.value.remedy.startswith("write the third: sqlite:///")


def test_a_database_that_is_being_written_to_is_reported(tmp_path, monkeypatch):
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *args, **named: connect(*args, **{**named, "timeout": 0.01})
    )
    with closing(sqlite3.connect(database(tmp_path))) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(NoAccess, match="is being written to"):
            SqliteSource().resolve(ORDERS, Wish(), tmp_path)


def test_a_moment_that_is_a_version_may_lack_its_zone(tmp_path):
    database(tmp_path)
    found = SqliteSource().resolve(ORDERS, Wish(version="2026-01-02T00:00:00"), tmp_path)
    assert datetime.fromisoformat(found.version.id) == datetime(2026, 1, 2, tzinfo=UTC)
