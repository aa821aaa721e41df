"""Reading the snapshot beside a notebook, wherever the notebook lies."""

from __future__ import annotations

import contextlib
from pathlib import Path

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import ReproError
from jupyter_repro.files.content import content_of
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.local_snapshots import StoredSnapshot, local_snapshot, snapshot_in


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
    return local_snapshot(Path(notebook), shown)


def required_snapshot(notebook: str | Path) -> StoredSnapshot:
    """The same of a notebook that must have one; raises ReproError where it has none."""
    found = stored_snapshot(notebook)
    if found is None:
        raise ReproError(
            f"{notebook} has no snapshot", f"record one with: jupyter repro snapshot {shell_word(notebook)}"
        )
    return found


def _at_address(address: str) -> StoredSnapshot | None:
    with contextlib.suppress(Exception):  # each of papermill's handlers has its own word for "not there"
        return snapshot_in(content_of(address).encode(), address)
    return None
