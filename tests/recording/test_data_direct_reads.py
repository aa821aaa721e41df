"""What `%repro asof` cannot hold: files of tables that are read past their versions, in a real kernel."""

from __future__ import annotations

import delta_tables
import iceberg_tables
import pytest
from live import session

from jupyter_repro.errors import ReproError
from jupyter_repro.recording.data.direct_reads import check_held


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """A session in a folder with a Delta and an Iceberg table, and a plain file."""
    folder = tmp_path_factory.mktemp("direct")
    delta_tables.made(folder / "orders", versions=2)
    iceberg_tables.made(folder)
    (folder / "plain").mkdir()
    import pandas as pd

    pd.DataFrame({"x": [1]}).to_parquet(folder / "plain" / "p.parquet")
    for name in ("plain/p.csv", "early.csv"):
        (folder / name).write_text("x\n1\n")
    with session(folder) as opened:
        opened.run("%load_ext jupyter_repro")
        opened.run("import duckdb, pandas as pd, polars as pl, deltalake, pyarrow.dataset as ds")
        yield opened


REFUSED = {
    "pandas, the folder": "pd.read_parquet('orders')",
    "polars": "pl.read_parquet('orders/*.parquet')",
    "DuckDB, the files": "duckdb.sql(\"select sum(x) from 'orders/*.parquet'\").fetchall()",
    "pyarrow": "ds.dataset('orders').to_table()",
    "DuckDB's own scan": "duckdb.sql(\"select * from delta_scan('orders')\").fetchall()",
    "files of Iceberg": "pl.read_parquet('warehouse/sales/orders/data/*.parquet')",
}
READ = {
    "deltalake": "deltalake.DeltaTable('orders').to_pandas().x.sum()",
    "polars": "pl.read_delta('orders')['x'].sum()",
    "polars, lazily": "pl.scan_delta('orders').collect()['x'].sum()",
    "a plain file": "pd.read_parquet('plain/p.parquet').x.sum()",
}


@pytest.mark.parametrize("way", REFUSED)
def test_a_read_past_the_versions_is_refused_while_a_date_is_in_force(kernel, way):
    kernel.run("%repro asof 2026-11-01")
    shown = kernel.shown(REFUSED[way])
    assert "2026-11-01, which %repro asof asks for" in shown
    assert "ReproError" in shown


@pytest.mark.parametrize("way", READ)
def test_what_knows_the_versions_is_read(kernel, way):
    kernel.run("%repro asof 2026-11-01")
    shown = kernel.shown(READ[way])
    assert "asof" not in shown
    assert "Error" not in shown


def test_without_a_date_all_is_read(kernel):
    kernel.run("%repro asof off")
    assert "asof" not in kernel.shown(REFUSED["polars"])


def test_the_status_names_the_plain_files_that_no_date_holds(kernel):
    kernel.run("%repro asof off")
    kernel.run("pd.read_csv('early.csv')")
    kernel.run("%repro asof 2026-11-01")
    assert kernel.shown("len(pd.read_csv('plain/p.csv')), len(pd.read_csv('early.csv'))") == "(1, 1)"
    shown = kernel.shown("%repro status")
    assert "not held at 2026-11-01: " in shown
    (line,) = {line.strip() for line in shown.splitlines() if "not held" in line and "<" not in line}
    assert "plain/p.csv" in line
    assert "early.csv" not in line
    assert "orders" not in line


def test_a_read_that_only_the_system_sees_is_said_in_one_line(tmp_path):
    delta_tables.made(tmp_path / "orders", versions=2)
    with session(tmp_path) as opened:
        opened.run("%load_ext jupyter_repro\nimport duckdb\nconnection = duckdb.connect()")
        opened.run("%repro asof 2026-11-01")
        query = "connection.execute(\"select sum(x) from 'orders/*.parquet'\").fetchall()"
        lines = opened.shown(query).removeprefix("[(1,)]").splitlines()
        assert lines == [
            "the files of orders, a Delta table, were read directly, not as of 2026-11-01, which %repro asof asks "
            "for; read it through deltalake, polars.read_delta or pyiceberg, or with: %repro data ADDRESS --as NAME"
        ]
        assert "asof" not in opened.shown(query)


@pytest.mark.parametrize("sql", ["select * from delta_scan('s3://b/t')", "FROM ICEBERG_SCAN ('a')"])
def test_a_scan_in_an_object_store_is_known_by_its_name(sql):
    with pytest.raises(ReproError, match="_scan of DuckDB reads the newest version"):
        check_held(sql, "2026-11-01", str)


@pytest.mark.parametrize("value", ["select my_delta_scan(x) from t", 3, None, "nowhere.parquet"])
def test_anything_else_is_let_through(value):
    check_held(value, "2026-11-01", str)
