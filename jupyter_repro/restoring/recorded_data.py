"""All the data that a notebook read, as it was recorded: back in its place, or in a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.addresses.queried_files import queried_file
from jupyter_repro.collectors.data_versions import is_another, loss
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.diagnosing.data_remedies import is_outside
from jupyter_repro.diagnosing.remedies import restoring
from jupyter_repro.digest import digest_file
from jupyter_repro.errors import ReproError
from jupyter_repro.files.folder_digest import content_by
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.kept_data.answers.stored_answers import has_answer
from jupyter_repro.records.snapshot import DataFile, DataVersion, Snapshot
from jupyter_repro.recovery.large_folders import is_unnamed, with_all_named
from jupyter_repro.recovery.missing_databases import committed_database, missing_database
from jupyter_repro.recovery.obstacles import MOVE_AWAY
from jupyter_repro.recovery.sources import Recorded, changed_since, is_there, recorded_file, recover
from jupyter_repro.restoring.outcomes import Outcome, lost, other_data, without_database
from jupyter_repro.restoring.restored_file import AsRecorded, put_back, set_aside
from jupyter_repro.restoring.restored_table import is_store, restored_table
from jupyter_repro.restoring.unobtainable import unobtainable


def restore_data(
    notebook: Path, snapshot: Snapshot, within: WritableFolder, *, force: bool = False
) -> Iterator[Outcome]:
    """Bring everything back into its place, one after the other, and tell what came of each.

    What cannot be restored at all comes first, before anything is written. What does not lie `within` the folder is not
    touched. What is newer than the snapshot is touched with `force` only, and is then kept beside.
    """
    folder = notebook.absolute().parent
    snapshot = with_all_named(snapshot, folder)
    gone = list(unobtainable(notebook, snapshot, within))
    yield from gone
    lost_names = {each.name for each in gone}
    for name, data in _files_first(snapshot.context.data, folder):
        if name in lost_names:
            continue
        if data.version and is_store(name, data.version, folder):
            yield _attempt(
                name,
                lambda each=data.version, name=name, digest=data.digest: restored_table(
                    name, each, digest, snapshot, notebook, within, force
                ),
            )
        elif data.folder:
            yield from _files(notebook, snapshot, name, data, within, force, lost_names)
            yield from _strangers(name, data, folder, within, force)
        elif data_name(name, data.version).is_file:
            yield _attempt(name, lambda name=name: _file(notebook, snapshot, name, within, force))
        elif queried_file(name, folder) is None:  # a database is reported as a file, or the notebook made it
            yield Outcome(name, "came from elsewhere and is not kept", "ask whoever has it")


def _files_first(data: Mapping[str, DataFile], folder: Path) -> list[tuple[str, DataFile]]:
    """In their order, but databases that are asked after their files."""
    return sorted(data.items(), key=lambda each: queried_file(each[0], folder) is not None)


def data_into(notebook: Path, snapshot: Snapshot, folder: Path, within: WritableFolder) -> Iterator[Outcome]:
    """Write all files that lie relative to the notebook to where they belong by another `folder`; what is lost.

    `folder` lies `within` the one that may be written to.
    """
    snapshot = with_all_named(snapshot, notebook.absolute().parent)
    yield from (Outcome(name, *_UNNAMED) for name, data in snapshot.context.data.items() if is_unnamed(data))
    for name in relative_files(snapshot):
        file = recorded_file(notebook, snapshot, name)
        if file is None:
            yield Outcome(name, "has no digest in the snapshot", "record the notebook again")
            continue
        try:
            _copy_back(file, within.place(located(name, folder), name))
        except ReproError as error:
            yield lost(name, error)


def _copy_back(file: Recorded, into: Path) -> None:
    """Write a file as it was recorded to `into`; what a commit with its patch has put there may be just that."""
    if into.is_file() and digest_file(into).startswith(file.wanted.digest):
        return
    into.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=into.parent) as folder:
        made = Path(folder, into.name)
        recover(file, made)
        made.replace(into)


def lost_versions(notebook: Path, snapshot: Snapshot) -> Iterator[Outcome]:
    """Tables and objects whose recorded version the store does not have any more, and databases that are gone."""
    folder = notebook.absolute().parent
    stores = Availability(folder)
    for name, data in snapshot.context.data.items():
        error = loss(name, data.version, stores) if data.version else None
        if error:
            again = f"record it again: jupyter repro snapshot {shell_word(notebook)}"
            yield Outcome(name, f"cannot be restored: {error.what}", error.remedy or again)
            continue
        if data.version and is_another(name, data, stores):
            yield other_data(name, data.version)
        is_asked = data.version and not has_answer(data.version)
        missing = missing_database(name, folder) if is_asked else None
        if missing and committed_database(missing, snapshot):  # any other may be the notebook's own
            yield without_database(name, missing, snapshot, folder)


def changed_outside(notebook: Path, snapshot: Snapshot) -> Iterator[Outcome]:
    """Data that lies at absolute paths or in the home folder cannot be given to the notebook elsewhere."""
    for name in snapshot.context.data:
        each = data_name(name)
        if each.kind in {"home", "uri"} and not each.is_folder:
            file = recorded_file(notebook, snapshot, name)
            if file and not is_there(file):
                said = "lies outside of the notebook's project, and is not as it was recorded"
                command = restoring(str(notebook), force=bool(changed_since(file)), outside=is_outside(file))
                yield Outcome(name, said, f"bring it back with: {command}")


def table_places(address: str, folder: Path) -> list[Path]:
    """Files and folders of this machine that hold a table or a database, by its address; none where it is elsewhere."""
    source = named_source(address, folder).source
    return list(source.places(address, folder)) if hasattr(source, "places") else []


def kept_copy(address: str, version: DataVersion, folder: Path) -> Path | None:
    """The folder of a copy of a table's version that its store has no more; None where none is kept.

    Raises NoSuchVersion.
    """
    source = named_source(address, folder).source
    return source.kept(address, version, folder) if hasattr(source, "kept") else None


def table_files(places: Iterable[Path]) -> Iterator[Path]:
    """All files below these places."""
    for place in places:
        yield from (file for file in (place.rglob("*") if place.is_dir() else [place]) if file.is_file())


def relative_files(snapshot: Snapshot) -> Iterator[str]:
    """Names of the files that lie relative to the notebook, also of those in folders that were read whole."""
    for name, data in snapshot.context.data.items():
        if data_name(name, data.version).kind != "relative":
            continue
        if data.folder:
            yield from (f"{name}{inner}" for inner in data.folder.files)
        else:
            yield name


def _attempt(name: str, act: object) -> Outcome:
    try:
        outcome: Outcome = act()  # type: ignore[operator]
    except AsRecorded:
        return Outcome(name, "is as it was recorded")
    except ReproError as error:
        return lost(name, error)
    return outcome


def _file(notebook: Path, snapshot: Snapshot, name: str, within: WritableFolder, force: bool) -> Outcome:
    file = recorded_file(notebook, snapshot, name)
    if file is None:
        return Outcome(name, "could not be read when it was recorded", "record the notebook again")
    return _put_back(file, within, force)


def _put_back(file: Recorded, within: WritableFolder, force: bool) -> Outcome:
    restored = put_back(file, within, only_older=not force)
    aside = restored.kept and os.path.relpath(restored.kept, (file.whole or file.place).parent.resolve())
    kept = f"; the one that was there is {aside} now" if aside else ""
    return Outcome(file.name, f"is back, from {restored.source}{kept}", done=True)


def _files(
    notebook: Path,
    snapshot: Snapshot,
    name: str,
    data: DataFile,
    within: WritableFolder,
    force: bool,
    without: Collection[str],
) -> Iterator[Outcome]:
    """The files of a folder that was read whole, `without` some; those that are unchanged are one outcome."""
    assert data.folder is not None
    if (place := located(name, notebook.absolute().parent)).is_file():
        yield Outcome(name, f"was a folder when it was recorded, and {place.name} is a file here", MOVE_AWAY)
        return
    if is_unnamed(data):
        yield Outcome(name, *_UNNAMED)
    same = 0
    for inner in data.folder.files:
        if f"{name}{inner}" in without:
            continue
        outcome = _attempt(
            f"{name}{inner}",
            lambda inner=inner: _file(notebook, snapshot, f"{name}{inner}", within, force),
        )
        same += not (outcome.done or outcome.remedy)
        if outcome.done or outcome.remedy:
            yield outcome
    if data.folder.files and same == len(data.folder.files):
        yield Outcome(name, "is as it was recorded")


_UNNAMED = (
    "was changed, and has too many files for the snapshot to name them",
    "bring it back from where it came from",
)


def _strangers(
    name: str, data: DataFile, folder: Path, within: WritableFolder, force: bool
) -> Iterator[Outcome]:
    """Files that would be read with the folder now and were not there: set aside, into a folder beside it."""
    about, place = data.folder, located(name, folder)
    assert about is not None
    if not about.files or not place.is_dir() or not within.holds(place):
        return
    now = content_by(about, str(place))
    for inner in sorted(set(now.files) - set(about.files)):
        if force:
            aside = set_aside(place.resolve() / inner, place.resolve(), within)
            yield Outcome(f"{name}{inner}", f"was not there then, and is {aside} now", done=True)
        else:
            yield Outcome(
                f"{name}{inner}", "was not there when the notebook was recorded", "set it aside with: --force"
            )
