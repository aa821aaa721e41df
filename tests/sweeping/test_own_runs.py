"""A sweep of a notebook that logs into an experiment of its own, in MLflow's database."""

from __future__ import annotations

import nbformat
import pytest
from conftest import inside, notebook_of
from mlflow_server import empty_database
from repositories import git

OWN = """\
import logging; logging.disable()
import mlflow
mlflow.set_tracking_uri("sqlite:///mlflow.db")
mlflow.set_experiment("mine")
with mlflow.start_run(run_name="fit"):
    mlflow.log_param("seed", 3)
    mlflow.log_metric("loss", lr + seed)
    assert lr < 0.5"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Trial, "" for the parent, to the run that MLflow has of it; the database is swept once."""
    from mlflow.tracking import MlflowClient

    folder = tmp_path_factory.mktemp("own")
    empty_database(folder / "mlflow.db")
    (folder / "pyproject.toml").write_text('[tool.jupyter-repro]\ntrack = "mlflow:sqlite:///mlflow.db"\n')
    git(folder, "init", "-q", "-b", "main")
    notebook = notebook_of("lr, seed = 0.1, 0", OWN)
    notebook.cells[0].metadata.tags = ["parameters"]
    nbformat.write(notebook, folder / "t.ipynb")
    done = inside("sweep", "t.ipynb", "-p", "lr", "0.1,0.9", "-p", "seed", "1,2", cwd=folder,
                  JUPYTER_REPRO_CACHE=str(folder / "cache"))  # fmt: skip
    assert done.returncode == 3, done.stderr
    client = MlflowClient(f"sqlite:///{folder}/mlflow.db")
    experiments = {each.experiment_id: each.name for each in client.search_experiments()}
    found = client.search_runs(list(experiments))
    assert {experiments[each.info.experiment_id] for each in found} == {"mine"}
    by_trial = {each.data.tags.get("repro.trial", ""): each for each in found}
    assert len(by_trial) == len(found)  # none is there twice
    return by_trial


def test_parent_and_trials_lie_in_the_notebooks_experiment_one_run_a_trial(runs):
    assert set(runs) == {"", *(f"lr={lr},seed={seed}" for lr in (0.1, 0.9) for seed in (1, 2))}
    parent = runs[""]
    below = {run.data.tags.get("mlflow.parentRunId") for name, run in runs.items() if name}
    assert below == {parent.info.run_id}


def test_it_failed_where_a_trial_did(runs):
    assert {name: run.info.status for name, run in runs.items()} == {
        "": "FAILED",
        "lr=0.1,seed=1": "FINISHED",
        "lr=0.1,seed=2": "FINISHED",
        "lr=0.9,seed=1": "FAILED",
        "lr=0.9,seed=2": "FAILED",
    }
    assert "AssertionError" in runs["lr=0.9,seed=1"].data.tags["repro.failed"]


def test_the_source_of_all_is_the_notebook(runs):
    sources = {
        (run.data.tags["mlflow.source.type"], run.data.tags["mlflow.source.name"]) for run in runs.values()
    }
    assert sources == {("NOTEBOOK", "t.ipynb")}


@pytest.mark.parametrize("trial", ["lr=0.1,seed=1", "lr=0.9,seed=1"])
def test_what_the_notebook_logged_stays_beside_what_the_sweep_set(runs, trial):
    run = runs[trial]
    assert (run.info.run_name, run.data.params["seed"], run.data.params["repro.seed"]) == ("fit", "3", "1")
    assert run.data.params["repro.params.lr"] == trial.partition(",")[0].removeprefix("lr=")


def test_the_spread_of_what_the_notebook_logged_is_reported_at_the_parent(runs):
    metrics = runs[""].data.metrics
    assert metrics["loss/lr 0.1/mean"] == pytest.approx(1.6)
    assert metrics["loss/lr 0.1/seeds"] == 2
