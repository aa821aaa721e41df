"""Where a recorded file can be fetched from: what is kept, git, a store with versions, or the project's remote."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.collectors.data_versions import address_of
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.digest import digest_file
from jupyter_repro.errors import NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.files.digest_cache import cached_digest
from jupyter_repro.formatting.moments import iso
from jupyter_repro.git.committed_versions import Version, content_of, nearest_version, version_with
from jupyter_repro.git.wanted_content import Wanted
from jupyter_repro.kept_data.places import no_cache
from jupyter_repro.kept_data.remote_copies import has_copy, is_folder
from jupyter_repro.kept_data.store import fetch_kept, is_kept
from jupyter_repro.records.snapshot import Context, DataFile, Snapshot
from jupyter_repro.settings import named_remote
from jupyter_repro.trust.trusted_projects import remote_for

_LONGEST_NAME, _LONGEST_PATH = 255, 4095
"""Bytes, as Linux has it."""
_SHOWN = 80
_DIGEST = re.compile(r"blake3:[0-9a-f]{16,64}")


class NotRecorded(ReproError):
    """The snapshot does not have this file, or it lies where nothing may be written."""


@dataclass(frozen=True)
class Recorded:
    """A data file or local module as a notebook's snapshot has it."""

    name: str
    wanted: Wanted
    path: Path
    """Where it is read, through links: git knows what they lead to."""
    place: Path
    """Where it is written: a link is replaced, and what it leads to stays as it is."""
    folder: Path
    """The notebook's."""
    recorded: str
    """When, as in the snapshot."""
    commit: str = ""
    """That git had checked out then."""
    data: DataFile | None = None
    """Its own record, or that of the folder that it was read with; None for a module."""
    whole: Path | None = None
    """The folder that it was read with."""


def recorded_file(notebook: Path, snapshot: Snapshot, name: str) -> Recorded | None:
    """What was recorded of a file; None where it is not in the snapshot, or no file of this machine.

    Raises NotRecorded for what cannot be the name of a file.
    """
    context = snapshot.context
    found = _wanted(context, name)
    if found is None or not _DIGEST.fullmatch(found.digest):
        return None
    folder = notebook.absolute().parent
    commit = context.git.commit if context.git else ""
    whole = "" if name in context.data else _folder_of(context, name)
    data = context.data.get(whole or name)
    place = _place(name, folder)
    return Recorded(
        name,
        found,
        Path(os.path.realpath(place)),
        place,
        folder,
        snapshot.recorded,
        commit,
        data,
        _place(whole, folder) if whole else None,
    )


def is_there(file: Recorded) -> bool:
    """Whether it lies in its place as it was recorded."""
    try:
        return cached_digest(str(file.path))[0].startswith(file.wanted.digest)
    except OSError:
        return False


def changed_since(file: Recorded) -> str:
    """When the file that is there was changed after the snapshot, as an ISO 8601 time stamp in UTC; else "".

    An empty one, as `sqlite3.connect` makes it of a database that is gone, has nothing that somebody may have meant.
    What was changed since, `restore` replaces with `--force` only.
    """
    try:
        link, found = file.place.lstat(), file.path.stat()
    except OSError:
        return ""
    changed = datetime.fromtimestamp(max(link.st_mtime, found.st_mtime), UTC)
    newer = bool(file.recorded and found.st_size) and changed > datetime.fromisoformat(file.recorded)
    return iso(changed.replace(microsecond=0)) if newer else ""


def source_of(file: Recorded, stores: Availability | None = None) -> str:
    """Where it can be restored from, without fetching it; "" where it cannot.

    A remote that is no folder is not asked: `unasked_remote`.
    """
    if is_kept(file.wanted.digest):
        return KEPT
    version = committed(file)
    if version:
        return _commit(version)
    if _is_in_store(file, stores or Availability(file.folder)):
        return _store_of(file)
    remote = remote_for(file.folder)
    return REMOTE if remote and is_folder(remote) and has_copy(file.wanted.digest, remote) else ""


def unasked_remote(file: Recorded) -> str:
    """Address, for a person, of a remote that `recover` looks in and `source_of` does not; "" for none."""
    remote = remote_for(file.folder)
    return "" if not remote or is_folder(remote) else public_address(remote)


def recover(file: Recorded, into: Path) -> str:
    """Write the file as it was recorded to `into`, where nothing lies yet, and say where it is from.

    What is written has the recorded digest to its last byte. Raises NoSuchVersion where it cannot be restored: what
    was looked at, and the nearest version that there is.
    """
    for fetch in _MEANS:
        with suppress(NoSuchVersion):
            said = fetch(file, into)
            if said and digest_file(into).startswith(file.wanted.digest):
                return said
        into.unlink(missing_ok=True)
    raise nowhere(file)


def nowhere(file: Recorded) -> NoSuchVersion:
    """The error of a file that cannot be restored as it was recorded."""
    return NoSuchVersion(
        f"cannot be restored as it was recorded: {_looked(file)}", _nearest(file), subject=file.name
    )


def lost(file: Recorded) -> str:
    """Why it cannot be restored as it was recorded, and the nearest version that there is."""
    return f"it cannot be restored: {_looked(file)}; {_nearest(file)}"


def committed(file: Recorded) -> Version | None:
    """Git's version of the file that is exactly the recorded one; None where there is none."""
    return version_with(file.path, file.wanted, (file.commit,) if file.commit else ())


KEPT = "what is kept"
REMOTE = "the remote"


def _from_place(file: Recorded, into: Path) -> str:
    """The file itself, for a copy elsewhere."""
    if file.path == into or not is_there(file):
        return ""
    shutil.copyfile(file.path, into)
    return "its place"


def _from_kept(file: Recorded, into: Path) -> str:
    fetch_kept(file.wanted.digest, into, remote="")
    return KEPT


def _from_remote(file: Recorded, into: Path) -> str:
    remote = remote_for(file.folder)
    if not remote:
        return ""
    fetch_kept(file.wanted.digest, into, remote)
    return REMOTE


def _from_git(file: Recorded, into: Path) -> str:
    version = committed(file)
    if version is None:
        return ""
    with into.open("xb") as written:
        written.writelines(content_of(version))
    return _commit(version)


def _from_store(file: Recorded, into: Path) -> str:
    store = _store_of(file)
    if store and file.data and file.data.version:
        address = address_of(file.name, file.data.version)
        named_source(address, file.folder).source.fetch(address, file.data.version, file.folder, into)
    return store


_MEANS: tuple[Callable[[Recorded, Path], str], ...] = (
    _from_place,
    _from_kept,
    _from_git,
    _from_store,
    _from_remote,
)


def _store_of(file: Recorded) -> str:
    """Name of the store that can write out the recorded version; "" where there is none."""
    if file.data is None or file.data.version is None:
        return ""
    with suppress(ReproError):
        source = named_source(file.name, file.folder).source
        if hasattr(source, "fetch") and "" not in source.schemes:
            return f"its {source.schemes[0]} store"
    return ""


def _is_in_store(file: Recorded, stores: Availability) -> bool:
    """Whether the store has the version still."""
    if file.data is None or file.data.version is None:
        return False
    address, wish = address_of(file.name, file.data.version), Wish(version=file.data.version.id)
    with suppress(ReproError):
        stores.resolve(address, wish)
        return True
    return False


def _commit(version: Version) -> str:
    return f"git's commit {version.commit[:12]}"


def _looked(file: Recorded) -> str:
    *others, last = _places(file)
    return f"{', '.join(others)} and {last}"


def _places(file: Recorded) -> Iterator[str]:
    yield no_cache() or "it is not kept"
    yield "git has no version with its digest"
    if store := _store_of(file):
        yield f"{store} does not have it any more"
    if remote_for(file.folder):
        yield f"{REMOTE} does not have it"
    elif named_remote(file.folder):
        yield "the remote is not asked before the project is trusted (jupyter repro trust)"


def _nearest(file: Recorded) -> str:
    version = nearest_version(file.path, file.recorded)
    if version is None:
        return "bring it back from where it came from"
    return f"the nearest version is the one of git's commit {version.commit[:12]} of {version.time}"


def _wanted(context: Context, name: str) -> Wanted | None:
    if name in context.modules:
        return Wanted(context.modules[name])
    data = context.data.get(name)
    if data and not data.folder:
        return Wanted(data.digest, data.size)
    for folder, whole in context.data.items():
        if whole.folder and name.startswith(folder):
            digest = whole.folder.files.get(name[len(folder) :])
            if digest:
                return Wanted(digest)
    return None


def _folder_of(context: Context, name: str) -> str:
    """Name of the folder that a file was read with; "" where there is none."""
    folders = (folder for folder, data in context.data.items() if data.folder and name.startswith(folder))
    return next(folders, "")


def _place(name: str, folder: Path) -> Path:
    """Where a name leads; a snapshot is a file, and may hold any name."""
    with suppress(ValueError):
        place = located(name, folder)
        os.path.realpath(place)  # raises it for a NUL byte
        longest = max(len(os.fsencode(part)) for part in place.parts)
        if longest <= _LONGEST_NAME and len(os.fsencode(place)) <= _LONGEST_PATH:
            return place
    shown = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
    raise NotRecorded(f"{shown!r} is not the name of a file")
