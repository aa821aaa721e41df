"""Nothing is written over what somebody changed since it was read."""

from __future__ import annotations

import nbformat
import pytest
from conftest import written

import jupyter_repro
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.seen_files import ChangedMeanwhile, SeenFiles
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verifying.notebook import mark_verified


@pytest.mark.parametrize("now", [b"theirs", None])
def test_a_changed_or_vanished_file_stops_the_writing_of_all(tmp_path, now):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"read")
    seen = SeenFiles.of(one, other)
    one.write_bytes(now) if now else one.unlink()
    with pytest.raises(ChangedMeanwhile, match="was changed while"):
        write_together({one: b"ours", other: b"ours"}, seen.check)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == ({"one": now} if now else {})


def test_a_notebook_that_is_saved_while_it_is_recorded_keeps_what_was_saved(tmp_path):
    edited = "this.write_text(this.read_text().replace('mine', 'edited'))"
    path = written(
        tmp_path / "a.ipynb", f"import pathlib\nthis = pathlib.Path('a.ipynb')\n{edited}", "'mine'"
    )
    with pytest.raises(ChangedMeanwhile):
        jupyter_repro.snapshot(path)
    assert nbformat.read(path, as_version=4).cells[1].source == "'edited'"
    assert not snapshot_path(path).exists()


def test_a_snapshot_that_was_recorded_meanwhile_is_not_marked_as_verified(recorded):
    old = load_snapshot(recorded)
    jupyter_repro.snapshot(recorded, seed=7)
    newer = snapshot_path(recorded).read_bytes()
    mark_verified(recorded, old)
    assert snapshot_path(recorded).read_bytes() == newer
    assert encode_snapshot(old) != newer
