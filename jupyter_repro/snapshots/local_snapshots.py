"""Reading snapshots of this machine: one in a file, and one whose content is in hand; light enough for a kernel."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from jupyter_repro.digest import Digest
from jupyter_repro.files.text_files import text_of
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_digests import snapshot_digest
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path


class StoredSnapshot(NamedTuple):
    """A snapshot with the content of its file."""

    snapshot: Snapshot
    content: bytes

    @property
    def digest(self) -> Digest:
        """What the snapshot is called by."""
        return snapshot_digest(self.content)


def local_snapshot(notebook: Path, shown: str = "") -> StoredSnapshot | None:
    """The snapshot beside a notebook of this machine; None where there is none.

    `shown` is what a message calls the file, where its path is of no use. Raises UnreadableInput.
    """
    beside = snapshot_path(notebook)
    return snapshot_in_file(beside, shown) if beside.exists() else None


def snapshot_in_file(file: Path, shown: str = "") -> StoredSnapshot:
    """The snapshot that a file holds; raises UnreadableInput."""
    return snapshot_in(text_of(file, shown).encode(), shown or file)


def snapshot_in(content: bytes, name: str | Path) -> StoredSnapshot:
    """The snapshot that the content of a file is; `name` is for the message of UnreadableInput."""
    return StoredSnapshot(decode_snapshot(content, name), content)
