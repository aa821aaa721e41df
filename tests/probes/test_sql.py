"""Queries that draw at random."""

from __future__ import annotations

import pytest

from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.probes.sql import SqlProbe


@pytest.mark.parametrize(
    ("query", "drawn"),
    [
        ("select random()", "random()"),
        ("select a from t using sample 5 rows", "a sample: using sample"),
        ("SELECT a FROM t TABLESAMPLE reservoir(5)", "a sample: tablesample"),
        ("select a from t tablesample reservoir(5) repeatable (42)", ""),
        ("select sample from t", ""),
    ],
)
def test_a_query_that_draws_is_named_unless_it_is_seeded(query, drawn):
    read = SqlProbe().read(CellSource(f"run({query!r})", {}))
    assert [what.rpartition("draws ")[2].removeprefix("with ") for _, what, _ in read] == (
        [drawn] if drawn else []
    )


def test_a_query_that_stands_elsewhere_is_seen_when_it_is_run(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    seen = []
    undo = SqlProbe().start("duckdb", seen.append)
    try:
        query = "select i from range(9) t(i) using sample 3 rows"
        assert len(duckdb.sql(query).fetchall()) == 3
    finally:
        undo()
    assert seen == ["the query draws a sample: using sample"]
