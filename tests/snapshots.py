"""Snapshots written by hand, for what nothing needs to be executed for."""

from __future__ import annotations

from pathlib import Path

from conftest import written

from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.records.snapshot import Context, GitState, Snapshot
from jupyter_repro.snapshots.snapshot_digests import digest_beside
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path


def recorded(
    notebook: Path, seed: int = 42, verified: bool = False, when: str = "2026-01-01T00:00:00Z", **context
) -> tuple[Path, str]:
    """A notebook with a snapshot of this context; answers it and the snapshot's digest."""
    if not notebook.exists():
        written(notebook, "1")
    snapshot = Snapshot(
        notebook.name,
        when,
        "python3",
        "python",
        (),
        Context(seed=seed, **context),
        verified=verified,
    )
    snapshot_path(notebook).write_bytes(encode_snapshot(snapshot))
    return notebook, digest_beside(notebook)


def uses(**addresses: tuple[str, str]) -> dict[str, Consumed]:
    """Name to what is consumed: address and digest."""
    return {name: Consumed(address, digest) for name, (address, digest) in addresses.items()}


def at(commit: str) -> GitState:
    """A repository with this commit checked out."""
    return GitState(commit)
