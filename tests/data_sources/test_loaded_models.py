"""Models that a notebook loads from MLflow, and artifacts of W&B: what it builds upon by itself."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import mlflow
import pytest
from click.testing import CliRunner
from conftest import written

import jupyter_repro
from jupyter_repro.cli import cli
from jupyter_repro.data_sources.loaded_models.wandb import WandbArtifactReader
from jupyter_repro.recording.data.reads import Reads
from jupyter_repro.snapshots.stored_snapshots import load_snapshot

START = "import mlflow\nmlflow.set_tracking_uri('sqlite:///mlflow.db')"
MODEL = """
import mlflow

class Adds(mlflow.pyfunc.PythonModel):
    def __init__(self, number):
        self.number = number

    def predict(self, context, model_input, params=None):
        return [self.number]

with mlflow.start_run() as run:
    logged = mlflow.pyfunc.log_model(name="m", python_model=Adds({number}), registered_model_name="{name}")
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store with two versions of a model; the alias `champion` means the first."""
    tmp_path = tmp_path_factory.mktemp("store")
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path / 'mlflow.db'}")
    client = mlflow.MlflowClient()
    client.create_experiment("e", artifact_location=(tmp_path / "artifacts").as_uri())
    mlflow.set_experiment("e")
    runs = [trained(number) for number in (1, 2)]
    client.set_registered_model_alias("churn", "champion", "1")
    yield SimpleNamespace(client=client, runs=runs, folder=tmp_path)
    mlflow.set_tracking_uri(None)


@pytest.fixture(autouse=True)
def here(store, monkeypatch):
    """The folder of the notebooks."""
    monkeypatch.chdir(store.folder)


def upstream(verdict):
    return [change for change in verdict.context_changes if change.kind == "upstream"]


def trained(number):
    """A run that made and registered a model, by its id."""
    known = {"__name__": "__main__"}
    exec(MODEL.format(number=number, name="churn"), known)
    return known["run"].info.run_id


def consumed(notebook):
    return {
        name: (each.address, each.origin) for name, each in load_snapshot(notebook).context.consumes.items()
    }


def test_a_model_and_an_artifact_of_a_run_are_what_a_notebook_builds_upon(store):
    first, second = store.runs
    notebook = written(
        store.folder / "a.ipynb",
        START,
        "model = mlflow.pyfunc.load_model('models:/churn/1')\nmodel.predict([[1]])",
        f"open(mlflow.artifacts.download_artifacts('runs:/{second}/m/MLmodel')).readline()",
    )
    jupyter_repro.snapshot(notebook)
    assert consumed(notebook) == {
        "models:/churn": ("models:/churn/1", first),
        f"runs:/{second}": (f"runs:/{second}", second),
    }
    found = load_snapshot(notebook).context.consumes["models:/churn"]
    assert (found.cell, found.line) == ("cell-1", 1)
    shown = CliRunner().invoke(cli, ["lineage", "a.ipynb"]).output
    assert "models:/churn/1" in shown
    assert first in shown
    assert upstream(jupyter_repro.verify(notebook)) == []


def test_an_alias_that_moved_is_the_cause_of_what_depends_on_it(store):
    first, second = store.runs
    notebook = written(
        store.folder / "b.ipynb",
        START,
        "model = mlflow.pyfunc.load_model('models:/churn@champion')",
        "model.predict([[1]])",
        "1 + 1",
    )
    jupyter_repro.snapshot(notebook)
    store.client.set_registered_model_alias("churn", "champion", "2")
    verdict = jupyter_repro.verify(notebook)
    assert verdict.first_divergence == 2
    assert [cell.index for cell in verdict.cells if cell.status == "diverged"] == [2]
    cause = next(cause for cause in verdict.cells[2].causes if cause.kind == "upstream")
    assert cause.what == (f"models:/churn@champion is another model now: {first} became {second}")
    assert (cause.where.cell, cause.where.line) == (1, 1)


def test_a_notebooks_own_model_is_no_input(store):
    notebook = written(
        store.folder / "c.ipynb",
        START + "\nmlflow.set_experiment('e');",
        MODEL.format(number=3, name="own") + "version = logged.registered_model_version",
        "mlflow.pyfunc.load_model(f'models:/own/{version}').predict([[1]])",
        "mlflow.pyfunc.load_model(logged.model_uri).predict([[1]])",
        "mlflow.pyfunc.load_model(f'runs:/{run.info.run_id}/m').predict([[1]])",
    )
    jupyter_repro.snapshot(notebook)
    assert consumed(notebook) == {}


def test_a_snapshot_that_recorded_no_models_does_not_drift_by_them(store):
    notebook = written(
        store.folder / "d.ipynb", START, "mlflow.pyfunc.load_model('models:/churn/1').predict([[1]])"
    )
    jupyter_repro.snapshot(notebook)
    file = notebook.with_suffix(".repro.json")
    content = json.loads(file.read_text())
    content["context"]["consumes"] = {}
    file.write_text(json.dumps(content))
    assert upstream(jupyter_repro.verify(notebook)) == []


@pytest.mark.parametrize(
    ("maker", "given", "noted"),
    [
        ("other", "e/p/prices:v3", {"wandb-artifact:e/p/prices": "wandb-artifact:e/p/prices:v3"}),
        ("mine", "e/p/prices:v3", {}),
        ("other", object(), {}),
    ],
)
def test_an_artifact_that_another_run_made_is_consumed_where_it_is_named(monkeypatch, maker, given, noted):
    run = pytest.importorskip("wandb.sdk.wandb_run")
    artifact = SimpleNamespace(
        qualified_name="e/p/prices:v3", digest="d", logged_by=lambda: SimpleNamespace(id=maker)
    )
    monkeypatch.setattr(run.Run, "use_artifact", lambda _self, _name, **_named: artifact)
    reads = Reads(Path(), lambda: ("cell", 2))
    notes = SimpleNamespace(place=lambda: ("cell", 2), consumed=reads.note_consumed)
    undo = WandbArtifactReader().start("wandb.sdk.wandb_run", notes)
    assert run.Run.use_artifact(SimpleNamespace(id="mine"), given, type="dataset") is artifact
    undo()
    assert {name: each.address for name, each in reads.consumed.items()} == noted
