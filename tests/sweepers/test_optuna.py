"""Studies of the real Optuna: what is seen of them, and how they are published."""

from __future__ import annotations

import json

import pytest
from conftest import inside, written
from mlflow_server import empty_database
from noted_trials import NotedTrials

from jupyter_repro.sweepers.optuna import OptunaSweeper

optuna = pytest.importorskip("optuna")

OBJECTIVE = """\
import optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
base = float(open('base.csv').read())
def loss(trial):
    lr, seed = trial.suggest_categorical('lr', [0.1, 0.5]), trial.suggest_int('seed', 1, 2)
    if (lr, seed) == (0.5, 2):
        raise ValueError('too fast')
    return base + lr * seed"""
STUDY = """\
space = {'lr': [0.1, 0.5], 'seed': [1, 2]}
study = optuna.create_study(study_name='rates', sampler=optuna.samplers.GridSampler(space, seed=0))
study.optimize(loss, n_trials=4, catch=ValueError)
study.best_value"""


@pytest.fixture
def noted():
    notes = NotedTrials()
    optuna.logging.set_verbosity(optuna.logging.CRITICAL)
    undo = OptunaSweeper().watch("optuna.study.study", notes)
    yield notes
    undo()


def test_trials_are_seen_with_their_outcome_and_what_is_raised_is_raised(noted):
    def objective(trial):
        x = trial.suggest_float("x", 0, 1)
        if trial.number == 1:
            raise optuna.TrialPruned
        if trial.number == 2:
            raise KeyError("x")
        return x, 2 * x

    study = optuna.create_study(directions=["minimize", "maximize"])
    study.sampler = optuna.samplers.RandomSampler(seed=1)
    with pytest.raises((KeyError, ValueError, NotImplementedError)):
        study.optimize(objective, n_trials=5)
    (first, *others) = noted.all
    assert (first[0].sweep, first[0].number) == ("Optuna study", 0)
    assert first[1].metrics == {
        "value_0": study.trials[0].params["x"],
        "value_1": 2 * study.trials[0].params["x"],
    }
    assert others[-1][1].failed == "failed"
    assert [each.number for each in noted.running_now] == list(range(len(noted.all)))


def test_trials_that_are_asked_for_and_answered_by_hand_are_one_sweep(noted):
    study = optuna.create_study(study_name="by hand")
    for value in (0.5, 0.25):
        trial = study.ask()
        trial.suggest_int("depth", 3, 3)
        study.tell(trial, value)
    assert {each.sweep for each, _ in noted.all} == {"Optuna study by hand"}
    assert noted.facts == [({"depth": 3}, {"value": 0.5}, ""), ({"depth": 3}, {"value": 0.25}, "")]


def runs_of(store):
    from mlflow.tracking import MlflowClient

    client = MlflowClient(f"sqlite:///{store}")
    found = client.search_runs([each.experiment_id for each in client.search_experiments()])
    return {run.data.tags.get("repro.trial") or run.info.run_name: run for run in found}


def test_a_study_of_the_notebook_has_the_form_of_our_own_sweeps(tmp_path):
    empty_database(tmp_path / "mlflow.db")
    (tmp_path / "base.csv").write_text("1.0")
    (tmp_path / "pyproject.toml").write_text('[tool.jupyter-repro]\ntrack = "mlflow:sqlite:///mlflow.db"\n')
    written(tmp_path / "a.ipynb", OBJECTIVE, STUDY)
    done = inside("snapshot", "a.ipynb", "--seed", "7", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    runs = runs_of(tmp_path / "mlflow.db")
    names = [f"lr={lr},seed={seed}" for lr in (0.1, 0.5) for seed in (1, 2)]
    assert set(runs) == {"a", "Optuna study rates", *names}
    whole = runs["Optuna study rates"]
    assert whole.data.tags["mlflow.parentRunId"] == runs["a"].info.run_id
    assert (whole.info.status, whole.data.tags["repro.sweep"]) == ("FAILED", "3 of 4 trials, 1 failed")
    assert whole.data.metrics["value/lr 0.1/mean"] == pytest.approx(1.15)
    for name in names:
        run = runs[name]
        assert run.data.tags["mlflow.parentRunId"] == whole.info.run_id
        assert run.data.tags["mlflow.source.name"] == "a.ipynb"
        assert run.data.params | {"pins": ""} == {
            "repro.seed": "7", "pins": "", "lr": name[3:6], "seed": name[-1],
        }  # fmt: skip
        assert [each.dataset.name for each in run.inputs.dataset_inputs] == ["base.csv"]
    assert runs["lr=0.5,seed=2"].info.status == "FAILED"
    verdict = inside("verify", "a.ipynb", "--format", "json", cwd=tmp_path)
    assert json.loads(verdict.stdout)["notebooks"][0]["status"] == "identical"
    assert len(runs_of(tmp_path / "mlflow.db")) == len(runs)


OWN = """\
import logging; logging.disable()
import mlflow, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
mlflow.set_tracking_uri('sqlite:///mlflow.db')
mlflow.set_experiment('mine')
def loss(trial):
    x = trial.suggest_int('x', 1, 2)
    with mlflow.start_run(run_name=f'trial {trial.number}', nested=True):
        mlflow.log_param('x', x)
        mlflow.log_metric('loss', x)
    return x
study = optuna.create_study(sampler=optuna.samplers.GridSampler({'x': [1, 2]}))"""
STUDIED = "with mlflow.start_run(run_name='whole'):\n    study.optimize(loss, n_trials=2)"


def test_runs_that_the_notebook_starts_for_its_trials_stay_the_only_ones(tmp_path):
    empty_database(tmp_path / "mlflow.db")
    (tmp_path / "pyproject.toml").write_text('[tool.jupyter-repro]\ntrack = "mlflow:sqlite:///mlflow.db"\n')
    written(tmp_path / "a.ipynb", OWN, STUDIED)
    done = inside("snapshot", "a.ipynb", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    runs = runs_of(tmp_path / "mlflow.db")
    assert set(runs) == {"whole", "x=1", "x=2"}
    whole = runs["whole"]
    assert whole.data.tags["repro.sweep"] == "2 of 2 trials"
    assert {run.info.experiment_id for run in runs.values()} == {whole.info.experiment_id}
    assert {run.data.tags["repro.snapshot"] for run in runs.values()} == {whole.data.tags["repro.snapshot"]}
    for trial in ("x=1", "x=2"):
        tags = runs[trial].data.tags
        assert tags["mlflow.parentRunId"] == whole.info.run_id
        assert runs[trial].data.params["repro.params.x"] == runs[trial].data.params["x"]
        assert (tags["mlflow.runName"], runs[trial].info.status) == (runs[trial].info.run_name, "FINISHED")
