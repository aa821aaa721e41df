"""Reading snapshots: the one beside a notebook, one in a file, and one whose content is in hand."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.addresses.content import content_of, is_remote
from jupyter_repro.digest import Digest
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.shell_words import shell_word
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


def load_snapshot(notebook: str | Path) -> Snapshot | None:
    """The snapshot beside a notebook, or at the address beside the notebook's; None where there is none.

    Raises UnreadableInput for a file that cannot be read.
    """
    found = stored_snapshot(notebook)
    return found.snapshot if found else None


def stored_snapshot(notebook: str | Path, shown: str = "") -> StoredSnapshot | None:
    """The same, with its content; `shown` is what a message calls the file, where its path is of no use."""
    if is_remote(notebook):
        return _at_address(str(notebook).removesuffix(".ipynb") + ".repro.json")
    beside = snapshot_path(notebook)
    return snapshot_in_file(beside, shown) if beside.exists() else None


def required_snapshot(notebook: str | Path) -> StoredSnapshot:
    """The same of a notebook that must have one; raises ReproError where it has none."""
    found = stored_snapshot(notebook)
    if found is None:
        raise ReproError(
            f"{notebook} has no snapshot", f"record one with: jupyter repro snapshot {shell_word(notebook)}"
        )
    return found


def snapshot_in_file(file: Path, shown: str = "") -> StoredSnapshot:
    """The snapshot that a file holds; raises UnreadableInput."""
    return snapshot_in(content_of(file, shown).encode(), shown or file)


def snapshot_in(content: bytes, name: str | Path) -> StoredSnapshot:
    """The snapshot that the content of a file is; `name` is for the message of UnreadableInput."""
    return StoredSnapshot(decode_snapshot(content, name), content)


def _at_address(address: str) -> StoredSnapshot | None:
    with contextlib.suppress(Exception):  # each of papermill's handlers has its own word for "not there"
        return snapshot_in(content_of(address).encode(), address)
    return None
