"""W&B's tracker with the real library: runs on this machine, and servers that refuse."""

from __future__ import annotations

import json
import shutil
import time

import msgspec
import pytest
from mlflow_server import answering
from tracked_record import OWN_TEXTS, RECORD, SNAPSHOT, TEXTS, VERIFIED, files_of

from jupyter_repro.errors import NoAccess, NoSuchData, ReproError
from jupyter_repro.records.tracked_run import Destination, OwnRun
from jupyter_repro.trackers.wandb.addresses import place_of
from jupyter_repro.trackers.wandb.offline import offline_run, records
from jupyter_repro.trackers.wandb.runs import artifact_name
from jupyter_repro.trackers.wandb.tracker import WandbTracker

TRACKER = WandbTracker()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("study")


@pytest.fixture(scope="module")
def place(folder):
    return Destination("wandb:team/study?mode=offline", str(folder), "study")


@pytest.fixture(scope="module")
def logged(place):
    return TRACKER.log(place, RECORD)


def written(folder):
    """What W&B's own files say of all runs, by the kind of record."""
    found = {}
    for path in sorted(folder.glob("wandb/offline-run-*/run-*.wandb")):
        for record in records(path):
            found.setdefault(record.WhichOneof("record_type"), []).append(record)
    return found


def test_a_run_is_read_back_as_it_was_logged(logged, place):
    assert logged.id == RECORD.id
    assert (logged.name, logged.started) == ("analysis", RECORD.started)
    assert (logged.params, logged.tags, logged.metrics) == (TEXTS, RECORD.tags, RECORD.metrics)
    assert list(TRACKER.runs(place, SNAPSHOT)) == [logged]
    assert list(TRACKER.runs(place, {"repro.snapshot": "another"})) == []


def test_the_files_are_given_back_under_their_names(logged, place, tmp_path):
    assert files_of(TRACKER, place, logged.id, tmp_path) == RECORD.files


def test_wandb_sync_finds_project_group_tag_and_artifacts(logged, folder):
    found = written(folder)
    run = found["run"][0].run
    assert (run.entity, run.project, run.run_group) == ("team", "study", "study")
    assert [artifact.artifact.type for artifact in found["artifact"]] == [
        "dataset",
        "dataset",
        "jupyter-repro",
    ]
    assert all(file.artifact.finalize for file in found["artifact"])


def test_data_is_an_artifact_by_reference_with_its_digest(logged, folder):
    data = [each.artifact for each in written(folder)["artifact"] if each.artifact.type == "dataset"]
    references = [[entry.ref for entry in each.manifest.contents if entry.ref] for each in data]
    assert references == [["repro:data/sales.csv"], ["https://host/x.csv"]]
    assert json.loads(data[1].metadata) == {
        "name": "https://host/x.csv",
        "digest": RECORD.inputs[1].digest,
        "size": 9,
        "version": "v2",
        "asof": "2026-01-01",
    }
    facts = [entry for entry in data[0].manifest.contents if not entry.ref]
    assert [(entry.path, entry.size < 200) for entry in facts] == [("data.txt", True)]


def test_a_metric_that_is_known_by_step_is_a_curve(logged, folder):
    history = [
        {item.key or "/".join(item.nested_key): json.loads(item.value_json) for item in record.history.item}
        for record in written(folder)["history"]
    ]
    assert [(each["_step"], each["loss"]) for each in history] == [(0, 0.75), (1, 0.25)]


def test_all_of_it_lies_in_the_projects_folder(logged, folder):
    staged = [
        entry.local_path for each in written(folder)["artifact"] for entry in each.artifact.manifest.contents
    ]
    assert all(path.startswith(str(folder)) for path in staged if path)


def test_logging_again_makes_nothing_new(logged, place, folder):
    before = sorted(folder.glob("wandb/offline-run-*"))
    assert TRACKER.log(place, RECORD) == logged
    assert sorted(folder.glob("wandb/offline-run-*")) == before


def test_a_verification_is_added_and_all_else_stays(place, logged, tmp_path):
    run = msgspec.structs.replace(RECORD, id="cd" * 16, tags={**RECORD.tags, "repro.snapshot": "blake3:cd"})
    TRACKER.log(place, run)
    TRACKER.amend(place, run.id, VERIFIED, {"report.html": b"new", "verdict.json": b"[]"})
    found = next(iter(TRACKER.runs(place, {"repro.snapshot": "blake3:cd"})))
    assert (found.tags, found.params) == ({**run.tags, **VERIFIED}, TEXTS)
    assert files_of(TRACKER, place, run.id, tmp_path) == {
        **RECORD.files,
        "report.html": b"new",
        "verdict.json": b"[]",
    }


def test_a_run_that_the_notebook_started_is_noted_and_completed(folder, place, tmp_path):
    import wandb

    noted = []
    undo = TRACKER.watch("wandb", folder, noted.append)
    offline = {"mode": "offline", "dir": folder}
    with wandb.init(project="study", entity="team", name="mine", config=USERS, **offline) as run:
        run.log({"loss": 1.5})
    undo()
    with wandb.init(project="study", mode="disabled"):
        pass
    assert noted == [OwnRun("wandb:team/study?mode=offline", run.id)]
    done = TRACKER.log(
        place, msgspec.structs.replace(RECORD, own=(*noted, OwnRun("mlflow:sqlite:///x.db", "1")))
    )
    assert (done.id, done.name) == (run.id, "mine")
    assert done.params == {"lr": "0.1", "seed": "3", **OWN_TEXTS}
    assert done.tags == {**RECORD.tags, "repro.seed": "7"}
    assert done.metrics == {"loss": 1.5, "repro.metrics.accuracy": 0.5, "repro.metrics.loss": 0.25}
    assert files_of(TRACKER, place, run.id, tmp_path) == RECORD.files


USERS = {"lr": 0.1, "seed": 3}
"""Config of a run of the user's."""


def begun_by_the_user(folder):
    """Id of a run that a notebook started with all that a user can say of it."""
    import wandb

    said = {"name": "mine", "group": "a study", "job_type": "fit", "notes": "my words", "tags": ["baseline"]}
    with wandb.init(project="study", entity="team", config=USERS, mode="offline", dir=folder, **said) as run:
        run.log({"accuracy": 0.9})
    return run.id


@pytest.mark.parametrize("verified", [False, True])
def test_what_the_user_said_of_a_run_is_not_changed_and_ours_keeps_its_types(tmp_path, verified):
    place = Destination("wandb:team/study?mode=offline", str(tmp_path), "study")
    run_id = begun_by_the_user(tmp_path)
    own = (OwnRun("wandb:team/study?mode=offline", run_id),)
    done = TRACKER.log(place, msgspec.structs.replace(RECORD, own=own))
    if verified:
        TRACKER.amend(place, done.id, VERIFIED, {})
    found = offline_run(place_of(place), run_id)
    assert {name: found.config[name] for name in USERS} == USERS
    assert (found.name, found.group, found.job_type, found.notes) == ("mine", "a study", "fit", "my words")
    assert (found.tags, found.summary["accuracy"]) == (("baseline", "repro"), 0.9)
    ours = found.config["repro"]
    assert (ours["seed"], ours["params"]["rate"], ours["params"]["fast"]) == (7, 0.5, True)
    assert ours.get("verified") == ("identical" if verified else "not verified")


def test_what_wandb_sync_sends_last_holds_all_that_the_user_said(tmp_path):
    place = Destination("wandb:team/study?mode=offline", str(tmp_path), "study")
    run_id = begun_by_the_user(tmp_path)
    own = (OwnRun("wandb:team/study?mode=offline", run_id),)
    TRACKER.log(place, msgspec.structs.replace(RECORD, own=own))
    *_, newest = sorted(tmp_path.glob("wandb/offline-run-*-*"), key=lambda each: each.stat().st_mtime)
    shutil.copytree(newest, tmp_path / "sent/wandb" / newest.name)
    last = offline_run(place_of(msgspec.structs.replace(place, root=str(tmp_path / "sent"))), run_id)
    assert {name: last.config[name] for name in USERS} == USERS
    assert (last.name, last.tags, last.notes) == ("mine", ("baseline", "repro"), "my words")
    assert last.summary["accuracy"] == 0.9


def test_a_run_that_is_not_there_is_reported(place, tmp_path):
    with pytest.raises(NoSuchData, match="has no run nosuch"):
        TRACKER.files(place, "nosuch", tmp_path)
    elsewhere = Destination("wandb:another?mode=offline", str(tmp_path), "study")
    assert list(TRACKER.runs(elsewhere, {})) == []


def test_without_a_key_it_is_said_at_once_and_nobody_is_asked(tmp_path, monkeypatch):
    monkeypatch.setenv("NETRC", str(tmp_path / "none"))
    monkeypatch.delenv("WANDB_API_KEY", raising=False)
    with pytest.raises(NoAccess, match="there is no key for it here") as error:
        TRACKER.log(Destination("wandb:study", str(tmp_path), "study"), RECORD)
    assert "wandb login" in error.value.remedy


@pytest.mark.parametrize(
    ("answer", "reported"),
    [
        ((200,), "answers with a web page in place of its API"),
        ((401, b'{"errors": [{"message": "bad key"}]}'), "refuses"),
    ],
)
def test_a_server_that_is_none_or_refuses_is_reported_within_a_minute(
    tmp_path, monkeypatch, answer, reported, fresh_wandb
):
    monkeypatch.setenv("WANDB_API_KEY", "0123456789" * 4)
    with answering(*answer) as address:
        monkeypatch.setenv("WANDB_BASE_URL", address)
        begun = time.monotonic()
        with pytest.raises(NoAccess, match=reported) as error:
            list(TRACKER.runs(Destination("wandb:team/study", str(tmp_path), "study"), {}))
    assert time.monotonic() - begun < 60
    assert "0123456789" not in str(error.value)
    assert str(error.value).count("\n") <= 1


@pytest.fixture
def fresh_wandb():
    """W&B reads its environment once: it is to read it again."""
    import wandb

    wandb.teardown()
    yield
    wandb.teardown()


@pytest.mark.parametrize("rest", ["a/b/c", "http://host/x", "study?mode=online&key=1", "study?mode=disabled"])
def test_an_address_that_is_none_is_reported(tmp_path, rest):
    with pytest.raises(ReproError):
        TRACKER.log(Destination(f"wandb:{rest}", str(tmp_path), "study"), RECORD)


def test_names_of_artifacts_hold_what_is_allowed_and_stay_apart():
    assert artifact_name("sales.csv") == "sales.csv"
    assert artifact_name("a/b c.csv") != artifact_name("a-b c.csv")
    assert artifact_name("ü" * 300).isascii()
    assert len(artifact_name("x" * 300)) <= 128


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("{root}/wandb/offline-run-1/run-1.wandb", True),
        ("{root}/wandb.csv", False),
        ("https://api.wandb.ai/graphql", True),
        ("https://host/api.wandb.ai", False),
    ],
)
def test_what_wandb_reads_of_its_own_is_no_data_of_the_notebook(tmp_path, name, is_one):
    place = Destination("wandb:study?mode=offline", str(tmp_path), "study")
    assert TRACKER.is_store(place, name.format(root=tmp_path)) is is_one
    assert not TRACKER.is_store(Destination("mlflow:x", str(tmp_path), ""), name.format(root=tmp_path))
