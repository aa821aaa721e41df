"""What neptune-exporter wrote becomes records of runs."""

from __future__ import annotations

import json

import pytest
from neptune_exports import MOMENT, exported, kept_file

from jupyter_repro.errors import NoSuchData, UnreadableInput
from jupyter_repro.records.tracked_run import Point
from jupyter_repro.trackers.neptune import records as neptune_records
from jupyter_repro.trackers.neptune.exports import exported_runs
from jupyter_repro.trackers.neptune.records import record_of

PROJECT = "team/study"
ATTRIBUTES = [
    ("sys/id", "string", "STU-1"),
    ("sys/creation_time", "datetime", MOMENT),
    ("sys/owner", "string", "grace"),
    ("sys/name", "string", "a first try"),
    ("sys/tags", "string_set", ["small", "old"]),
    ("source_code/entrypoint", "string", "train.ipynb"),
    ("source_code/commit/commit_id", "string", "c0ffee"),
    ("source_code/branch", "string", "main"),
    ("parameters/seed", "int", 7),
    ("parameters/lr", "float", 0.1),
    ("parameters/api_key", "string", "hunter2hunter2"),
    ("optimizer/name", "string", "adam"),
    ("debug", "bool", True),
]


def records(folder):
    return [record_of(run, "ada") for run in exported_runs(folder)]


@pytest.fixture
def folder(tmp_path):
    picture = kept_file(tmp_path, PROJECT, "team/study/STU-1/plots/roc", b"PNG")
    kept_file(tmp_path, PROJECT, "team/study/STU-1/source/a/x.py", b"x = 1\n")
    image = kept_file(tmp_path, PROJECT, "team/study/STU-1/images/2.000000.png", b"PNG2")
    series = [("train/loss", "float_series", value, step) for step, value in [(1, 0.5), (0, 0.9)]]
    rest = [
        ("train/loss", "float_series", 0.25, 2),
        ("monitoring/cpu", "float_series", 99.0, 0),
        ("logs", "string_series", "begun", 0),
        ("weights", "histogram_series", {"type": "COUNTING", "edges": [0.0, 1.0], "values": [3.0]}, 0),
        ("plots/roc", "file", picture),
        ("images", "file_series", image, 2),
        ("source", "file_set", "team/study/STU-1/source"),
        ("lost", "file", "team/study/STU-1/lost"),
        ("escaped", "file", "../../data"),
    ]
    return exported(tmp_path, PROJECT, "STU-1", [*ATTRIBUTES, *series], rest)


def test_seed_parameters_and_commit_are_where_those_of_our_own_runs_are(folder):
    (run,) = records(folder)
    assert run.params == {"seed": 7, "lr": 0.1, "optimizer/name": "adam", "debug": True}
    assert (
        run.tags.items()
        >= {
            "repro.seed": "7",
            "repro.git.commit": "c0ffee",
            "repro.git.branch": "main",
            "repro.notebook": "train.ipynb",
            "repro.verified": "not verified",
            "repro.recorded": "2025-03-01T12:00:00Z",
            "repro.imported_from": "neptune:team/study/STU-1",
            "repro.neptune.tags": "small, old",
        }.items()
    )
    assert (run.name, run.user, run.started) == ("STU-1", "grace", "2025-03-01T12:00:00Z")


def test_a_series_is_in_the_order_of_its_steps_and_its_last_value_is_the_metric(folder):
    (run,) = records(folder)
    assert run.metrics == {"train/loss": 0.25}
    when = "2025-03-01T12:00:00Z"
    assert run.series == {"train/loss": (Point(0, 0.9, when), Point(1, 0.5, when), Point(2, 0.25, when))}


def test_files_series_and_all_attributes_come_along_without_secrets(folder):
    (run,) = records(folder)
    assert set(run.files) == {
        "neptune/attributes.json",
        "neptune/files/images/2.png",
        "neptune/files/plots/roc",
        "neptune/files/source/a/x.py",
        "neptune/series/logs.csv",
        "neptune/series/monitoring/cpu.csv",
        "neptune/series/train/loss.csv",
        "neptune/series/weights.csv",
    }
    assert run.files["neptune/files/source/a/x.py"] == b"x = 1\n"
    assert run.files["neptune/series/logs.csv"] == b"step,time,value\n0,2025-03-01T12:00:00Z,begun\n"
    assert json.loads(run.files["neptune/attributes.json"])["parameters/lr"] == "0.1"
    assert b"hunter2" not in b"".join(run.files.values())


def test_the_same_run_has_the_same_id_and_another_another(folder):
    exported(folder, PROJECT, "STU-2", [("random_state", "int", 1), ("model/seed", "int", 2)])
    first, second = records(folder)
    assert first.id == records(folder)[0].id
    assert first.id != second.id
    assert second.tags["repro.seed"] == "model/seed=2, random_state=1"
    assert (second.user, second.tags["repro.notebook"]) == ("ada", "")


def test_its_folder_data_may_be_named_as_well(folder):
    assert records(folder / "data") == records(folder)


def test_a_large_file_is_left_out_and_said(folder, monkeypatch):
    monkeypatch.setattr(neptune_records, "MOST", 5)
    (run,) = records(folder)
    assert run.tags["repro.left_out"] == "source/a/x.py, which is large"


def test_what_the_exporter_did_not_write_is_reported(tmp_path):
    with pytest.raises(NoSuchData, match="holds no runs"):
        records(tmp_path)
    path = tmp_path / "data" / "p" / "r_part_0.parquet"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"text")
    with pytest.raises(UnreadableInput, match="it is no Parquet file"):
        records(tmp_path)
