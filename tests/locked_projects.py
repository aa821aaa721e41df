"""Notebooks that were recorded with some packages, as far as locks look at them."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.records.snapshot import Context, Packages, Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path


def recorded_with(notebook: Path, packages: Packages, python: str = "3.11.7") -> Snapshot:
    """Write a notebook and a snapshot beside it that names these packages; answers the snapshot."""
    notebook.parent.mkdir(exist_ok=True)
    notebook.write_text("{}")
    context = Context(packages=packages, python={"version": python})
    snapshot = Snapshot(notebook.name, "2026-01-01T00:00:00Z", "python3", "python", (), context)
    snapshot_path(notebook).write_bytes(encode_snapshot(snapshot))
    return snapshot
