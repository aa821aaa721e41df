"""`jupyter repro data keep` and `data status --vacuum` as a user runs them."""

from __future__ import annotations

import delta_tables
import iceberg_tables
import pytest
from click.testing import CliRunner
from conftest import written
from repositories import git

import jupyter_repro
from jupyter_repro.cli import cli
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.records.snapshot import Context, DataFile, Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")
ORDERS, SALES = "delta:orders", iceberg_tables.ORDERS


def said(*arguments, status=0):
    """Lines that the command prints."""
    done = CliRunner().invoke(cli, ["data", *arguments], catch_exceptions=False)
    assert done.exit_code == status, done.output
    return done.output.splitlines()


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A repository whose branch `old` has a snapshot of version 0 of a table, and `main` one of version 1."""
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    git(root, "init", "-q", "-b", "old")
    delta_tables.made(root / "orders", versions=2)
    for number, branch in ((0, "old"), (1, "main")):
        git(root, "checkout", "-q", "-B", branch)
        recorded(root, ORDERS, str(number))
        git(root, "add", "a.repro.json")
        git(root, *WHO, "commit", "-qm", branch)
    delta_tables.appended(root / "orders", 9, mode="overwrite")
    return root


def recorded(root, name, version):
    """A notebook with a snapshot that refers to a version of a table."""
    found = named_source(name, root).source.resolve(name, Wish(version=version), root)
    data = {name: DataFile(found.digest, 1, version=found.version)}
    made = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context(data=data))
    (root / "a.ipynb").write_text("{}")
    (root / "a.repro.json").write_bytes(encode_snapshot(made))


def test_a_vacuum_that_would_take_versions_of_any_branch_is_warned_of(project):
    assert said("status", "--vacuum", "0") == [
        "a vacuum of what was replaced at any time would take",
        "  delta:orders, version 0 of 2026-11-01T09:30:00Z (a.ipynb)",
        "  delta:orders, version 1 of 2026-11-02T09:30:00Z (a.ipynb)",
        "    → keep all 2 versions with: jupyter repro data keep a.ipynb",
    ]


def test_a_vacuum_that_takes_nothing_is_reported_so(project):
    assert said("status", "--vacuum", "7d") == [
        "a vacuum of what was replaced more than 7 days ago takes no recorded version"
    ]


def test_a_table_that_is_not_here_is_reported(project):
    (project / "orders").rename(project / "moved")
    assert said("status", "--vacuum", "7d")[1:] == [
        "  delta:orders (a.ipynb): what it would take is not known, there is no Delta table delta:orders"
    ]


def test_what_a_notebook_refers_to_is_kept_beyond_a_vacuum(project):
    first, second = said("keep", "a.ipynb")
    assert first.startswith("✓ delta:orders, version 0 of 2026-11-01T09:30:00Z, is kept beyond a vacuum (")
    assert second.startswith("✓ delta:orders, version 1 of")
    delta_tables.vacuumed(project / "orders")
    assert said("status", "a.ipynb")[-1] == "  delta:orders (1 B): kept"
    assert said("status", "--vacuum", "0")[0].endswith("takes no recorded version")
    assert said("keep", "a.ipynb", "--release")[0].endswith("is kept no longer than its table keeps it")
    assert "cannot be read any more" in said("status", "a.ipynb")[-1]


def test_one_version_is_kept_by_its_address(project):
    (line,) = said("keep", f"{ORDERS}@0")
    assert line.startswith("✓ delta:orders, version 0, is kept beyond a vacuum")
    (line, remedy) = said("keep", f"{ORDERS}@7", status=1)
    assert line.startswith("✗ delta:orders, version 7, is not kept: there is no version 7 of delta:orders")
    assert remedy.startswith("  → ")
    done = CliRunner().invoke(cli, ["data", "keep", "git:a.csv@HEAD"])
    assert isinstance(done.exception, ReproError)
    assert done.exception.what == "git:a.csv is no table of Delta Lake or Iceberg"


def test_snapshots_of_iceberg_are_warned_of_and_kept(project):
    table = iceberg_tables.made(project)
    recorded(project, SALES, iceberg_tables.ids(table)[0])
    assert any(SALES in line for line in said("status", "--vacuum", "0"))
    assert said("keep", f"{SALES}@{iceberg_tables.ids(table)[0]}")[0].endswith(
        f"by the tag jupyter-repro-{iceberg_tables.ids(table)[0]}"
    )
    assert not any(SALES in line for line in said("status", "--vacuum", "0"))


def test_a_notebook_verifies_on_a_version_that_was_vacuumed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    delta_tables.made(tmp_path / "orders", versions=2)
    cell = "import deltalake\nsorted(deltalake.DeltaTable('orders').to_pyarrow_table()['x'].to_pylist())"
    notebook = written(tmp_path / "a.ipynb", cell)
    jupyter_repro.snapshot(notebook)
    said("keep", "a.ipynb")
    delta_tables.appended(tmp_path / "orders", 9, mode="overwrite")
    delta_tables.vacuumed(tmp_path / "orders")
    before = sorted(tmp_path.rglob("*.parquet"))
    done = CliRunner().invoke(cli, ["verify", "--recorded-data", "a.ipynb"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert sorted(tmp_path.rglob("*.parquet")) == before
    done = CliRunner().invoke(cli, ["restore", "a.ipynb", "--data", "--force"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert jupyter_repro.verify(notebook).status == "identical"


def test_a_notebook_that_asks_for_a_date_reads_the_kept_version(tmp_path):
    delta_tables.made(tmp_path / "orders", versions=2)
    read = "import deltalake\nsorted(deltalake.DeltaTable('orders').to_pyarrow_table()['x'].to_pylist())"
    notebook = written(tmp_path / "a.ipynb", "%load_ext jupyter_repro\n%repro asof 2026-11-01", read)
    jupyter_repro.snapshot(notebook)
    said("keep", str(notebook))
    delta_tables.appended(tmp_path / "orders", 9, mode="overwrite")
    delta_tables.vacuumed(tmp_path / "orders")
    verdict = jupyter_repro.verify(notebook)
    assert (verdict.status, verdict.context_changes) == ("identical", ())
