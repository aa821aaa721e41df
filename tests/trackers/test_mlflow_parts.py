"""Runs that are parts of others, and single runs, in MLflow's database."""

from __future__ import annotations

import math

import msgspec
import pytest

from jupyter_repro.errors import NoSuchData
from jupyter_repro.records.run_blocks import RunBlock
from jupyter_repro.records.tracked_run import Destination, RunRecord
from jupyter_repro.trackers.mlflow.tracker import MlflowTracker
from jupyter_repro.tracking.block_records import block_records

TRACKER = MlflowTracker()
T = "2026-01-01T00:00:00Z"
LATER = "2026-01-01T00:01:00Z"
RUN = RunRecord("ab", "a", T, "ada", {}, {"repro.snapshot": "blake3:ab", "repro.notebook": "a.ipynb"})
BLOCKS = [
    RunBlock("cv", T, LATER),
    RunBlock("fold", T, LATER, parent=0, params={"k": "1"}, metrics={"loss": 0.5}, failed="ValueError"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Destination("mlflow:sqlite:///mlflow.db", str(tmp_path_factory.mktemp("store")), "study")


def info(store, run_id):
    from mlflow.tracking import MlflowClient

    return MlflowClient(f"sqlite:///{store.root}/mlflow.db").get_run(run_id).info


def test_parts_of_a_run_are_below_it_with_their_start_end_and_outcome(store):
    run, cv, fold = (TRACKER.log(store, each) for each in (RUN, *block_records(RUN, BLOCKS)))
    assert "mlflow.parentRunId" not in run.tags
    assert cv.tags["mlflow.parentRunId"] == run.id
    assert fold.tags["mlflow.parentRunId"] == cv.id
    assert (fold.params, fold.metrics) == ({"k": "1"}, {"loss": 0.5})
    found = info(store, fold.id)
    assert (found.status, found.end_time - found.start_time) == ("FAILED", 60_000)
    assert info(store, cv.id).status == "FINISHED"


def test_the_end_of_a_run_is_set_once_however_often_it_is_published(store):
    run = msgspec.structs.replace(RUN, ended=LATER, tags={**RUN.tags, "repro.snapshot": "blake3:ef"})
    first = info(store, TRACKER.log(store, run).id)
    for ended in ("2026-01-02T00:00:00Z", ""):
        again = info(store, TRACKER.log(store, msgspec.structs.replace(run, ended=ended)).id)
        assert (again.run_id, again.end_time, again.status) == (first.run_id, first.end_time, "FINISHED")
    assert first.end_time - first.start_time == 60_000


def test_a_metric_that_is_no_number_is_kept(store):
    tags = {**RUN.tags, "repro.snapshot": "blake3:99"}
    run = msgspec.structs.replace(RUN, tags=tags, metrics={"loss": math.nan})
    assert math.isnan(TRACKER.log(store, run).metrics["loss"])


def test_a_part_whose_whole_is_not_there_is_a_run_all_the_same(store):
    alone = msgspec.structs.replace(
        RUN, tags={**RUN.tags, "repro.snapshot": "blake3:cd"}, parents=("blake3:no",)
    )
    assert "mlflow.parentRunId" not in TRACKER.log(store, alone).tags


def test_one_run_is_had_by_its_id(store):
    logged = TRACKER.log(store, RUN)
    assert TRACKER.run(store, logged.id) == logged
    with pytest.raises(NoSuchData, match="has no run"):
        TRACKER.run(store, "0" * 32)
