"""What a notebook, its project and its recording are called in a tracker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from jupyter_repro.digest import Digest, digest_bytes
from jupyter_repro.settings import settings_files

_OF_A_VERIFICATION = {"verified": False, "verified_at": "", "verified_commit": ""}
ID_DIGITS = 32


def project_folder(notebook: Path) -> Path:
    """Where the notebook's settings lie; else the root of its repository; else its own folder.

    Raises UnreadableInput for settings that cannot be read.
    """
    folder = notebook.resolve().parent
    if files := settings_files(folder):
        return files[0].parent.resolve()
    return _above(folder, lambda each: (each / ".git").exists()) or folder


def notebook_name(notebook: Path) -> str:
    """Path of a notebook in its repository, else in its project, with slashes."""
    path = notebook.resolve()
    root = _above(path.parent, lambda each: (each / ".git").exists()) or project_folder(notebook)
    return path.relative_to(root).as_posix()


def snapshot_digest(content: bytes) -> Digest:
    """Digest of a snapshot's file as it was recorded: what a verification notes in it later does not count."""
    document = msgspec.json.decode(content)
    recorded = {
        **document,
        **{name: _OF_A_VERIFICATION[name] for name in _OF_A_VERIFICATION.keys() & document},
    }
    return digest_bytes(msgspec.json.format(msgspec.json.encode(recorded, order="sorted"), indent=1) + b"\n")


def run_id(digest: Digest) -> str:
    """The id of the run that a snapshot of this digest is published as."""
    return digest.partition(":")[2][:ID_DIGITS]


def _above(folder: Path, holds: Callable[[Path], bool]) -> Path | None:
    return next((each for each in (folder, *folder.parents) if holds(each)), None)
