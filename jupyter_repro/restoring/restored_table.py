"""A table, an object, or what a database answers, as it was recorded: taken back, or how it is read."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.collectors.data_versions import address_of
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.errors import NoSuchData, ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.files.writable_folder import ANYWHERE, OutsideFolder, WritableFolder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.kept_data.answers.stored_answers import has_answer
from jupyter_repro.records.snapshot import DataVersion, Snapshot
from jupyter_repro.recovery.missing_databases import missing_database
from jupyter_repro.restoring.outcomes import Outcome, other_data, predicate_of, without_database
from jupyter_repro.restoring.restored_file import AsRecorded, Newer


def is_store(name: str, version: DataVersion, folder: Path) -> bool:
    """Whether a store keeps the versions; plain files are brought back as files."""
    each = data_name(name, version)
    return each.kind == "address" and "" not in named_source(each.address, folder).source.schemes


def restored_table(
    name: str,
    version: DataVersion,
    digest: str,
    snapshot: Snapshot,
    notebook: Path,
    within: WritableFolder,
    force: bool,
) -> Outcome:
    """Take a table back to the recorded version; one that was asked for by its date is read where it is."""
    folder = notebook.absolute().parent
    if has_answer(version):
        return _answered(name, version, digest, notebook)
    if missing := missing_database(name, folder):
        return without_database(name, missing, snapshot, folder)
    address = address_of(name, version)
    stores = Availability(
        folder
    )  # one for each piece: what is taken back changes what its store says of others
    then = stores.resolve(address, Wish(version=version.id, text=version.asof))
    if then.digest != digest:
        return other_data(name, version)
    if version.asof:
        return Outcome(name, f"can be read in version {version.id}, as the notebook asks for it")
    return _newest(name, version, stores, snapshot, notebook, within, force)


def _newest(
    name: str,
    version: DataVersion,
    stores: Availability,
    snapshot: Snapshot,
    notebook: Path,
    within: WritableFolder,
    force: bool,
) -> Outcome:
    """Of one that the notebook reads as it is now, and whose store has the recorded version."""
    again = f"run it on the recorded version with: {_REPLAY} {shell_word(notebook)}"
    address = address_of(name, version)
    source = named_source(address, stores.folder).source
    try:
        newest = stores.resolve(address, Wish())
    except NoSuchData as error:
        return Outcome(name, f"{predicate_of(name, error)}; version {version.id} is still there", again)
    if newest.version.id == version.id:
        raise AsRecorded(f"{name} is as it was recorded")
    if not hasattr(source, "restore"):
        return Outcome(
            name, f"is at version {newest.version.id}, and can be read in version {version.id}", again
        )
    if not force and newest.version.time > snapshot.recorded:
        raise Newer(
            f"was changed at {newest.version.time}, after the snapshot of {snapshot.recorded}",
            _FORCE,
            subject=name,
        )
    _check_place(name, source, address, stores.folder, within)
    said = source.restore(address, version, stores.folder)
    return Outcome(name, said, done=True)


def _check_place(name: str, source: Any, address: str, folder: Path, within: WritableFolder) -> None:
    """Raise OutsideFolder for a table that does not lie where may be written, such as one in the cloud."""
    places = list(source.places(address, folder)) if hasattr(source, "places") else []
    for place in places:
        within.place(place, name)
    if not places and within is not ANYWHERE:
        raise OutsideFolder(f"is a table outside of {within.name}", within.remedy, subject=name)


def _answered(name: str, version: DataVersion, digest: str, notebook: Path) -> Outcome:
    """Of a database whose answer is kept; what the database holds now is its own."""
    wish = Wish(version=version.id, text=version.asof)
    with suppress(ReproError):
        if Availability(notebook.absolute().parent).resolve(address_of(name, version), wish).digest == digest:
            return Outcome(name, "answers as it was recorded")
    return Outcome(
        name,
        "does not answer as it was recorded, and its recorded answer is kept",
        f"run it on that answer with: {_REPLAY} {shell_word(notebook)}",
    )


_REPLAY = "jupyter repro verify --recorded-data"


_FORCE = "take it back with: --force (its newer versions stay in its history)"
