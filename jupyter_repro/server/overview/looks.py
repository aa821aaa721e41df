"""What is known of a notebook from its file and its snapshot, remembered until one of them is another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from jupyter_repro.digest import Digest
from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.matched_cells import CellKey
from jupyter_repro.records.snapshot import DataFile, Snapshot
from jupyter_repro.server.overview.notebook_sources import digest_of_sources, edit_of, source_cells
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot

MOST_KEPT = 20_000
"""Notebooks that are remembered."""

_Mark = tuple[int, int, int]
"""Time of modification, size and inode."""


class RecordedFacts(msgspec.Struct, frozen=True):
    """What of a snapshot counts where many notebooks are shown."""

    at: str
    verified: bool
    verified_at: str
    seconds: float | None
    hidden_state: tuple[str, ...]
    data: Mapping[str, DataFile]
    modules: Mapping[str, Digest]


class NotebookLook(msgspec.Struct, frozen=True):
    """One notebook, as its file and its snapshot say."""

    recorded: RecordedFacts | None = None
    edit: str = ""
    """What was edited first since it was recorded, in words; "" where nothing was."""
    sources: Digest = ""
    """Of its code cells; "" where it cannot be read."""
    modified: str = ""
    """When its file was written last, as an ISO 8601 time stamp in UTC."""
    error: str = ""
    """Why it, or its snapshot, cannot be read."""


class Looks:
    """Looks at notebooks, and reads only what has changed since the last look."""

    def __init__(self) -> None:
        self._kept: dict[Path, tuple[tuple[_Mark | None, _Mark | None], NotebookLook]] = {}

    def look(self, file: Path) -> NotebookLook:
        """What is known of the notebook; an error in it is part of that."""
        marks = (_mark(file), _mark(snapshot_path(file)))
        kept = self._kept.get(file)
        if kept and kept[0] == marks:
            return kept[1]
        found = _looked(file, marks[0])
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[file] = (marks, found)
        return found


def _looked(file: Path, mark: _Mark | None) -> NotebookLook:
    modified = _moment(mark)
    try:
        cells, snapshot = source_cells(file), load_snapshot(file)
    except ReproError as error:
        return NotebookLook(modified=modified, error=error.what)
    sources = digest_of_sources([cell.key.digest for cell in cells])
    if snapshot is None:
        return NotebookLook(sources=sources, modified=modified)
    keys = [CellKey(cell.id, cell.source_digest) for cell in snapshot.cells]
    return NotebookLook(_recorded(snapshot), edit_of(cells, keys), sources, modified)


def _recorded(snapshot: Snapshot) -> RecordedFacts:
    context = snapshot.context
    return RecordedFacts(
        at=snapshot.recorded,
        verified=snapshot.verified,
        verified_at=snapshot.verified_at,
        seconds=snapshot.seconds or None,
        hidden_state=context.hidden_state,
        data=context.data,
        modules=context.modules,
    )


def _mark(file: Path) -> _Mark | None:
    try:
        found = os.stat(file)  # noqa: PTH116  asked of thousands of files
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _moment(mark: _Mark | None) -> str:
    """When a file was written, never rounded up."""
    seconds = mark[0] / 1e9 if mark else 0.0
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
