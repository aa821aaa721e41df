"""Neptune's tracker with the real client, offline."""

from __future__ import annotations

import msgspec
import pytest
from tracked_record import RECORD, SNAPSHOT, TEXTS, VERIFIED, files_of

from jupyter_repro.errors import NoAccess, NoSuchData, ReproError
from jupyter_repro.records.tracked_run import Destination
from jupyter_repro.trackers.neptune.tracker import NeptuneTracker
from jupyter_repro.tracking.sending_process import Sent
from jupyter_repro.tracking.sent_words import words

TRACKER = NeptuneTracker()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("study")


@pytest.fixture(scope="module")
def place(folder):
    return Destination("neptune:team/study", str(folder), "study")


@pytest.fixture(scope="module")
def logged(place):
    return TRACKER.log(place, RECORD)


def test_a_run_is_read_back_as_it_was_logged(logged, place):
    assert (logged.id, logged.name, logged.started) == (RECORD.id, "analysis", RECORD.started)
    assert (logged.params, logged.tags, logged.metrics) == (TEXTS, RECORD.tags, RECORD.metrics)
    assert TRACKER.runs(place, SNAPSHOT) == [logged]
    assert TRACKER.runs(Destination("neptune:team/another", place.root, "study"), {}) == []


def test_whoever_publishes_is_reported_in_one_line_that_the_service_ended(logged, place):
    (line,) = [each for each in words(Sent("", "", place, logged)) if "Neptune's service" in each]
    assert line.strip().startswith("Neptune's service ended on 5 March 2026")


def test_the_files_are_given_back_under_their_names(logged, place, tmp_path):
    assert files_of(TRACKER, place, logged.id, tmp_path) == RECORD.files


def test_neptunes_own_reader_finds_all_of_it_and_nothing_of_the_machine(logged, folder):
    from neptune.internal.operation import AssignFloat, AssignInt, AssignString, LogFloats, UploadFile

    (path,) = folder.glob(".neptune/offline/run__*")
    found = list(operations(path))
    assigned = {"/".join(each.path): each.value for each in found if isinstance(each, AssignString)}
    numbers = {
        "/".join(each.path): each.value for each in found if isinstance(each, (AssignInt, AssignFloat))
    }
    assert (numbers["parameters/seed"], numbers["parameters/rate"]) == (7, 0.5)
    assert assigned["repro/git.commit"] == "c0ffee"
    assert assigned["repro_data/0/digest"] == RECORD.inputs[0].digest
    curves = {
        each.path[1]: [(at.step, at.value) for at in each.values]
        for each in found
        if isinstance(each, LogFloats)
    }
    assert curves["loss"] == [(0, 0.75), (1, 0.25)]
    assert len([each for each in found if isinstance(each, UploadFile)]) == len(RECORD.files)
    assert not [name for name in assigned if name.startswith(("monitoring/", "sys/host"))]


def operations(path):
    """The operations in a run's folder, as Neptune's client would send them."""
    from neptune.core.components.queue.json_file_splitter import JsonFileSplitter
    from neptune.internal.operation import Operation

    for part in sorted(path.glob("data-*.log")):
        splitter = JsonFileSplitter(part)
        while (found := splitter.get()) is not None:
            yield Operation.from_dict(found["obj"])
        splitter.close()


def test_logging_again_makes_nothing_new(logged, place, folder):
    assert TRACKER.log(place, RECORD) == logged
    assert len(list(folder.glob(".neptune/offline/run__*"))) == 1


def test_a_verification_is_added_and_all_else_stays(place, tmp_path):
    run = msgspec.structs.replace(
        RECORD, id="cd" * 16, tags={**RECORD.tags, "repro.snapshot": "blake3:cd"}, metrics={}
    )
    TRACKER.log(place, run)
    TRACKER.amend(place, run.id, VERIFIED, {"report.html": b"new", "verdict.json": b"[]"})
    (found,) = TRACKER.runs(place, {"repro.snapshot": "blake3:cd"})
    assert (found.tags, found.params, found.name) == ({**run.tags, **VERIFIED}, TEXTS, "analysis")
    assert files_of(TRACKER, place, run.id, tmp_path) == {
        **RECORD.files,
        "report.html": b"new",
        "verdict.json": b"[]",
    }


@pytest.mark.parametrize("rest", ["team/study?mode=async", "https://app.neptune.ai/team/study"])
def test_what_needs_the_service_is_reported_with_another_way(tmp_path, rest):
    with pytest.raises(NoAccess, match="ended on 5 March 2026") as error:
        TRACKER.log(Destination(f"neptune:{rest}", str(tmp_path), "study"), RECORD)
    assert "mlflow:" in error.value.remedy


@pytest.mark.parametrize("rest", ["", "study", "a/b/c"])
def test_a_project_needs_its_workspace(tmp_path, rest):
    with pytest.raises(ReproError, match="has no project"):
        TRACKER.log(Destination(f"neptune:{rest}", str(tmp_path), "study"), RECORD)


def test_a_run_that_is_not_there_is_reported(place, tmp_path):
    with pytest.raises(NoSuchData, match="has no run nosuch"):
        TRACKER.files(place, "nosuch", tmp_path)
