"""All the data that a notebook read, as it was recorded: back in its place, or in a folder of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from jupyter_repro.collectors.data_folders import folder_now
from jupyter_repro.collectors.data_versions import address_of, loss
from jupyter_repro.errors import NoSuchData, ReproError
from jupyter_repro.extensions import DataSource, Wish
from jupyter_repro.handing_over.had_back import Recorded, had_back, recorded_file
from jupyter_repro.handing_over.missing_database import committed_database, database_back, missing_database
from jupyter_repro.handing_over.project import IMMUTABLE, second_name
from jupyter_repro.handing_over.restored_file import KEPT, AsRecorded, Newer, put_back
from jupyter_repro.kept_data.answers import has_answer
from jupyter_repro.named_sources import named_source
from jupyter_repro.portable_paths import located, portable
from jupyter_repro.queried_files import queried_file
from jupyter_repro.records import DataFile, DataVersion, Snapshot


@dataclass(frozen=True)
class Told:
    """What became of one piece of data."""

    name: str
    said: str
    """A sentence without its subject and full stop."""
    remedy: str = ""
    """Set where it is not as it was recorded now."""
    done: bool = False
    """Whether something was changed."""


def restore_data(notebook: Path, snapshot: Snapshot, *, force: bool = False) -> Iterator[Told]:
    """Bring everything back into its place, one after the other, and tell what came of each.

    What is newer than the snapshot is touched with `force` only, and is then kept beside.
    """
    folder = notebook.absolute().parent
    for name, data in _files_first(snapshot.context.data, folder):
        if data.version and _is_store(name, data.version, folder):
            yield _attempt(
                name,
                lambda each=data.version, name=name, digest=data.digest: _table(
                    name, each, digest, snapshot, notebook, force
                ),
            )
        elif data.folder:
            yield from _files(notebook, snapshot, name, data, force)
            yield from _strangers(name, data, folder, force)
        elif ":" not in name or name.startswith("file:"):
            yield _attempt(name, lambda name=name: _file(notebook, snapshot, name, force))
        elif queried_file(name, folder) is None:  # a database is told as a file, or the notebook made it
            yield Told(name, "came from elsewhere and is not kept", "ask whoever has it")


def _files_first(data: Mapping[str, DataFile], folder: Path) -> list[tuple[str, DataFile]]:
    """In their order, but databases that are asked after their files."""
    return sorted(data.items(), key=lambda each: queried_file(each[0], folder) is not None)


def data_into(notebook: Path, snapshot: Snapshot, folder: Path) -> Iterator[Told]:
    """Write all files that lie relative to the notebook to where they belong below another `folder`; what is lost."""
    for name in relative_files(snapshot):
        file = recorded_file(notebook, snapshot, name)
        into = located(name, folder)
        into.parent.mkdir(parents=True, exist_ok=True)
        into.unlink(missing_ok=True)
        if file is None:
            yield Told(name, "has no digest in the snapshot", "record the notebook again")
            continue
        try:
            had_back(file, into)
        except ReproError as error:
            yield _lost(name, error)


def tables_into(notebook: Path, snapshot: Snapshot, folder: Path) -> Iterator[Told]:
    """Copy the tables that lie relative to the notebook to where they belong below another `folder`; what is lost."""
    own = notebook.absolute().parent
    for name, data in snapshot.context.data.items():
        if data.version is None or not _is_store(name, data.version, own):
            continue
        address = address_of(name, data.version)
        places = table_places(address, own)
        if places and not all(place.exists() for place in places) and not has_answer(data.version):
            yield Told(name, "is not here", "bring back where it lies in its project")
        for file in table_files(place for place in places if place.exists()):
            place = Path(os.path.normpath(folder / os.path.relpath(file, own)))
            second_name(file, place) if file.name.endswith(IMMUTABLE) else _copied(file, place)


def lost_versions(notebook: Path, snapshot: Snapshot) -> Iterator[Told]:
    """Tables and objects whose recorded version the store does not have any more, and databases that are gone."""
    folder = notebook.absolute().parent
    for name, data in snapshot.context.data.items():
        error = loss(name, data.version, folder) if data.version else None
        if error:
            again = f"record it again: jupyter repro snapshot {notebook}"
            yield Told(name, f"cannot be had back: {error.what}", error.remedy or again)
            continue
        is_asked = data.version and not has_answer(data.version)
        missing = missing_database(name, folder) if is_asked else None
        if missing and committed_database(missing, snapshot):  # any other may be the notebook's own
            yield _without_database(name, missing, snapshot, folder)


def _without_database(name: str, missing: Path, snapshot: Snapshot, folder: Path) -> Told:
    said = f"cannot be asked: there is no {portable(missing, folder)}"
    return Told(name, said, database_back(missing, snapshot, folder))


def table_places(address: str, folder: Path) -> list[Path]:
    """Files and folders of this machine that hold a table or a database, by its address; none where it is elsewhere."""
    source = named_source(address, folder).source
    return list(source.places(address, folder)) if hasattr(source, "places") else []


def table_files(places: Iterable[Path]) -> Iterator[Path]:
    """All files below these places."""
    for place in places:
        yield from (file for file in (place.rglob("*") if place.is_dir() else [place]) if file.is_file())


def relative_files(snapshot: Snapshot) -> Iterator[str]:
    """Names of the files that lie relative to the notebook, also of those in folders that were read whole."""
    for name, data in snapshot.context.data.items():
        if ":" in name or name.startswith("~/"):
            continue
        if data.folder:
            yield from (f"{name}{inner}" for inner in data.folder.files)
        else:
            yield name


def _copied(file: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(file, place)


def _attempt(name: str, act: object) -> Told:
    try:
        told: Told = act()  # type: ignore[operator]
    except AsRecorded:
        return Told(name, "is as it was recorded")
    except ReproError as error:
        return _lost(name, error)
    return told


def _lost(name: str, error: ReproError) -> Told:
    return Told(name, _said(name, error), error.remedy or "bring it back by hand")


def _said(name: str, error: ReproError) -> str:
    said = error.what.removeprefix(f"{name} ")
    return said if said != error.what else f"is not back: {said}"


def _file(notebook: Path, snapshot: Snapshot, name: str, force: bool) -> Told:
    file = recorded_file(notebook, snapshot, name)
    if file is None:
        return Told(name, "could not be read when it was recorded", "record the notebook again")
    return _put_back(file, force)


def _put_back(file: Recorded, force: bool) -> Told:
    restored = put_back(file, only_older=not force)
    kept = f"; the one that was there is {restored.kept.name} now" if restored.kept else ""
    return Told(file.name, f"is back, from {restored.whence}{kept}", done=True)


def _files(notebook: Path, snapshot: Snapshot, name: str, data: DataFile, force: bool) -> Iterator[Told]:
    """The files of a folder that was read whole; those that are as they were are told together."""
    assert data.folder is not None
    if not data.folder.files:
        yield Told(
            name, "has too many files for the snapshot to name them", "bring it back from where it came from"
        )
    same = 0
    for inner in data.folder.files:
        told = _attempt(
            f"{name}{inner}", lambda inner=inner: _file(notebook, snapshot, f"{name}{inner}", force)
        )
        same += not (told.done or told.remedy)
        if told.done or told.remedy:
            yield told
    if data.folder.files and same == len(data.folder.files):
        yield Told(name, "is as it was recorded")


def _strangers(name: str, data: DataFile, folder: Path, force: bool) -> Iterator[Told]:
    """Files that would be read with the folder now and were not there: set aside, into a folder beside it."""
    assert data.folder is not None
    place = located(name, folder)
    found = folder_now(data, data.folder, str(place))
    if found is None or found.folder is None or not data.folder.files:
        return
    for inner in sorted(set(found.folder.files) - set(data.folder.files)):
        if force:
            aside = _free(place.with_name(f"{place.name}{KEPT}") / inner)
            aside.parent.mkdir(parents=True, exist_ok=True)
            os.rename(place / inner, aside)  # noqa: PTH104
            yield Told(f"{name}{inner}", f"was not there then, and is {aside} now", done=True)
        else:
            yield Told(
                f"{name}{inner}", "was not there when the notebook was recorded", "set it aside with: --force"
            )


def _free(path: Path) -> Path:
    names = (path if number == 1 else path.with_name(f"{path.name}-{number}") for number in count(1))
    return next(each for each in names if not each.exists())


def _is_store(name: str, version: DataVersion, folder: Path) -> bool:
    """Whether a store keeps the versions; plain files are brought back as files."""
    return ":" in name and "" not in named_source(address_of(name, version), folder).source.schemes


def _table(
    name: str, version: DataVersion, digest: str, snapshot: Snapshot, notebook: Path, force: bool
) -> Told:
    """Take a table back to the recorded version; one that was asked for by its date is read where it is."""
    folder = notebook.absolute().parent
    if has_answer(version):
        return _answered(name, version, digest, notebook)
    if missing := missing_database(name, folder):
        return _without_database(name, missing, snapshot, folder)
    address = address_of(name, version)
    source = named_source(address, folder).source
    then = source.resolve(address, Wish(version=version.id, text=version.asof), folder)
    if then.digest != digest:
        return Told(
            name,
            f"holds other data in version {version.id} than when it was recorded",
            "ask whoever keeps it",
        )
    if version.asof:
        return Told(name, f"can be read in version {version.id}, as the notebook asks for it")
    return _newest(name, version, source, snapshot, notebook, force)


def _newest(
    name: str, version: DataVersion, source: DataSource, snapshot: Snapshot, notebook: Path, force: bool
) -> Told:
    """Of one that the notebook reads as it is now, and whose store has the version of then."""
    folder, again = notebook.absolute().parent, f"run it on the version of then with: {_REPLAY} {notebook}"
    address = address_of(name, version)
    try:
        newest = source.resolve(address, Wish(), folder)
    except NoSuchData as error:
        return Told(name, f"{_said(name, error)}; version {version.id} is still there", again)
    if newest.version.id == version.id:
        raise AsRecorded(f"{name} is as it was recorded")
    if not hasattr(source, "restore"):
        return Told(
            name, f"is at version {newest.version.id}, and can be read in version {version.id}", again
        )
    if not force and newest.version.time > snapshot.recorded:
        raise Newer(
            f"{name} was changed at {newest.version.time}, after the snapshot of {snapshot.recorded}", _FORCE
        )
    said = source.restore(address, version, folder)
    return Told(name, said, done=True)


def _answered(name: str, version: DataVersion, digest: str, notebook: Path) -> Told:
    """Of a database whose answer is kept; what the database holds now is its own."""
    address, folder = address_of(name, version), notebook.absolute().parent
    with suppress(ReproError):
        wish = Wish(version=version.id, text=version.asof)
        if named_source(address, folder).source.resolve(address, wish, folder).digest == digest:
            return Told(name, "answers as it was recorded")
    return Told(
        name,
        "does not answer as it was recorded, and its answer of then is kept",
        f"run it on what was answered then with: {_REPLAY} {notebook}",
    )


_REPLAY = "jupyter repro verify --recorded-data"
_FORCE = "take it back with: --force (its newer versions stay in its history)"
