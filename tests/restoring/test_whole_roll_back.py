"""Everything moved on, and one command brings a registered model's run back, in an empty folder and its environment."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from types import SimpleNamespace

import delta_tables
import pytest
from conftest import command, inside, tree, written
from installed_package import installed_package
from repositories import git

dvc = pytest.importorskip("dvc.repo")
mlflow = pytest.importorskip("mlflow")

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")
CELLS = (
    "import sqlite3, deltalake, tinylib, helper",
    "table = deltalake.DeltaTable('t')\ntable.version(), table.count()",
    "sqlite3.connect('shop.db').execute('select sum(x) from t').fetchall()",
    "open('../data/a.csv').read(), open('../raw/r.txt').read(), tinylib.VERSION, helper.V",
)


@pytest.fixture(scope="module")
def moved_on(tmp_path_factory):
    """A notebook published in MLflow, with a model, and in W&B; data, code and its own package are others now."""
    root = tmp_path_factory.mktemp("model") / "project"
    folder, site = root / "nb", root.parent / "site-packages"
    notebook = written(folder / "a.ipynb", *CELLS)
    (root / "data").mkdir()
    (root / "data" / "a.csv").write_text("recorded")
    (folder / "helper.py").write_text("V = 1\n")
    (root / ".gitignore").write_text("data/\nt/\nshop.db\nmlflow.db*\nmlruns/\n")
    delta_tables.made(folder / "t", versions=2)
    sold(folder / "shop.db", 1)
    info = installed_package(site, "tinylib")
    git(root, "init", "-q")
    tracked_by_dvc(root, "recorded")
    git(root, "add", "-A")
    git(root, *WHO, "commit", "-qm", "all")
    store = f"mlflow:sqlite:///{root.parent / 'mlflow.db'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(site))
        patch.setenv("JUPYTER_REPRO_LOCK", "pylock")
        done = command("snapshot", "a.ipynb", "--track", store, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    wandb = f"wandb:study?mode=offline&dir={root.parent}"
    (wandb_run,) = re.findall("published as run ([0-9a-f]{32})", inside("track", notebook, wandb).stdout)
    git(root, "add", "-A")
    git(root, *WHO, "commit", "-qm", "recorded")
    run = registered(store.removeprefix("mlflow:"))
    before = SimpleNamespace(
        root=root, notebook=notebook, store=store, run=run, wandb=wandb, wandb_run=wandb_run
    )
    delta_tables.appended(folder / "t", 7)
    delta_tables.vacuumed(folder / "t")
    (root / "data" / "a.csv").write_text("changed")
    sold(folder / "shop.db", 100)
    (folder / "helper.py").write_text("V = 2\n")
    tracked_by_dvc(root, "rewritten")
    git(root, *WHO, "commit", "-qam", "later")
    shutil.rmtree(info)
    (site / "tinylib.py").unlink()
    return before


def tracked_by_dvc(root, content):
    with (dvc.Repo if (root / ".dvc").exists() else dvc.Repo.init)(str(root)) as repo:
        (root / "raw").mkdir(exist_ok=True)
        (root / "raw" / "r.txt").write_text(content)
        repo.add(str(root / "raw" / "r.txt"))


def sold(database, number):
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("create table if not exists t (x)")
        connection.execute("insert into t values (?)", (number,))


def registered(uri):
    """Register a model of the only run, and answer its id."""
    client = mlflow.MlflowClient(tracking_uri=uri, registry_uri=uri)
    experiments = [each.experiment_id for each in client.search_experiments()]
    (run,) = client.search_runs(experiments)
    client.create_registered_model("price")
    client.create_model_version("price", f"runs:/{run.info.run_id}/model", run_id=run.info.run_id)
    return run.info.run_id


@pytest.mark.parametrize("tracker", ["mlflow", "wandb"])
def test_a_run_comes_back_whole_in_an_empty_folder_and_its_own_environment(moved_on, tmp_path, tracker):
    before = tree(moved_on.root / "nb")
    is_mlflow = tracker == "mlflow"
    target = ("models:/price/1", moved_on.store) if is_mlflow else (moved_on.wandb_run, moved_on.wandb)
    done = inside("restore", target[0], "--track", target[1], "--environment", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "a.ipynb identical" in " ".join(done.stdout.split())
    folder = tmp_path / ("price-1" if is_mlflow else f"a-{moved_on.wandb_run[:8]}")
    assert (folder / "data" / "a.csv").read_text() == "recorded"
    assert (folder / "raw" / "r.txt").read_text() == "recorded"
    assert (folder / "nb" / "helper.py").read_text() == "V = 1\n"
    assert (folder / "nb" / "wheels" / "tinylib-1.0-py3-none-any.whl").is_file()
    assert (folder / ".venv").is_dir()
    assert tree(moved_on.root / "nb") == before
    assert git(folder, "rev-parse", "HEAD~0").strip() == git(moved_on.root, "rev-parse", "HEAD~2").strip()


def test_the_run_holds_the_wheel_and_its_requirements_name_it(moved_on, tmp_path):
    uri = moved_on.store.removeprefix("mlflow:")
    mlflow.set_tracking_uri(uri)
    files = mlflow.artifacts.download_artifacts(run_id=moved_on.run, dst_path=str(tmp_path))
    (requirements,) = tmp_path.rglob("requirements.txt")
    assert "./wheels/tinylib-1.0-py3-none-any.whl" in requirements.read_text().splitlines()
    assert list(tmp_path.rglob("tinylib-1.0-py3-none-any.whl"))
    assert os.path.isdir(files)  # noqa: PTH112


def test_without_its_environment_the_wheel_is_named_and_no_name_of_an_index(moved_on, tmp_path):
    done = inside("restore", moved_on.run, "--track", moved_on.store, cwd=tmp_path)
    assert done.returncode == 3
    folder = tmp_path / f"a-{moved_on.run[:8]}" / "nb"
    assert f"uv pip install {folder}/wheels/tinylib-1.0-py3-none-any.whl" in done.stdout
    assert "tinylib==1.0" not in done.stdout


def test_a_worktree_of_the_notebook_has_its_table_in_the_recorded_version(moved_on, tmp_path):
    done = inside(
        "restore", "a.ipynb", "--code", "--data", "--into", tmp_path / "then", cwd=moved_on.notebook.parent
    )
    assert done.returncode == 0, done.stdout + done.stderr
    from deltalake import DeltaTable

    assert DeltaTable(tmp_path / "then" / "nb" / "t").version() == 1


def test_a_version_that_was_vacuumed_is_said_first_and_the_status_is_not_0(moved_on, tmp_path):
    table = moved_on.root / "nb" / "t"
    kept = tmp_path / "kept"
    shutil.copytree(table, kept)
    delta_tables.appended(table, 9, mode="overwrite")
    delta_tables.vacuumed(table)
    done = inside("restore", moved_on.run, "--track", moved_on.store, "--no-verify", cwd=tmp_path)
    shutil.rmtree(table)
    shutil.copytree(kept, table)
    first, remedy, second, *_ = done.stdout.splitlines()
    assert done.returncode == 1
    assert first.startswith("✗ delta:t cannot be restored: version 1 of delta:t cannot be read any more")
    assert remedy.startswith("  → ")
    assert second.startswith(f"✓ run {moved_on.run} is in ")


def test_an_environment_that_cannot_be_built_keeps_everything_back(moved_on, tmp_path, monkeypatch):
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "nothing"))
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("JUPYTER_REPRO_CACHE", str(tmp_path / "cache"))
    done = inside("restore", moved_on.run, "--track", moved_on.store, "--environment", cwd=tmp_path)
    assert done.returncode == 2
    assert not list(tmp_path.glob("a-*"))
