from __future__ import annotations

from datetime import UTC

import pytest
from pandas.testing import assert_frame_equal

from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.data_sources.sql.servers import SqlSource
from jupyter_repro.errors import NoAccess, NoSuchData, ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of
from jupyter_repro.kept_data.answers.answer_files import kept_answer

pytest.importorskip("sqlalchemy")
psycopg = pytest.importorskip("psycopg")
from postgresql import PASSWORD, USER, server  # noqa: E402  where its client is installed

SETUP = """
    SET TIME ZONE 'Asia/Tokyo';
    CREATE TABLE orders (id int, item text, price numeric(10, 2), plain timestamp, zoned timestamptz, day date,
                         ended timestamptz, held tstzrange, seconds bigint);
    INSERT INTO orders VALUES
        (2, 'pen', 1.5, '2026-01-02 10:00', '2026-01-02 10:00Z', '2026-01-02', NULL, '[2026-01-02 10:00Z,)', 2),
        (1, 'ink : %s', 2, '2026-01-01 10:00', '2026-01-01 10:00Z', '2026-01-01', '2026-01-03 00:00Z',
         '[2026-01-01 10:00Z, 2026-01-03 00:00Z)', 1);
    CREATE TABLE "My orders" ("When" timestamptz, id int);
    INSERT INTO "My orders" VALUES ('2026-01-01', 7);
    CREATE TABLE history (id int, stamp timestamptz);
    INSERT INTO history SELECT n, '2026-01-01'::timestamptz + n * interval '1 day' FROM generate_series(1, 5) n;
    CREATE ROLE weak LOGIN PASSWORD 'weak';
"""


@pytest.fixture(scope="module")
def shop():
    """Makes an address of what is read."""
    with server() as port:
        with connected(port) as connection:
            connection.execute(SETUP)

        def address(
            read: str, *, user=USER, password=PASSWORD, database="postgres", port=port, host="127.0.0.1"
        ) -> str:
            from sqlalchemy.engine import URL

            url = URL.create("postgresql+psycopg", user, password, host, port, database)
            return f"{url.render_as_string(hide_password=False)}#{read}"

        address.port = port
        yield address


def connected(port: int):
    return psycopg.connect(
        host="127.0.0.1", port=port, user=USER, password=PASSWORD, dbname="postgres", autocommit=True
    )


def asof(text: str) -> Wish:
    return Wish(moment_of(text, zone=UTC), text=text)


def ids(address: str, wish: Wish, folder) -> list[int]:
    source = SqlSource()
    found = source.resolve(address, wish, folder)
    return list(source.table(address, found.version, folder).id)


@pytest.mark.parametrize(
    ("read", "first", "both"),
    [
        ("orders@plain", "2026-01-02T09:59Z", "2026-01-02T10:01Z"),
        ("orders@zoned", "2026-01-02T09:59Z", "2026-01-02T10:01Z"),
        ("orders@day", "2026-01-01", "2026-01-02T00:01Z"),
        ("orders@zoned..ended", "2026-01-01", "2026-01-02"),
        ("orders@held..", "2026-01-01", "2026-01-02"),
        ("orders@plain in Asia/Tokyo", "2026-01-02T09:59+09:00", "2026-01-02T10:01+09:00"),
        ("select * from orders where plain <= :asof order by id", "2026-01-01", "2026-01-02"),
    ],
)
def test_a_table_is_read_as_of_a_moment(shop, tmp_path, read, first, both):
    assert ids(shop(read), asof(first), tmp_path) == [1]
    assert ids(shop(read), asof(both), tmp_path) == [1, 2]


def test_what_ended_before_is_not_there(shop, tmp_path):
    for read in ("orders@zoned..ended", "orders@held.."):
        assert ids(shop(read), asof("2026-01-03"), tmp_path) == [2]


def test_a_query_keeps_its_colons_and_percent_signs(shop, tmp_path):
    query = "select id, ' :x', '%' from orders where zoned <= :asof::timestamptz and item like '%: %%s' and :asof > day"
    assert ids(shop(query), asof("2026-01-05"), tmp_path) == [1]


def test_names_in_quotes_are_those_of_the_database(shop, tmp_path):
    assert ids(shop('public."My orders"@"When"'), asof("2026-01-05"), tmp_path) == [7]


def test_an_answer_can_be_kept_with_the_types_of_its_columns(shop, tmp_path):
    address = shop("select id, item, price, plain, zoned, day, ended, seconds, null from orders")
    source = SqlSource()
    found = source.resolve(address, Wish(), tmp_path)
    kept = kept_answer(source.answer(found.version))
    assert kept.digest == found.digest
    assert_frame_equal(kept.frame(), source.table(address, found.version, tmp_path))


def test_an_answer_with_values_of_the_drivers_own_types_is_not_kept(shop, tmp_path):
    source = SqlSource()
    assert source.answer(source.resolve(shop("orders"), Wish(), tmp_path).version) is None


def test_a_name_has_neither_user_nor_password_nor_options(shop, tmp_path):
    address = shop("orders@zoned").replace("#", "?sslmode=disable#")
    name = f"postgresql+psycopg://127.0.0.1:{shop.port}/postgres#orders@zoned"
    assert SqlSource().resolve(address, asof("2026-01-01"), tmp_path).name == name


def test_the_record_of_a_server_that_only_options_name_leads_to_no_other(tmp_path):
    name = SqlSource().name("postgresql+psycopg:///shop?host=/run/hidden&user=me#orders", tmp_path)
    assert name == "postgresql+psycopg://…/shop#orders"
    with pytest.raises(NoAccess, match="does not say where the server is"):
        SqlSource().resolve(name, Wish(), tmp_path)


def test_rows_that_were_changed_in_the_background_are_noticed(shop, tmp_path):
    address = shop("history@stamp")
    found = SqlSource().resolve(address, asof("2026-01-04"), tmp_path)
    again = Wish(version=found.version.id, text="2026-01-04")
    with connected(shop.port) as connection:
        connection.execute("INSERT INTO history VALUES (9, '2026-02-01')")
        assert SqlSource().resolve(address, again, tmp_path) == found
        connection.execute("DELETE FROM history WHERE id = 1")
    now = SqlSource().resolve(address, again, tmp_path)
    assert now.digest != found.digest
    assert now.version.rows == found.version.rows - 1


def test_nothing_can_be_changed(shop, tmp_path):
    with connected(shop.port) as connection:
        connection.execute("CREATE SEQUENCE IF NOT EXISTS numbers")
        connection.execute(
            "CREATE OR REPLACE FUNCTION grow() RETURNS int LANGUAGE sql AS 'DELETE FROM orders RETURNING 1'"
        )
    for query in ("select nextval('numbers') id", "select grow() id"):
        with pytest.raises(NoSuchData, match="read-only transaction"):
            SqlSource().resolve(shop(query), Wish(), tmp_path)


@pytest.mark.parametrize(
    ("read", "where", "error", "says"),
    [
        ("nowhere", {}, NoSuchData, 'relation "nowhere" does not exist'),
        ("orders@nothing", {}, NoSuchData, 'column "nothing" does not exist'),
        ("orders@seconds", {}, NoSuchData, "operator does not exist: bigint <= timestamp"),
        ("orders for system_time", {}, ReproError, "keeps no history"),
        ("orders", {"user": "weak", "password": "weak"}, NoAccess, "permission denied"),
        ("orders", {"password": "hidden"}, NoAccess, "refuses the user or the password"),
        ("orders", {"user": "hidden"}, NoAccess, "refuses the user or the password"),
        ("orders", {"database": "other"}, NoSuchData, r"there is no database .*/other"),
        ("orders", {"port": 1}, NoAccess, "cannot be reached"),
    ],
)
def test_what_cannot_be_answered_is_one_clear_line_without_secrets(shop, tmp_path, read, where, error, says):
    wish = Wish() if read == "orders" else asof("2026-01-01")
    with pytest.raises(error, match=says) as raised:
        SqlSource().resolve(shop(read.replace("nowhere", "nowhere@x"), **where), wish, tmp_path)
    assert "\n" not in raised.value.what
    assert not {"hidden", PASSWORD, USER} & set(str(raised.value).replace("'", " ").split())


@pytest.mark.parametrize(
    ("address", "error", "says"),
    [
        ("postgresql://me:hid#den@host/shop#orders", ReproError, "has a # before the name"),
        ("postgresql://me:hidden/1#x@host/shop#orders", ReproError, "not understood|no table"),
        ("postgresql://me:hidden@host:port/shop#orders", ReproError, "postgresql: address is not understood"),
        (
            "mysql+nothing://me:hidden@host/shop#orders",
            NoAccess,
            r"mysql\+nothing is no dialect of SQLAlchemy",
        ),
        ("snowflake://me:hidden@host/shop#orders", NoAccess, "snowflake is no dialect of SQLAlchemy"),
        (
            "mssql+pyodbc:///?odbc_connect=PWD%3Dhidden#orders",
            NoAccess,
            "pyodbc, through which mssql.+ is not installed",
        ),
    ],
)
def test_an_address_that_leads_nowhere_keeps_its_secrets(tmp_path, address, error, says):
    source = named_source(address, tmp_path).source
    with pytest.raises(error, match=says) as raised:
        source.resolve(address, Wish(), tmp_path)
    assert "hid" not in str(raised.value)
