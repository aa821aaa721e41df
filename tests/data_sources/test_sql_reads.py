from __future__ import annotations

import pytest

from jupyter_repro.data_sources.sql.reads import Dialect, sql_read
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.moments import NoSuchMoment

PLAIN = Dialect(lambda name: f"[{name}]")


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("orders", "SELECT * FROM orders"),
        ("shop.orders@updated_at", "SELECT * FROM shop.orders WHERE updated_at <= :asof"),
        (
            "orders @ valid_from .. valid_to",
            "SELECT * FROM orders WHERE valid_from <= :asof AND (valid_to IS NULL OR valid_to > :asof)",
        ),
        ("orders@sys_period..", "SELECT * FROM orders WHERE sys_period @> :asof"),
        ("orders FOR system_time", "SELECT * FROM orders FOR SYSTEM_TIME AS OF :asof"),
        ('"My ""orders"@"When"', 'SELECT * FROM [My "orders] WHERE [When] <= :asof'),
        ("select x\nfrom t where y < :asof;", "select x from t where y < :asof"),
    ],
)
def test_what_is_read_is_one_statement(text, statement):
    assert sql_read(text).statement(PLAIN, asof=True) == statement


def test_the_newest_of_a_table_with_a_history_is_the_table():
    assert sql_read("t for system_time").statement(PLAIN, asof=False) == "SELECT * FROM t"


def test_a_history_that_the_database_does_not_keep_is_refused():
    with pytest.raises(ReproError, match="keeps no history") as refused:
        sql_read("t for system_time").statement(Dialect(str, history=""), asof=True)
    assert "system_time" not in refused.value.remedy


@pytest.mark.parametrize(
    ("text", "takes"),
    [
        ("orders", False),
        ("orders@x", True),
        ("orders for system_time", True),
        ("select 1", False),
        ("select :asof", True),
    ],
)
def test_only_what_has_a_place_for_a_moment_takes_one(text, takes):
    assert sql_read(text).takes_moment is takes


def test_time_stamps_without_a_zone_are_in_the_one_that_is_named():
    assert str(sql_read("orders@x").zone) == "UTC"
    assert str(sql_read("orders@x in Europe/Berlin").zone) == "Europe/Berlin"
    with pytest.raises(NoSuchMoment, match="no time zone 'Europe/Nowhere'"):
        sql_read("orders@x in Europe/Nowhere")


def test_what_was_written_in_another_way_has_the_same_name():
    assert sql_read(" orders@x   in UTC ").text == sql_read("orders@x in UTC").text


@pytest.mark.parametrize(
    "text",
    [
        "delete from hidden",
        "orders@",
        "orders@a..b..c",
        "a.b.c.d",
        "orders x",
        "c@host/hidden#orders@x",
        "x'y",
    ],
)
def test_what_is_not_understood_is_not_repeated(text):
    with pytest.raises(ReproError, match="no table, and no query that only reads") as raised:
        sql_read(text)
    assert "hidden" not in str(raised.value)


def test_a_query_that_would_change_the_database_is_refused():
    with pytest.raises(ReproError, match="has DELETE in it"):
        sql_read("with gone as (delete from t returning *) select * from gone")
    with pytest.raises(ReproError, match="two statements"):
        sql_read("select 1; select 2")
