"""Rows that a PostgreSQL server answers to pandas.read_sql, with the real server and a real kernel."""

from __future__ import annotations

import postgresql
import psycopg
import pytest
from click.testing import CliRunner
from conftest import written

import jupyter_repro
from jupyter_repro.cli import cli
from jupyter_repro.snapshots.stored_snapshots import load_snapshot

CELLS = (
    "import os, pandas as pd, sqlalchemy\nengine = sqlalchemy.create_engine(os.environ['SHOP'])",
    "prices = pd.read_sql('select name, price from prices', engine)",
    "prices.price.sum()",
    "1 + 1",
)


@pytest.fixture
def shop(monkeypatch):
    """A connection to a server with two rows, whose address is in an environment variable."""
    with postgresql.server() as port:
        where = f"host=127.0.0.1 port={port} user={postgresql.USER} password='{postgresql.PASSWORD}' dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute("create table prices (name text, price int)")
            connection.execute("insert into prices values ('a', 1), ('b', 2)")
            password = postgresql.PASSWORD.replace(" ", "%20")
            monkeypatch.setenv(
                "SHOP", f"postgresql+psycopg://{postgresql.USER}:{password}@127.0.0.1:{port}/postgres"
            )
            yield connection


def test_rows_that_were_changed_are_the_cause_and_old_snapshots_do_not_drift(shop, tmp_path):
    notebook = written(tmp_path / "a.ipynb", *CELLS)
    jupyter_repro.snapshot(notebook)
    ((name, recorded),) = load_snapshot(notebook).context.data.items()
    assert name.startswith("postgresql+psycopg://127.0.0.1")
    shown = CliRunner().invoke(cli, ["data", "status", str(notebook)]).output
    assert f"  {name} (" in shown
    assert "only its server can be asked again" in shown
    assert jupyter_repro.verify(notebook).status == "identical"
    shop.execute("delete from prices where name = 'a'")
    shop.execute("insert into prices values ('a', 1)")
    assert jupyter_repro.verify(notebook).context_changes == ()
    shop.execute("update prices set price = 5 where name = 'a'")
    verdict = jupyter_repro.verify(notebook)
    assert [cell.index for cell in verdict.cells if cell.status == "diverged"] == [2]
    cause = verdict.cells[2].causes[0]
    assert (cause.kind, cause.certainty, cause.where.cell, cause.name) == ("data", "proven", 1, name)
    file = notebook.with_suffix(".repro.json")
    statement = recorded.digest.replace(recorded.digest[7:23], name.rpartition("=")[2])
    file.write_text(file.read_text().replace(recorded.digest, statement))
    assert jupyter_repro.verify(notebook).context_changes == ()
