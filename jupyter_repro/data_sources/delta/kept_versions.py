"""Versions of Delta tables that are kept beyond a vacuum: a table of its own in the cache, as that version was.

Its data files are second names of the table's, so that they take no room until a vacuum deletes the first ones; of a
table on another disk or in an object store they are copies.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.data_sources.delta.files_in_store import LOG, copy_version, put_back_in_store
from jupyter_repro.data_sources.delta.files_of_version import files_up_to
from jupyter_repro.data_sources.delta.tables import DeltaPlace, local_path
from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.errors import NoSuchVersion, ReproError
from jupyter_repro.kept_data.places import changing, explaining, kept_folder

if TYPE_CHECKING:
    from deltalake import DeltaTable


def kept_version(place: DeltaPlace, table: DeltaTable) -> Path | None:
    """The folder that holds the version that `table` is at; None where it is not kept."""
    folder = _folder(place, table)
    return folder if folder.is_dir() else None


def is_copy(place: DeltaPlace, table: DeltaTable) -> bool:
    """Whether a table that was opened for a place is what is kept of it."""
    own = table.table_uri
    if is_remote(place.uri):
        return not is_remote(own)
    return os.path.realpath(local_path(own)) != os.path.realpath(place.uri)


def keep_version(place: DeltaPlace, table: DeltaTable) -> int:
    """Keep the version that `table` is at, whose files are there; the bytes of its data.

    Raises ReproError for a table whose data does not lie in its folder, Unwritable and Busy.
    """
    _check_inside(place, table)
    with changing(), explaining():
        folder = _folder(place, table)
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        if is_remote(place.uri):
            copy_version(place, table, unfinished)
        else:
            root = Path(place.uri)
            for file in files_up_to(root, table):
                _put(file, unfinished / file.relative_to(root))
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
    kept = (file for file in folder.rglob("*") if file.is_file() and LOG not in file.parts)
    return sum(file.stat().st_size for file in kept)


def _check_inside(place: DeltaPlace, table: DeltaTable) -> None:
    """Raise ReproError for data that does not lie in the table's folder, as that of a shallow clone."""
    if is_remote(place.uri):
        top = f"{place.uri.rstrip('/')}/"
        inside = sum(uri.startswith(top) for uri in table.file_uris())
    else:
        inside = sum(LOG not in file.parts for file in files_up_to(Path(place.uri), table))
    if inside < len(table.file_uris()):
        raise ReproError(
            f"{place.name} has data outside of its folder",
            "name the version to the vacuum that is to leave it",
        )


def release_version(place: DeltaPlace, table: DeltaTable) -> None:
    """Keep it no longer; raises NoSuchVersion where it is not kept, Unwritable and Busy."""
    folder = kept_version(place, table)
    if folder is None:
        raise NoSuchVersion(
            f"version {table.version()} of {place.name} is not kept", "see: jupyter repro data status"
        )
    with changing(), explaining():
        shutil.rmtree(folder)


def put_back(place: DeltaPlace, table: DeltaTable) -> None:
    """Bring the files of a kept version that the table has no more back into it; nothing where it is not kept."""
    folder = kept_version(place, table)
    if folder and is_remote(place.uri):
        put_back_in_store(place, folder)
        return
    for file in folder.rglob("*") if folder else ():
        own = Path(place.uri) / file.relative_to(folder or file)
        if file.is_file() and not own.exists():
            _put(file, own)


def _folder(place: DeltaPlace, table: DeltaTable) -> Path:
    """By the table's id as well, since another table may be made in its place."""
    uri = place.uri if is_remote(place.uri) else os.path.realpath(place.uri)
    known = digest_text(f"{uri}\n{table.metadata().id}")
    return kept_folder() / "tables" / digits_of(known, 32) / str(table.version())


def _put(file: Path, into: Path) -> None:
    """A second name of a file that nobody writes to, else a copy."""
    into.parent.mkdir(parents=True, exist_ok=True)
    if LOG not in file.parts:
        try:
            os.link(file, into)
        except OSError:
            pass
        else:
            return
    shutil.copy2(file, into)
