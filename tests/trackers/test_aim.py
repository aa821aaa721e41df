"""Aim's tracker with the real library, read back through Aim's own reader."""

from __future__ import annotations

import time

import msgspec
import pytest
from mlflow_server import answering
from tracked_record import OWN_TEXTS, RECORD, SNAPSHOT, TEXTS, VERIFIED, files_of

from jupyter_repro.errors import NoAccess, NoSuchData, ReproError
from jupyter_repro.records.tracked_run import Destination, OwnRun
from jupyter_repro.trackers.aim.tracker import AimTracker

pytest.importorskip("aim", reason="Aim is published for Python 3.12 and older")
TRACKER = AimTracker()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("study")


@pytest.fixture(scope="module")
def place(folder):
    return Destination("aim:runs", str(folder), "study")


@pytest.fixture(scope="module")
def logged(place):
    return TRACKER.log(place, RECORD)


@pytest.fixture
def another():
    return msgspec.structs.replace(RECORD, tags={**RECORD.tags, "repro.snapshot": "blake3:cd"})


def test_a_run_is_read_back_as_it_was_logged(logged, place):
    assert (logged.name, logged.started) == ("analysis", RECORD.started)
    assert (logged.params, logged.tags, logged.metrics) == (TEXTS, RECORD.tags, RECORD.metrics)
    assert list(TRACKER.runs(place, SNAPSHOT)) == [logged]
    assert list(TRACKER.runs(place, {"repro.snapshot": "another"})) == []


def test_the_files_are_given_back_under_their_names(logged, place, tmp_path):
    assert files_of(TRACKER, place, logged.id, tmp_path) == RECORD.files


def test_aim_itself_finds_the_run_at_once(logged, folder):
    from aim import Repo

    found = {run.hash: run for run in Repo(str(folder / "runs")).iter_runs()}[logged.id]
    assert (found.name, found.experiment, found.tags) == ("analysis", "study", ["repro"])
    assert (found["hparams", "seed"], found["hparams", "rate"], found["hparams", "fast"]) == (7, 0.5, True)
    assert found["repro_data"]["data/sales.csv"] == {"digest": RECORD.inputs[0].digest, "size": 12}
    curves = {metric.name: list(metric.values.values_list()) for metric in found.metrics()}
    assert curves == {"accuracy": [0.5], "loss": [0.75, 0.25]}
    assert found.end_time
    assert "__system_params" not in found[...]


def test_logging_again_makes_nothing_new(logged, place, folder):
    assert TRACKER.log(place, RECORD) == logged
    assert len(list((folder / "runs/.aim/meta/chunks").iterdir())) == 1


def test_a_verification_is_added_and_all_else_stays(place, another, tmp_path):
    made = TRACKER.log(place, another)
    TRACKER.amend(place, made.id, VERIFIED, {"report.html": b"new", "verdict.json": b"[]"})
    (found,) = TRACKER.runs(place, {"repro.snapshot": "blake3:cd"})
    assert (found.tags, found.params) == ({**another.tags, **VERIFIED}, TEXTS)
    assert files_of(TRACKER, place, made.id, tmp_path)["report.html"] == b"new"


def test_a_run_that_the_notebook_started_is_noted_and_completed(folder, place, another):
    import aim

    noted = []
    undo = TRACKER.watch("aim", folder, noted.append)
    run = aim.Run(repo=str(folder / "runs"), system_tracking_interval=None, capture_terminal_logs=False)
    undo()
    run["hparams"] = {"lr": 0.1, "seed": 3}
    run["note"] = "mine"
    run.track(0.9, name="accuracy")
    own = msgspec.structs.replace(another, own=(*noted, OwnRun("aim:elsewhere", "1")))
    run.close()
    done = TRACKER.log(place, own)
    assert noted == [OwnRun("aim:runs", done.id)]
    assert done.params == {"lr": "0.1", "seed": "3", "note": "mine", **OWN_TEXTS}
    assert done.tags == {**another.tags, "repro.seed": "7"}
    assert done.metrics == {"accuracy": 0.9, "repro.metrics.accuracy": 0.5, "repro.metrics.loss": 0.25}
    found = {each.hash: each for each in aim.Repo(str(folder / "runs")).iter_runs()}[done.id]
    assert found["hparams"] == {"lr": 0.1, "seed": 3}
    ours = found["repro"]
    assert (ours["repro.seed"], ours["repro.params.rate"], ours["repro.params.fast"]) == (7, 0.5, True)


def test_a_run_or_a_repository_that_is_not_there_is_reported(place, tmp_path):
    with pytest.raises(NoSuchData, match="Aim's repository runs has no run nosuch"):
        TRACKER.files(place, "nosuch", tmp_path)
    assert list(TRACKER.runs(Destination("aim:nowhere", str(tmp_path), "study"), {})) == []
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ReproError, match="has no repository"):
        TRACKER.log(Destination("aim:http://host", str(tmp_path), "study"), RECORD)


def test_a_server_that_is_none_or_is_down_is_reported_within_a_minute(tmp_path):
    with answering(200) as address:
        server = Destination(f"aim:{address.replace('http', 'aim')}", str(tmp_path), "study")
        with pytest.raises(NoAccess, match="answers with a web page"):
            TRACKER.log(server, RECORD)
    begun = time.monotonic()
    with pytest.raises(NoAccess, match="nothing answers there"):
        list(TRACKER.runs(server, {}))
    assert time.monotonic() - begun < 60


def test_what_aim_reads_of_its_own_is_no_data_of_the_notebook(tmp_path):
    there = Destination("aim:runs", str(tmp_path), "study")
    assert TRACKER.is_store(there, str(tmp_path / "runs/.aim/run_metadata.sqlite"))
    assert not TRACKER.is_store(there, str(tmp_path / "runs/sales.csv"))
    assert not TRACKER.is_store(Destination("mlflow:x", str(tmp_path), ""), str(tmp_path / "runs/.aim/x"))
