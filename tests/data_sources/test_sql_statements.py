from __future__ import annotations

import pytest

from jupyter_repro.data_sources.sql.statements import (
    changing_word,
    is_ordered,
    is_query,
    names_moment,
    one_line,
    with_moment,
)


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("select *\n  from t  ;\n", "select * from t"),
        ("select 'a  b' -- what\nfrom t /* for\nall */ where x", "select 'a  b' from t where x"),
        ("select 'it''s  --' , \"a  b\", `c  d`", "select 'it''s  --' , \"a  b\", `c  d`"),
        ("select $f$ a  -- b $f$", "select $f$ a  -- b $f$"),
        ("-- first\nselect 1", "select 1"),
    ],
)
def test_a_statement_is_one_line_and_what_is_quoted_stays(statement, line):
    assert one_line(statement) == line


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("select * from t where x <= :asof", True),
        ("select * from t where x <= :asof::date", True),
        ("select ':asof' from t -- :asof", False),
        ("select x::asof from t", False),
        ("select :asofter", False),
    ],
)
def test_the_moment_is_a_parameter_and_no_text(statement, named):
    assert names_moment(statement) is named
    assert (with_moment(statement, "?") != statement) is named


@pytest.mark.parametrize(
    ("statement", "ordered"),
    [
        ("select * from t order by x", True),
        ("select * from t ORDER\nBY x limit 3", True),
        ("select * from (select * from t order by x)", False),
        ("select 'order by' from t", False),
        ("select row_number() over (order by x) from t", False),
        ("(select 1) union (select 2) order by 1", True),
    ],
)
def test_a_statement_is_ordered_where_it_says_so_itself(statement, ordered):
    assert is_ordered(statement) is ordered


@pytest.mark.parametrize(
    "statement", ["select 1", "WITH a as (select 1) select 2", "values (1)", " (select 1)", "from t"]
)
def test_what_reads_is_a_query(statement):
    assert is_query(statement)
    assert changing_word(statement) == ""


@pytest.mark.parametrize("statement", ["delete from t", "pragma x", "orders", "", "'select'"])
def test_what_does_not_begin_by_reading_is_no_query(statement):
    assert not is_query(statement)


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("with a as (delete from t returning *) select * from a", "DELETE"),
        ("select * into other from t", "INTO"),
        ("select * from t for update", "UPDATE"),
        ("select 1; drop table t", ";"),
        ("select 'delete', \"update\" from t", ""),
        ("select updated, deleted_at from t", ""),
    ],
)
def test_a_word_that_changes_something_is_found(statement, word):
    assert changing_word(statement) == word
