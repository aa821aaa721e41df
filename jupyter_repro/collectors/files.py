"""Data: the files that the notebook read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import msgspec

from jupyter_repro.context_changes import changed_facts
from jupyter_repro.extensions import DataSource, Site, parts
from jupyter_repro.portable_paths import located, portable
from jupyter_repro.records import DataFile, FileRead
from jupyter_repro.verdicts import ContextChange

MISSING = "missing"
"""Stands for the digest of a file that is gone."""
UNRECORDED = "not recorded"
"""Stands for the recorded digest of a file that was read though the snapshot does not have it."""
UNREADABLE = "unreadable"
"""Stands for the digest of a file that this user may not read, and of a pipe, socket or device."""


class DataCollector:
    """Digest and size of each file that was read, with the cell and line that read it first."""

    section = "data"
    in_kernel = False

    def collect(self, site: Site) -> dict[str, DataFile]:
        """Portable path to file, for the files of `site.reads`."""
        source = _plain_paths()
        first: dict[str, FileRead] = {}
        for read in site.reads:
            first.setdefault(portable(Path(read.path), site.folder), read)
        return {name: _data_file(first[name], source) for name in sorted(first)}

    def changes(
        self, recorded: Mapping[str, DataFile], found: Mapping[str, DataFile]
    ) -> Iterator[ContextChange]:
        """Files whose content is not as recorded, by path; then those that were read and are not recorded."""
        yield from changed_facts("data", _digests(recorded), _digests(found), MISSING)
        for name in sorted(set(found) - set(recorded)):
            yield ContextChange("data", name, UNRECORDED, found[name].digest)


def current(recorded: Mapping[str, DataFile], folder: Path) -> dict[str, DataFile]:
    """The recorded files as they are now, for a notebook in `folder`; those that are gone are left out."""
    source = _plain_paths()
    found = {name: _now(file, located(name, folder), source) for name, file in sorted(recorded.items())}
    return {name: file for name, file in found.items() if file.digest != MISSING}


def _now(file: DataFile, path: Path, source: DataSource) -> DataFile:
    digest, size = _digest(str(path), source)
    return msgspec.structs.replace(file, digest=digest, size=size)


def _data_file(read: FileRead, source: DataSource) -> DataFile:
    digest, size = (read.digest, read.size) if read.digest else _digest(read.path, source)
    return DataFile(digest, max(size, 0), read.cell, read.line)


def _digest(path: str, source: DataSource) -> tuple[str, int]:
    try:
        return source.digest(path)
    except (FileNotFoundError, NotADirectoryError):
        return MISSING, 0
    except OSError:
        return UNREADABLE, 0


def _digests(files: Mapping[str, DataFile]) -> dict[str, str]:
    return {name: file.digest for name, file in files.items()}


def _plain_paths() -> DataSource:
    """The data source that answers for plain paths."""
    sources: dict[str, Any] = parts("data_sources")
    return next(cast("DataSource", source) for source in sources.values() if "" in source.schemes)
