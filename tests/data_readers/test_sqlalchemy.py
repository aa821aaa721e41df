from __future__ import annotations

import pytest

from jupyter_repro.data_readers.sqlalchemy import is_query, public_database

engine = pytest.importorskip("sqlalchemy.engine")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("postgresql+psycopg://me:hidden@host:5432/db?sslkey=hidden", "postgresql+psycopg://host:5432/db"),
        ("mysql+pymysql://me:hidden@host/db", "mysql+pymysql://host/db"),
        ("mssql+pyodbc:///?odbc_connect=PWD%3Dhidden", "mssql+pyodbc:///"),
    ],
)
def test_a_database_is_named_without_credentials(address, public):
    assert public_database(engine.make_url(address)) == public


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
