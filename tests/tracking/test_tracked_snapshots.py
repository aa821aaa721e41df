"""Snapshots that a tracker holds, in MLflow's database: built upon, followed, compared and listed."""

from __future__ import annotations

import pytest
from snapshots import recorded, uses

from jupyter_repro.differences.chain import lineage
from jupyter_repro.differences.notebook_log import notebook_log
from jupyter_repro.differences.snapshots import difference
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.records.run_blocks import RunBlock
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.trackers.destinations import destination_of, tracker_of
from jupyter_repro.tracking.block_records import block_records
from jupyter_repro.tracking.consumed_runs import looked_up, with_moved
from jupyter_repro.tracking.run_record import run_record

ADDRESS = "mlflow:sqlite:///mlflow.db"


def published(notebook):
    """Log the snapshot of a notebook; answers the run's id."""
    destination = destination_of(ADDRESS, notebook)
    run = run_record(notebook, read_notebook(notebook))
    tracker = tracker_of(destination)
    logged = tracker.log(destination, run)
    for each in block_records(run, [RunBlock("fit", run.started, run.started, metrics={"loss": 0.5})]):
        tracker.log(destination, each)
    return logged.id


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project whose training was published, with another seed than it has here now, and whose model is version 1."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "pyproject.toml").write_text(f'[tool.jupyter-repro]\ntrack = "{ADDRESS}"\n')
    clean, clean_digest = recorded(folder / "clean.ipynb", seed=3)
    train, digest = recorded(
        folder / "train.ipynb", seed=1, consumes=uses(rows=("clean.ipynb", clean_digest))
    )
    published(clean)
    run = published(train)
    snapshot_path(clean).unlink()
    recorded(train, seed=2)
    from mlflow.tracking import MlflowClient

    client = MlflowClient(f"sqlite:///{folder}/mlflow.db")
    client.create_registered_model("churn")
    client.create_model_version("churn", f"runs:/{run}/model", run_id=run)
    client.set_registered_model_alias("churn", "best", "1")
    return folder, run, digest


@pytest.mark.parametrize(
    "form", ["{run}", "{run:.10}", "runs:/{run}", "models:/churn/1", "models:/churn@best"]
)
def test_a_run_and_a_model_are_looked_up_when_the_notebook_is_recorded(project, form):
    folder, run, digest = project
    address = form.format(run=run)
    notebook, _ = recorded(folder / "score.ipynb")
    found = looked_up({"model": Consumed(address)}, notebook, read_notebook(notebook))
    assert found == {"model": Consumed(address, digest, "train.ipynb")}


def test_what_the_tracker_does_not_know_is_recorded_with_why(project):
    folder, *_ = project
    notebook, _ = recorded(folder / "score.ipynb")
    found = looked_up({"model": Consumed("models:/churn/7")}, notebook, read_notebook(notebook))["model"]
    assert found.digest == ""
    assert "has no model models:/churn/7" in found.unknown


def test_only_what_may_have_moved_is_asked_for_again(project):
    folder, _, digest = project
    notebook, _ = recorded(folder / "score.ipynb")
    before = uses(fixed=("models:/churn/1", "blake3:old"), alias=("models:/churn@best", "blake3:old"))
    found = with_moved(before, notebook, read_notebook(notebook))
    assert {name: each.digest for name, each in found.items()} == {"fixed": "blake3:old", "alias": digest}


def test_the_chain_is_followed_through_the_tracker(project, monkeypatch):
    folder, _, digest = project
    monkeypatch.chdir(folder)
    score, _ = recorded(folder / "score.ipynb", consumes=uses(model=("models:/churn/1", digest)))
    model = lineage(score).consumes[0]
    assert (model.address, model.seed, model.digest) == ("models:/churn/1 (train.ipynb)", 1, digest)
    rows = model.consumes[0]
    assert (rows.name, rows.notebook, rows.seed) == ("rows", "clean.ipynb", 3)


def test_a_run_is_one_side_of_a_difference(project):
    folder, run, _ = project
    changes = {
        each.name: (each.recorded, each.found)
        for each in difference(folder / "train.ipynb", runs=[run]).context
    }
    assert changes["seed"] == ("1", "2")


def test_the_log_has_the_runs_of_the_notebook_and_not_their_parts(project):
    folder, run, digest = project
    found = notebook_log(folder / "train.ipynb", 20)
    assert [(entry.run, entry.seed) for entry in found.entries] == [("", 2), (run, "1")]
    assert digest in {entry.digest for entry in found.entries}
