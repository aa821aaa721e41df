"""Two runs of a real MLflow store, and why the second shows another number."""

from __future__ import annotations

import json

import pytest
from conftest import inside
from planted_models import Project

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.tracked_runs import are_runs

FIRST, SECOND = "0123456789abcdef0123456789abcdef", "89abcdef0123"


def test_two_ids_are_runs_and_notebooks_are_none(tmp_path):
    assert are_runs([FIRST, SECOND])
    assert are_runs(["any", "name"], track="wandb:")
    assert not are_runs(["a.ipynb", str(tmp_path)])


@pytest.mark.parametrize("names", [(FIRST,), (FIRST, "a.ipynb"), (FIRST, SECOND, FIRST)])
def test_anything_else_with_a_run_is_reported_in_one_line(names):
    with pytest.raises(ReproError, match="a run is compared with one other"):
        are_runs(names)


def test_the_second_run_is_explained_by_what_the_first_had(tmp_path, monkeypatch):
    project, track = Project(tmp_path, monkeypatch), ("--track", "mlflow:sqlite:///mlflow.db")
    project.record("-p", "seed", "1", "--seed", "5", *track)
    project.change_data()
    project.record("-p", "seed", "2", "--seed", "6", *track)
    log = inside("log", "train.ipynb", "--format", "json", *track, cwd=project.folder)
    second, first = (entry["run"] for entry in json.loads(log.stdout)["entries"])
    answer = inside("why", first, second, "--format", "json", *track, cwd=project.folder)
    assert answer.returncode == 1, answer.stderr
    verdict = json.loads(answer.stdout)["notebooks"][0]
    assert verdict["path"] == f"run {second[:12]}"
    shares = {share["name"]: share["amount"] for share in verdict["attributions"][0]["shares"]}
    assert shares == pytest.approx({"train.csv": -0.03, "parameter seed": -0.001, "": 0.0})
