"""A notebook that was renamed keeps what was recorded of it: its snapshot and its locks go along."""

from __future__ import annotations

from pathlib import Path

import msgspec

from jupyter_repro.environments.lock_file import SUFFIXES, lock_path
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.snapshots.stored_snapshots import required_snapshot


def follow_rename(before: Path, after: Path) -> bool:
    """Bring the snapshot and the locks of a notebook that lay at `before` to `after`; whether there was a snapshot.

    Nothing is done where the old notebook is still there, the new one is not, or has a snapshot already. Raises
    UnreadableInput for a snapshot that cannot be read, and Unwritable.
    """
    old, new = snapshot_path(before), snapshot_path(after)
    if before.exists() or not after.is_file() or not old.is_file() or new.exists():
        return False
    snapshot = required_snapshot(before).snapshot
    renamed = msgspec.structs.replace(snapshot, notebook=after.name)
    write_together({new: encode_snapshot(renamed), **_locks(before, after)})
    for path in (old, *(lock_path(before, form) for form in SUFFIXES)):
        path.unlink(missing_ok=True)
    return True


def _locks(before: Path, after: Path) -> dict[Path, bytes]:
    pairs = ((lock_path(before, form), lock_path(after, form)) for form in SUFFIXES)
    return {new: old.read_bytes() for old, new in pairs if old.is_file()}
