"""How long a run took, in its snapshot: there, and no line that changes for nothing."""

from __future__ import annotations

import json

import pytest
from conftest import written
from msgspec import UNSET

import jupyter_repro
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, encode_snapshot, snapshot_path
from jupyter_repro.taking_snapshots.steady_seconds import steady_seconds


@pytest.mark.parametrize(
    ("before", "now", "recorded"),
    [
        (UNSET, 12.345, 12.0),
        (UNSET, 1234.5, 1200.0),
        (12.0, 14.9, 12.0),
        (12.0, 19.4, 19.0),
        (12.0, 7.12, 7.1),
        (0.9, 1.3, 0.9),
        (0.9, 3.21, 3.2),
    ],
)
def test_the_seconds_stay_where_a_run_took_about_as_long_again(tmp_path, before, now, recorded):
    notebook = tmp_path / "a.ipynb"
    snapshot = Snapshot("a.ipynb", "now", "python3", "python", (), seconds=before)
    snapshot_path(notebook).write_bytes(encode_snapshot(snapshot))
    assert steady_seconds(notebook, now) == recorded


def test_a_notebook_without_a_snapshot_has_the_seconds_of_its_run(tmp_path):
    assert steady_seconds(tmp_path / "a.ipynb", 0.456) == 0.46


def test_a_recorded_run_has_its_seconds_and_a_verification_leaves_them(tmp_path):
    path = written(tmp_path / "a.ipynb", "1")
    seconds = jupyter_repro.snapshot(path).seconds
    assert 0 < seconds < 600
    jupyter_repro.verify(path)
    assert json.loads(snapshot_path(path).read_bytes())["seconds"] == seconds


def test_a_snapshot_of_before_is_written_again_without_them():
    content = encode_snapshot(Snapshot("a.ipynb", "now", "python3", "python", ()))
    assert b"seconds" not in content
    assert encode_snapshot(decode_snapshot(content, "a.repro.json")) == content
