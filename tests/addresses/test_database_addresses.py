from __future__ import annotations

import pytest

from jupyter_repro.addresses.database_addresses import public_database

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
