"""How long a run took, in its snapshot: there, and no line that changes for nothing."""

from __future__ import annotations

import json

import msgspec
import pytest
from conftest import written
from msgspec import UNSET

import jupyter_repro
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, encode_snapshot, snapshot_path
from jupyter_repro.taking_snapshots.steady_resources import steady_seconds, steady_use
from jupyter_repro.verdicts import ResourceUse


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


@pytest.mark.parametrize(
    ("before", "now", "recorded"),
    [
        (UNSET, ResourceUse(1.234, 123_456_789), ResourceUse(1.2, 120_000_000)),
        (ResourceUse(1.2, 120_000_000), ResourceUse(1.6, 165_000_000), ResourceUse(1.2, 120_000_000)),
        (ResourceUse(1.2, 120_000_000), ResourceUse(1.2, 210_000_000), ResourceUse(1.2, 210_000_000)),
        (ResourceUse(1.2, 120_000_000), ResourceUse(3.0, 120_000_000), ResourceUse(3.0, 120_000_000)),
    ],
)
def test_what_a_run_used_stays_where_another_used_about_as_much(tmp_path, before, now, recorded):
    notebook = tmp_path / "a.ipynb"
    snapshot = Snapshot("a.ipynb", "now", "python3", "python", (), used=before)
    snapshot_path(notebook).write_bytes(encode_snapshot(snapshot))
    assert steady_use(notebook, now) == recorded


def test_a_notebook_without_a_snapshot_has_the_seconds_of_its_run(tmp_path):
    assert steady_seconds(tmp_path / "a.ipynb", 0.456) == 0.46


def test_a_recorded_run_has_its_seconds_and_a_verification_leaves_them(tmp_path):
    path = written(tmp_path / "a.ipynb", "1")
    snapshot = jupyter_repro.snapshot(path)
    assert 0 < snapshot.seconds < 600
    assert 0 < snapshot.used.cpu_seconds < 600
    assert 10**7 < snapshot.used.peak_memory < 10**10
    jupyter_repro.verify(path)
    written_down = json.loads(snapshot_path(path).read_bytes())
    assert (written_down["seconds"], written_down["used"]) == (
        snapshot.seconds,
        msgspec.structs.asdict(snapshot.used),
    )


def test_a_snapshot_of_before_is_written_again_without_them():
    content = encode_snapshot(Snapshot("a.ipynb", "now", "python3", "python", ()))
    assert b"seconds" not in content
    assert b"used" not in content
    assert encode_snapshot(decode_snapshot(content, "a.repro.json")) == content
