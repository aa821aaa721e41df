"""A small real sweep, into MLflow's database; and how it goes on."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import nbformat
import pytest
from conftest import inside, notebook_of
from snapshots import recorded

from jupyter_repro.differences.sides import read_snapshot
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.records.sweeps import Trial
from jupyter_repro.sweeping.at_a_time import at_a_time
from jupyter_repro.sweeping.grid import values_of
from jupyter_repro.sweeping.published import failed_record, parent_record, trial_record
from jupyter_repro.sweeping.sweep import swept, warnings
from jupyter_repro.sweeping.trials import SweepOptions
from jupyter_repro.taking_snapshots.recorded_run import recorded_before
from jupyter_repro.verifying.notebook import verify

SWEEP = ("-p", "lr", "0.5,13", "-p", "seed", "1:2", "--jobs", "2")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project with a notebook that was swept into MLflow; a learning rate of 13 fails."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "pyproject.toml").write_text("[tool.jupyter-repro]\n")
    (folder / "rows.csv").write_text("1\n2\n")
    notebook = notebook_of(
        "lr, seed = 1.0, 0",
        "import random\nrows = open('rows.csv').read().split()\nif lr == 13 and seed == 2: raise ValueError('no')",
        "from IPython.display import display\nloss = lr * len(rows) + random.random()\n"
        "display({'application/papermill.record+json': {'loss': loss}}, raw=True)",
    )
    notebook.cells[0].metadata.tags = ["parameters"]
    nbformat.write(notebook, folder / "train.ipynb")
    ran = inside("sweep", "train.ipynb", *SWEEP, "--track", "mlflow:sqlite:///mlflow.db", cwd=folder,
                  JUPYTER_REPRO_CACHE=str(folder / "cache"))  # fmt: skip
    return folder, ran


def runs_in(folder):
    """Name of each run of the database to its id, tags, parameters and metrics."""
    with contextlib.closing(sqlite3.connect(folder / "mlflow.db")) as database:

        def of(run, table):
            return dict(database.execute(f"SELECT key, value FROM {table} WHERE run_uuid = ?", (run,)))

        return {
            name: SimpleNamespace(
                id=run,
                status=status,
                tags=of(run, "tags"),
                params=of(run, "params"),
                metrics=of(run, "metrics"),
            )
            for run, name, status in database.execute("SELECT run_uuid, name, status FROM runs")
        }


def test_a_trial_that_fails_does_not_end_the_sweep(project):
    folder, ran = project
    assert ran.returncode == 3
    states = {each["name"]: each["state"] for each in sweep_file(folder)["trials"]}
    assert states == {
        "lr=0.5,seed=1": "recorded",
        "lr=0.5,seed=2": "recorded",
        "lr=13,seed=1": "recorded",
        "lr=13,seed=2": "failed",
    }
    assert "failed in [2]: ValueError: no" in ran.stdout
    assert (
        ran.stderr.strip()
        == f"go on with: jupyter repro sweep train.ipynb {' '.join(SWEEP)} --track mlflow:sqlite:///mlflow.db --resume"
    )
    assert not (folder / "train-sweep" / "lr=13,seed=2").exists()


def sweep_file(folder):
    return json.loads((folder / "train-sweep" / "sweep.json").read_text())


def test_each_trial_has_its_own_snapshot_with_its_seed_on_the_notebooks_data(project):
    folder, _ = project
    for seed in (1, 2):
        context = recorded_before(folder / "train-sweep" / f"lr=0.5,seed={seed}" / "train.ipynb")
        assert (context.seed, context.parameters) == (seed, {"lr": 0.5, "seed": seed})
        assert list(context.data) == ["../../rows.csv"]
        assert context.folder == "../.."
    metrics = [each["metrics"]["loss"] for each in sweep_file(folder)["trials"][:2]]
    assert metrics[0] != metrics[1]


def test_it_is_one_run_with_the_trials_below_it(project):
    folder, ran = project
    runs = runs_in(folder)
    assert set(runs) == {"train sweep", *(f"lr={lr},seed={seed}" for lr in (0.5, 13) for seed in (1, 2))}, (
        ran.stdout
    )
    parent = runs.pop("train sweep")
    assert {run.tags["mlflow.parentRunId"] for run in runs.values()} == {parent.id}
    assert "mlflow.parentRunId" not in parent.tags
    assert (parent.status, parent.tags["repro.sweep"]) == ("FAILED", "3 of 4 trials, 1 failed")
    assert parent.metrics.keys() == {f"loss/lr 0.5/{part}" for part in ("mean", "std", "best", "seeds")}
    assert {run.tags["mlflow.source.name"] for run in (parent, *runs.values())} == {"train.ipynb"}
    assert {run.status for name, run in runs.items() if name != "lr=13,seed=2"} == {"FINISHED"}
    assert runs["lr=13,seed=2"].status == "FAILED"
    assert "ValueError: no" in runs["lr=13,seed=2"].tags["repro.failed"]
    assert runs["lr=0.5,seed=1"].params["lr"] == "0.5"
    assert [each for each in runs["lr=0.5,seed=1"].metrics if not each.startswith("system/")] == ["loss"]


def test_a_trial_is_verified_as_any_notebook(project):
    folder, _ = project
    assert verify(folder / "train-sweep" / "lr=0.5,seed=2" / "train.ipynb").status == "identical"


def test_resumed_it_executes_only_what_is_not_there(project):
    folder, _ = project
    reported = []
    asked = asked_of(folder, ("lr", "0.5"), ("seed", "1:2"), resume=True)
    found = swept(asked, reported.append)
    assert [(each.state, sorted(each.metrics)) for each in found.trials] == [("kept", ["loss"])] * 2
    assert found.complete
    assert {each.name for each in reported} == {"lr=0.5,seed=1", "lr=0.5,seed=2"}


def asked_of(folder, *pairs, **more):
    return SweepOptions(folder / "train.ipynb", values_of(pairs), folder / "train-sweep", **more)


def test_the_same_notebook_swept_further_is_the_same_run(project):
    folder, _ = project
    asked = asked_of(folder, ("seed", "1:2")), asked_of(folder, ("seed", "1:9"))
    first, second = (parent_record(swept_none(each), each, []) for each in asked)
    assert first.id == second.id
    assert first.params == {"seed": "1, 2"}


def test_a_trial_begins_and_ends_with_its_execution_not_when_it_is_published(project, tmp_path):
    asked = asked_of(project[0], ("seed", "1:2"))
    path, _ = recorded(tmp_path / "train.ipynb", when="2026-01-01T00:05:00Z")
    trial = Trial("seed=1", {"seed": 1}, 1, "recorded", seconds=60)
    parent = parent_record(swept_none(asked), asked, [read_snapshot(path)])
    found = trial_record(trial, path, parent)
    assert (found.started, found.ended) == ("2026-01-01T00:04:00Z", "2026-01-01T00:05:00Z")
    assert parent.ended == found.ended
    assert failed_record(trial, parent).ended == "2026-01-01T00:01:00Z"


def swept_none(asked):
    from jupyter_repro.records.sweeps import Sweep

    return Sweep(notebook="train.ipynb", started="2026-01-01T00:00:00Z", values=dict(asked.values))


def test_a_notebook_that_pins_itself_is_warned_of(tmp_path):
    nbformat.write(notebook_of("%load_ext jupyter_repro\n%repro pin 7"), tmp_path / "train.ipynb")
    assert "pins 7 itself" in warnings(asked_of(tmp_path, ("seed", "1:2")))[0]
    assert not warnings(asked_of(tmp_path, ("lr", "1:2")))
    assert read_notebook(tmp_path / "train.ipynb").cells


def test_a_secret_is_no_value_of_a_sweep(tmp_path):
    nbformat.write(notebook_of("api_token = ''"), tmp_path / "a.ipynb")
    done = inside("sweep", "a.ipynb", "-p", "api_token", "a1b2,c3d4", cwd=tmp_path)
    assert done.returncode == 2
    assert "the values of api_token look like secrets" in done.stderr
    assert not (tmp_path / "a-sweep").exists()


@pytest.mark.parametrize(
    ("tags", "reported"),
    [(["parameters"], "has no parameter lrr"), ([], "has no parameters")],
    ids=["misspelled", "without the tag"],
)
def test_a_parameter_that_the_notebook_does_not_have_is_refused_before_anything_runs(
    tmp_path, tags, reported
):
    notebook = notebook_of("lr = 1", "lr")
    notebook.cells[0].metadata.tags = tags
    nbformat.write(notebook, tmp_path / "a.ipynb")
    done = inside("sweep", "a.ipynb", "-p", "lrr", "1,2", cwd=tmp_path)
    assert done.returncode == 2
    assert reported in done.stderr
    assert not (tmp_path / "a-sweep").exists()


def test_as_many_run_at_a_time_as_are_asked_for():
    running, most, lock = set(), [], threading.Lock()

    def act(number):
        with lock:
            running.add(number)
            most.append(len(running))
        time.sleep(0.02)
        with lock:
            running.discard(number)
        return number

    assert sorted(at_a_time(2, act, range(6))) == list(range(6))
    assert max(most) == 2


def test_interrupted_what_runs_is_ended():
    def act(number):
        if number:
            subprocess.run([sys.executable, "-c", "import time; time.sleep(60)"], check=False)
        return number

    answers = at_a_time(2, act, range(3))
    began = time.monotonic()
    assert next(answers) == 0
    with pytest.raises(KeyboardInterrupt):
        answers.throw(KeyboardInterrupt)
    assert time.monotonic() - began < 30


def test_interrupted_what_waits_is_not_begun():
    begun = []

    def act(number):
        begun.append(number)
        time.sleep(0.05)

    answers = at_a_time(1, act, range(50))
    next(answers)
    with pytest.raises(KeyboardInterrupt):
        answers.throw(KeyboardInterrupt)
    assert len(begun) < 25
