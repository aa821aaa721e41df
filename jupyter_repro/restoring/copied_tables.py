"""The tables of a notebook, in the recorded versions, copied to where they belong by another folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_repro.collectors.data_versions import address_of
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.errors import ReproError
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.kept_data.answers.stored_answers import has_answer
from jupyter_repro.records.snapshot import DataVersion, Snapshot
from jupyter_repro.restoring.outcomes import Outcome, lost
from jupyter_repro.restoring.recorded_data import kept_copy, table_files, table_places
from jupyter_repro.restoring.restored_table import is_store
from jupyter_repro.verifying.project_files import IMMUTABLE, second_name


@dataclass(frozen=True)
class Copies:
    """Where tables are copied from and to."""

    own: Path
    """Folder of the notebook that they were recorded with."""
    folder: Path
    """Folder that the copies lie relative to as they do to the notebook's own."""
    within: WritableFolder

    def place(self, file: Path, name: str) -> Path:
        """Where the copy of a file goes; raises OutsideFolder, about `name`."""
        return self.within.place(Path(os.path.normpath(self.folder / os.path.relpath(file, self.own))), name)


def tables_into(snapshot: Snapshot, copies: Copies, without: Collection[str] = ()) -> Iterator[Outcome]:
    """Copy the tables of this machine, so that each has the recorded version as its newest; what is lost.

    What lies in an object store stays there, and so do those that are called by a name in `without`. What lies in the
    place of a copy stays as well: it was brought back as a file.
    """
    for name, data in snapshot.context.data.items():
        if data.version is None or name in without or not is_store(name, data.version, copies.own):
            continue
        try:
            yield from _copied_table(name, data.version, copies)
        except ReproError as error:
            yield lost(name, error)


def _copied_table(name: str, version: DataVersion, copies: Copies) -> Iterator[Outcome]:
    address = address_of(name, version)
    places = table_places(address, copies.own)
    if places and not all(place.exists() for place in places) and not has_answer(version):
        yield Outcome(name, "is not here", "bring back where it lies in its project")
        return
    source = named_source(address, copies.own).source
    for file, belongs in _files(address, version, places, copies.own):
        _copy(file, copies.place(belongs, name))
    if hasattr(source, "set_newest") and not version.asof:
        source.set_newest(address, version, copies.folder)


def _files(
    address: str, version: DataVersion, places: Sequence[Path], folder: Path
) -> Iterator[tuple[Path, Path]]:
    """The files that hold a version, each with where it belongs."""
    source = named_source(address, folder).source
    if places and (kept := kept_copy(address, version, folder)):
        yield from ((file, places[0] / file.relative_to(kept)) for file in table_files([kept]))
    elif hasattr(source, "files"):
        yield from ((file, file) for file in source.files(address, version, folder))
    else:
        yield from ((file, file) for file in table_files(place for place in places if place.exists()))


def _copy(file: Path, place: Path) -> None:
    if place.exists():
        return
    if file.name.endswith(IMMUTABLE):
        second_name(file, place)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, place)
