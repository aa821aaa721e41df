"""Which of the recorded data cannot be restored at all: it is known before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.collectors.data_versions import address_of
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.kept_data.answers.stored_answers import has_answer
from jupyter_repro.kept_data.remotes import remote_at
from jupyter_repro.kept_data.whereabouts import in_remote
from jupyter_repro.records.snapshot import DataFile, DataVersion, Snapshot
from jupyter_repro.recovery.missing_databases import missing_database
from jupyter_repro.recovery.obstacles import obstacle_to
from jupyter_repro.recovery.sources import (
    Recorded,
    is_there,
    nowhere,
    recorded_file,
    source_of,
    unasked_remote,
)
from jupyter_repro.restoring.outcomes import Outcome, lost
from jupyter_repro.restoring.restored_table import is_store
from jupyter_repro.trust.trusted_projects import remote_for


def unobtainable(notebook: Path, snapshot: Snapshot, within: WritableFolder) -> Iterator[Outcome]:
    """Files that lie nowhere any more as they were recorded, and versions that their store does not have.

    What lies outside of the folder that may be written to, and what is as it was, is not looked for.
    """
    stores = Availability(notebook.absolute().parent)
    for name, data in snapshot.context.data.items():
        if data.version and is_store(name, data.version, stores.folder):
            yield from _version(name, data.version, stores)
        elif data_name(name, data.version).is_file:
            for file in _files(name, data):
                yield from _file(notebook, snapshot, file, within)


def _version(name: str, version: DataVersion, stores: Availability) -> Iterator[Outcome]:
    if has_answer(version) or missing_database(name, stores.folder):
        return
    try:
        stores.resolve(address_of(name, version), Wish(version=version.id, text=version.asof))
    except ReproError as error:
        yield lost(name, error)


def _files(name: str, data: DataFile) -> list[str]:
    return [f"{name}{inner}" for inner in data.folder.files] if data.folder else [name]


def _file(notebook: Path, snapshot: Snapshot, name: str, within: WritableFolder) -> Iterator[Outcome]:
    with suppress(ReproError):  # what is no file of ours is said when it is its turn
        file = recorded_file(notebook, snapshot, name)
        if file is None or is_there(file) or not within.holds(file.place) or obstacle_to(file):
            return
        if not (source_of(file) or _may_be_in_remote(file)):
            yield lost(name, nowhere(file))


def _may_be_in_remote(file: Recorded) -> bool:
    """Whether a remote that may be far away has it, or cannot be asked: then it is tried."""
    if not unasked_remote(file):
        return False
    try:
        return bool(in_remote({"": file.wanted}, remote_at(remote_for(file.folder))))
    except ReproError:
        return True
