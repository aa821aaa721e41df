"""One notebook that reads tables of Delta Lake and Iceberg, in real kernels, and what is reported when they changed."""

from __future__ import annotations

from types import SimpleNamespace

import delta_tables
import iceberg_tables
import pytest
from conftest import texts, written
from iceberg_tables import ORDERS, ids

from jupyter_repro import snapshot, verify
from jupyter_repro.diagnosing.data_remedies import ways_back
from jupyter_repro.differences.drift_now import drift_now
from jupyter_repro.reporters.drift_words import change_words
from jupyter_repro.restoring.recorded_data import lost_versions
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path

CELLS = (
    "%load_ext jupyter_repro\n%repro data delta:orders --version 0",  # which imports the library for itself
    "import deltalake\nsorted(deltalake.DeltaTable('orders').to_pyarrow_table()['x'].to_pylist())",
    "from pyiceberg.catalog import load_catalog\n"
    "catalog = load_catalog('default', type='sql', uri='sqlite:///warehouse/catalog.db')\n"
    "sorted(catalog.load_table('sales.orders').scan().to_arrow()['x'].to_pylist())",
    "%repro asof 2026-11-02\nsorted(deltalake.DeltaTable('orders').to_pyarrow_table()['x'].to_pylist())",
    "import polars\npolars.DataFrame({'x': [1]}).write_delta('made', mode='overwrite')\n"
    "sorted(polars.read_delta('made')['x'])",
)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """The notebook, recorded, and the tables that it reads."""
    folder = tmp_path_factory.mktemp("tables")
    orders, sales = delta_tables.made(folder / "orders"), iceberg_tables.made(folder)
    notebook = written(folder / "a.ipynb", *CELLS)
    snapshot(notebook)
    content = snapshot_path(notebook).read_bytes()
    return SimpleNamespace(
        notebook=notebook, orders=orders, sales=sales, content=content, first=ids(sales)[2]
    )


@pytest.fixture(scope="module")
def moved(recorded):
    """What is found without a run, after both tables have got rows."""
    delta_tables.appended(recorded.orders, 9)
    iceberg_tables.appended(recorded.sales, 9)
    taken = decode_snapshot(recorded.content, "a")
    way_back = ways_back(recorded.notebook, taken, "a.ipynb")
    return SimpleNamespace(
        changes=drift_now(recorded.notebook, taken),
        ways_back={name: way_back(name) for name in taken.context.data},
        newest=ids(recorded.sales)[-1],
    )


@pytest.fixture(scope="module")
def lost(recorded, moved):
    """The verdict after old versions were taken away from both as well."""
    delta_tables.appended(recorded.orders, 5, mode="overwrite")
    delta_tables.vacuumed(recorded.orders)
    for _ in range(3):
        iceberg_tables.expired(recorded.sales, 0)
    return verify(recorded.notebook)


def causes(verdict, index):
    cell = next(cell for cell in verdict.cells if cell.index == index)
    return {cause.name: cause for cause in cell.causes if cause.kind == "data"}


def test_versions_are_recorded_with_cell_and_line_and_no_files_of_tables(recorded):
    shown = [text.splitlines()[-1] for text in texts(recorded.notebook)[1:]]
    assert shown[:2] == ["[0, 1, 2]", "[0, 1, 2]"]
    assert shown[2].endswith("[0, 1]")
    assert shown[3] == "[1]"
    data = decode_snapshot(recorded.content, "a").context.data
    assert {
        name: (file.version.id, file.version.asof, file.cell, file.line) for name, file in data.items()
    } == {
        "delta:orders": ("0", "version 0", "cell-0", 2),
        "delta:orders@2": ("2", "", "cell-1", 2),
        ORDERS: (recorded.first, "", "cell-2", 3),
        "delta:orders@1": ("1", "2026-11-02", "cell-3", 2),
    }
    assert str(recorded.notebook.parent).encode() not in recorded.content


def test_what_moved_is_reported_by_its_versions_with_a_way_to_read_it_as_it_was(moved):
    reported = {change.name: change_words(change) for change in moved.changes}
    assert sorted(reported) == ["delta:orders@2", ORDERS]
    assert reported["delta:orders@2"].startswith(
        "data delta:orders@2: version 2 of 2026-11-03T09:30:00Z → version 3 of "
    )
    assert f" → version {moved.newest} of " in reported[ORDERS]
    again = "run it on the recorded version with: jupyter repro verify --recorded-data a.ipynb"
    assert moved.ways_back["delta:orders@2"] == moved.ways_back[ORDERS] == again


def test_where_a_notebook_reads_the_newest_both_versions_are_reported(recorded, moved, lost):
    reported = causes(lost, 1)["delta:orders@2"].what
    assert reported.startswith("delta:orders is at version 6 of ")
    assert reported.endswith(", it was at version 2 of 2026-11-03T09:30:00Z")
    reported = causes(lost, 2)[ORDERS].what
    assert reported.startswith(f"{ORDERS} is at version {moved.newest} of ")
    assert f", it was at version {recorded.first} of " in reported


def test_a_version_that_was_asked_for_and_is_gone_fails_and_says_why(lost):
    assert [cell.status for cell in lost.cells] == ["failed", "diverged", "diverged", "failed", "identical"]
    gone = causes(lost, 3)["delta:orders@1"]
    assert gone.what.startswith(
        "version 1 of delta:orders cannot be read any more: 2 of its 2 files were removed (vacuumed at "
    )
    assert "; the nearest that can be is version 4 of " in gone.what
    assert gone.remedy == "read a version that is there, or bring its files back from a backup"


def test_where_a_table_cannot_be_read_as_it_was_that_is_said_instead_of_how(recorded, lost):
    assert causes(lost, 1)["delta:orders@2"].remedy.startswith(
        "version 2 of delta:orders cannot be read any more: 3 of its 3 files were removed (vacuumed at "
    )
    assert causes(lost, 2)[ORDERS].remedy.startswith(
        f"version {recorded.first} of {ORDERS} cannot be read any more: it was expired at "
    )


def test_what_cannot_be_restored_is_reported_before_anything_is_run(recorded, lost):
    taken = decode_snapshot(recorded.content, "a")
    lost = list(lost_versions(recorded.notebook, taken))
    reported = {each.name: each.said for each in lost}
    assert not [each.remedy for each in lost if "jupyter repro snapshot" in each.remedy]
    assert sorted(reported) == ["delta:orders", "delta:orders@1", "delta:orders@2", ORDERS]
    assert reported["delta:orders@2"].startswith(
        "cannot be restored: version 2 of delta:orders cannot be read any more: "
    )
