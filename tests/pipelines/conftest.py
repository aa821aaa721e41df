"""Snapshots that nobody recorded, of notebooks that read and write this and that."""

from __future__ import annotations

import pytest
from conftest import written

from jupyter_repro.pipelines.pipeline_place import PipelinePlace
from jupyter_repro.pipelines.stages import stages_of
from jupyter_repro.records.snapshot import Context, DataFile, Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path

FILE = DataFile("blake3:00", 1)


@pytest.fixture
def recorded_as(tmp_path):
    """Writes a notebook whose snapshot says that it read and wrote these."""

    def write(name, *, data=(), wrote=(), language="python", **context):
        path = written(tmp_path / name, "1")
        known = dict(data) if isinstance(data, dict) else dict.fromkeys(data, FILE)
        facts = Context(data=known, written=None if wrote is None else tuple(wrote), **context)
        snapshot = Snapshot(path.name, "2026-11-29T12:00:00Z", "python3", language, (), facts)
        snapshot_path(path).write_bytes(encode_snapshot(snapshot))
        return path

    return write


@pytest.fixture
def staged(tmp_path):
    """The stages of notebooks, for a file that lies in the same folder."""
    return lambda *paths, base=tmp_path: stages_of(paths, PipelinePlace.around(base))
