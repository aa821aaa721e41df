"""Data: the files, folders, addresses and queries that the notebook read."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import msgspec

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.addresses.query_names import is_statement
from jupyter_repro.collectors.data_folders import data_sets, folder_now, recorded_folder
from jupyter_repro.collectors.data_versions import is_plain, kept_versions, version_now, version_words
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.digest import MISSING, UNREADABLE
from jupyter_repro.extensions.protocols import Site
from jupyter_repro.files.digest_cache import cached_digest
from jupyter_repro.files.folder_digest import not_read
from jupyter_repro.records.context_changes import changed_facts
from jupyter_repro.records.data_use import FileRead, Received
from jupyter_repro.records.snapshot import DataFile, DataVersion
from jupyter_repro.verdicts import ContextChange

UNRECORDED = "not recorded"
"""Stands for the recorded digest of a file that was read though the snapshot does not have it."""


class DataCollector:
    """Digest and size of all that was read, with the cell and line that read it first."""

    section = "data"
    in_kernel = False

    def collect(self, site: Site) -> dict[str, DataFile]:
        """Portable path, or address, to what was read of it."""
        found: dict[str, DataFile] = {}
        in_folders: set[str] = set()
        for each in data_sets(site.data):
            content = each.content()
            in_folders |= {f"{each.read.path}/{name}" for name in content.files}
            found[f"{portable(Path(each.read.path), site.folder)}/"] = recorded_folder(each, content)
        for read in site.data.files:
            if read.path not in in_folders or read.digest:
                found.setdefault(portable(Path(read.path), site.folder), _data_file(read))
        before = {portable(Path(read.path), site.folder) for read in site.data.files if read.digest}
        found = _with_versions(found, site.folder, before)
        found |= {received.uri: _from_elsewhere(received) for received in site.data.received}
        return dict(sorted(found.items()))

    def changes(
        self, recorded: Mapping[str, DataFile], found: Mapping[str, DataFile]
    ) -> Iterator[ContextChange]:
        """What is not as recorded, by name, of a folder its files; then what was read and is not recorded."""
        before, now = _digests(recorded, found), _digests(found, recorded)
        for name in before.keys() & now.keys():
            if is_statement(name, before[name]) != is_statement(name, now[name]):
                now[name] = before[name]  # an older version recorded no answers
        yield from changed_facts("data", before, now, MISSING)
        for name in sorted(set(now) - set(before)):
            yield ContextChange("data", name, UNRECORDED, now[name])


def current(recorded: Mapping[str, DataFile], stores: Availability) -> dict[str, DataFile]:
    """What was recorded as it is now; what is gone is left out, and what lies elsewhere is not looked at."""
    found = {name: _now(name, file, stores) for name, file in sorted(recorded.items())}
    return {name: file for name, file in found.items() if file and (file.digest != MISSING or file.version)}


def _now(name: str, file: DataFile, stores: Availability) -> DataFile | None:
    if file.version and not is_plain(name, file.version):
        return version_now(name, file, file.version, stores)
    if not data_name(name, file.version).is_file:
        return file
    path = str(located(name, stores.folder))
    if file.folder:
        return folder_now(file, file.folder, path)
    digest, size = _digest(path)
    version = file.version if digest == file.digest else None
    return msgspec.structs.replace(file, digest=digest, size=size, version=version)


def _data_file(read: FileRead) -> DataFile:
    digest, size = (read.digest, read.size) if read.digest else _digest(read.path)
    changed = not read.digest and _has_changed(read)
    return DataFile(digest, max(size, 0), read.cell, read.line, changed=changed, unheld=read.unheld)


def _with_versions(
    files: Mapping[str, DataFile], folder: Path, before: Collection[str]
) -> dict[str, DataFile]:
    """Files and folders, with the version in which a store keeps what was read.

    What lies there is not what was read of the files in `before` and of those that are marked `changed`.
    """
    still = (name for name, file in files.items() if not file.changed and name not in before)
    paths = {located(name, folder): name for name in still}
    found = {paths[path]: version for path, version in kept_versions(paths).items()}
    return {name: msgspec.structs.replace(file, version=found.get(name)) for name, file in files.items()}


def _has_changed(read: FileRead) -> bool:
    """Whether a file changed since it was opened."""
    try:
        found = os.stat(read.path)  # noqa: PTH116
    except OSError:
        return False
    return read.size >= 0 and (found.st_size, found.st_mtime_ns) != (read.size, read.mtime_ns)


def _from_elsewhere(received: Received) -> DataFile:
    return DataFile(
        received.digest,
        received.size,
        received.cell,
        received.line,
        etag=received.etag,
        version=received.version,
        unheld=received.unheld,
    )


def _digest(path: str) -> tuple[str, int]:
    try:
        return cached_digest(path)
    except (FileNotFoundError, NotADirectoryError):
        return MISSING, 0
    except OSError as error:
        return not_read(_why(path, error)), 0


def _why(path: str, error: OSError) -> str:
    """What the system says, as a clause."""
    if os.path.isdir(path):  # noqa: PTH112  as the names of files are
        return "a folder is in its place"
    said = error.strerror or str(error)
    return said[:1].lower() + said[1:]


def _digests(files: Mapping[str, DataFile], others: Mapping[str, DataFile]) -> dict[str, str]:
    """Digest of each; of a folder whose files are named on both sides, of each of them; else the version's name."""
    digests: dict[str, str] = {}
    for name, file in files.items():
        other = others.get(name)
        if file.folder and other and other.folder and file.folder.files and other.folder.files:
            digests |= {f"{name}{below}": digest for below, digest in file.folder.files.items()}
        elif file.folder:
            digests[name] = f"{file.folder.count} files, {file.digest}"
        elif file.version and other and _is_at_another(file, file.version, other):
            digests[name] = version_words(file.version)
        else:  # why it cannot be read is no other content
            digests[name] = UNREADABLE if file.digest.startswith(UNREADABLE) else file.digest
    return digests


def _is_at_another(file: DataFile, version: DataVersion, other: DataFile) -> bool:
    """Whether the other is of another version, so that their names tell more than their digests do."""
    if file.digest in {other.digest, MISSING, version.id}:
        return False
    return other.version is not None and (other.version.id != version.id or other.digest == MISSING)
