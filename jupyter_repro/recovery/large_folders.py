"""Folders that were read whole and have more files than a snapshot names: which these were."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.errors import ReproError
from jupyter_repro.files.folder_digest import content_by, listed
from jupyter_repro.kept_data.store import kept_files
from jupyter_repro.records.snapshot import DataFile, Snapshot
from jupyter_repro.trust.trusted_projects import remote_for


def with_all_named(snapshot: Snapshot, folder: Path) -> Snapshot:
    """The snapshot of a notebook in `folder`, with the files of its large folders as far as somebody knows them.

    The folder itself does where it is as it was recorded, else the listing that is kept of it.
    """
    data = {
        name: _named(file, located(name, folder)) if is_unnamed(file) else file
        for name, file in snapshot.context.data.items()
    }
    return msgspec.structs.replace(snapshot, context=msgspec.structs.replace(snapshot.context, data=data))


def is_unnamed(file: DataFile) -> bool:
    """Whether it is a folder that has files of which none is named."""
    return file.folder is not None and file.folder.count > 0 and not file.folder.files


def _named(file: DataFile, path: Path) -> DataFile:
    assert file.folder is not None
    folder = msgspec.structs.replace(file.folder, files=dict(_files(file, path)))
    return msgspec.structs.replace(file, folder=folder)


def _files(file: DataFile, path: Path) -> Mapping[str, str]:
    """Path below the folder to the digest of each file; empty where nobody knows."""
    about = file.folder
    assert about is not None
    now = content_by(about, str(path))
    if now.digest == file.digest:
        return listed(now.listing)
    with suppress(ReproError):
        return kept_files(file.digest, remote_for(path.parent))
    return {}
