from __future__ import annotations

import pytest

from jupyter_repro.data_sources.sql.sqlalchemy_reader import is_query


@pytest.mark.parametrize(
    ("statement", "reads"),
    [
        ("SELECT * FROM t", True),
        ("\n  with a as (select 1) select * from a", True),
        ("insert into t values (1)", False),
        ("SELECT pg_catalog.version()", False),
        ("select table_name from information_schema.tables", False),
    ],
)
def test_what_reads_data_is_a_query(statement, reads):
    assert is_query(statement) is reads
