"""A notebook that reads a database as of a date, and what is changed in it behind its back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from conftest import written

from jupyter_repro import snapshot, verify


def changed(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_only_what_was_changed_of_that_date_is_reported_with_its_cell(tmp_path):
    changed(
        tmp_path / "shop.db",
        "CREATE TABLE orders (id INTEGER, at TEXT)",
        "CREATE TABLE prices (id INTEGER, at TEXT)",
        "INSERT INTO orders VALUES (1, '2026-01-01'), (2, '2026-01-02'), (3, '2026-01-03')",
        "INSERT INTO prices SELECT * FROM orders",
    )
    notebook = written(
        tmp_path / "a.ipynb",
        # from here on the operating system is asked for what is opened as well
        "import subprocess\nfrom jupyter_repro import data\ndone = subprocess.run(['true'])",
        "%load_ext jupyter_repro\n%repro asof 2026-01-02",
        "len(data.open('sqlite:///shop.db#orders@at').frame())",
        "%repro data sqlite:///shop.db#prices@at --as prices\nlen(prices)",
    )
    recorded = snapshot(notebook).context.data
    assert list(recorded) == ["sqlite:///shop.db#orders@at", "sqlite:///shop.db#prices@at"]
    orders = recorded["sqlite:///shop.db#orders@at"]
    assert orders.version
    assert (orders.version.asof, orders.version.rows, orders.cell) == ("2026-01-02", 2, "cell-2")

    changed(
        tmp_path / "shop.db",
        "INSERT INTO orders VALUES (4, '2026-02-01')",
        "DELETE FROM prices WHERE id = 1",
    )
    verdict = verify(notebook)
    assert [(each.kind, each.name) for each in verdict.context_changes] == [
        ("data", "sqlite:///shop.db#prices@at")
    ]
    assert (verdict.status, verdict.first_divergence) == ("diverged", 3)
    cause, *_ = verdict.cells[3].causes
    assert (cause.certainty, cause.where.cell) == ("proven", 3)
    assert cause.what == (
        "sqlite:///shop.db#prices@at holds other data as of 2026-01-02 than when it was recorded (1 row, was 2)"
    )
