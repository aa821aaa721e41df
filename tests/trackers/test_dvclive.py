"""DVCLive's tracker with the real library, read back by DVC itself."""

from __future__ import annotations

import subprocess

import msgspec
import pytest
from tracked_record import RECORD, SNAPSHOT, TEXTS, VERIFIED, files_of

from jupyter_repro.errors import NoAccess, NoSuchData
from jupyter_repro.records.tracked_run import Destination
from jupyter_repro.trackers.dvclive import DvcliveTracker

TRACKER = DvcliveTracker()
FOLDER = "analysis-abababab"


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A DVC repository with one commit."""
    from dvc.repo import Repo

    folder = tmp_path_factory.mktemp("study")
    subprocess.run(["git", "init", "-q", folder], check=True)
    Repo.init(str(folder)).close()
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", *who, "commit", "-q", "--allow-empty", "-m", "begin"], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def place(repository):
    return Destination("dvclive:runs", str(repository), "study")


@pytest.fixture(scope="module")
def logged(place):
    return TRACKER.log(place, RECORD)


def git(folder, *arguments):
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_a_run_is_read_back_as_it_was_logged(logged, place):
    assert (logged.id, logged.name, logged.started) == (FOLDER, "analysis", RECORD.started)
    assert (logged.params, logged.tags, logged.metrics) == (TEXTS, RECORD.tags, RECORD.metrics)
    assert TRACKER.runs(place, SNAPSHOT) == [logged]
    assert TRACKER.runs(place, {"repro.snapshot": "another"}) == []


def test_the_files_are_given_back_under_their_names(logged, place, tmp_path):
    assert files_of(TRACKER, place, logged.id, tmp_path) == RECORD.files


def test_dvc_shows_parameters_metrics_and_the_data_that_was_read(logged, repository):
    from dvc.repo import Repo

    with Repo(str(repository)) as repo:
        params = repo.params.show()[""]["data"][f"runs/{FOLDER}/params.yaml"]["data"]
        metrics = repo.metrics.show()[""]["data"][f"runs/{FOLDER}/metrics.json"]["data"]
    assert (params["seed"], params["rate"], params["fast"]) == (7, 0.5, True)
    assert params["repro.data"]["data/sales.csv"] == {"digest": RECORD.inputs[0].digest, "size": 12}
    assert metrics["accuracy"] == 0.5


def test_nothing_is_committed_and_no_experiment_is_made(logged, repository):
    assert git(repository, "log", "--format=%s").split() == ["begin"]
    assert "exps" not in git(repository, "for-each-ref")
    assert not (repository / "dvc.yaml").exists()


def test_logging_again_changes_nothing(logged, place, repository):
    before = (repository / "runs" / FOLDER / "params.yaml").read_bytes()
    assert TRACKER.log(place, RECORD) == logged
    assert (repository / "runs" / FOLDER / "params.yaml").read_bytes() == before


def test_a_verification_is_added_and_all_else_stays(place, tmp_path):
    run = msgspec.structs.replace(
        RECORD, id="cd" * 16, name="two words", tags={**RECORD.tags, "repro.snapshot": "cd"}
    )
    made = TRACKER.log(place, run)
    TRACKER.amend(place, made.id, VERIFIED, {"report.html": b"new", "verdict.json": b"[]"})
    (found,) = TRACKER.runs(place, {"repro.snapshot": "cd"})
    assert (found.id, found.tags, found.params) == (
        "two-words-cdcdcdcd",
        {**run.tags, **VERIFIED},
        TEXTS,
    )
    assert found.metrics == run.metrics
    assert files_of(TRACKER, place, made.id, tmp_path)["report.html"] == b"new"


def test_a_run_that_is_not_there_is_reported(place, tmp_path):
    for name in ("nosuch", "../runs"):
        with pytest.raises(NoSuchData, match="has no run"):
            TRACKER.files(place, name, tmp_path)
    assert TRACKER.runs(Destination("dvclive:nowhere", place.root, "study"), {}) == []


@pytest.mark.parametrize("git_there", [False, True])
def test_no_dvc_repository_is_made_where_there_is_none(tmp_path, monkeypatch, git_there):
    if git_there:
        subprocess.run(["git", "init", "-q", tmp_path], check=True)
    monkeypatch.chdir(tmp_path)
    TRACKER.log(Destination("dvclive:", str(tmp_path), "study"), RECORD)
    assert (tmp_path / "dvclive" / FOLDER / "params.yaml").exists()
    assert {path.name for path in tmp_path.iterdir()} - {".git"} == {"dvclive"}


def test_a_folder_that_is_a_file_is_reported(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(NoAccess, match="taken cannot be written"):
        TRACKER.log(Destination("dvclive:taken", str(tmp_path), "study"), RECORD)
