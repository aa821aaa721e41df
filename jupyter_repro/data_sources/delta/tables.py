"""Tables of Delta Lake: where they lie, which version is meant, and what it is made of."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from jupyter_repro.addresses.address import is_remote, parse_address
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.data_sources.delta.log import DeltaLog
from jupyter_repro.digest import digest_text
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.formatting.moments import iso
from jupyter_repro.records.snapshot import DataVersion

if TYPE_CHECKING:
    from deltalake import DeltaTable

SCHEME = "delta"
_PREFIX = f"{SCHEME}:"
_PATIENCE = {"max_retries": "2", "retry_timeout": "10s", "connect_timeout": "5s", "timeout": "30s"}
"""For what we ask an object store ourselves: its clients would wait for three minutes."""
_REFUSED = re.compile(r"\b40[13]\b|privilege|credential|denied|signature", re.I)
_ABSENT = re.compile(r"\b404\b|NoSuchBucket|NoSuchContainer", re.I)


@dataclass(frozen=True)
class DeltaPlace:
    """Where a table lies."""

    uri: str
    """An absolute path, or the address of an object store."""
    name: str
    """By which a snapshot calls it."""
    options: Mapping[str, str] = field(default_factory=dict)
    """For the object store; what it finds in environment variables need not be said."""

    @cached_property
    def log(self) -> DeltaLog:
        """Its log."""
        return DeltaLog(self.uri, self._store_options())

    def opened(self, version: int | None = None) -> DeltaTable:
        """The table at a version, or at its newest.

        Raises NoSuchData, NoSuchVersion, NoAccess and MissingExtra.
        """
        try:
            from deltalake import DeltaTable
            from deltalake.exceptions import DeltaError
        except ImportError:
            raise MissingExtra("deltalake", SCHEME) from None
        try:
            return DeltaTable(self.uri, version=version, storage_options=self._store_options() or None)
        except (DeltaError, OverflowError) as error:
            raise self._why(error, version) from None
        except OSError as error:
            raise self.trouble(error) from None

    def wanted(self, wish: Wish) -> int | None:
        """The number of the version that is meant, None for the newest; raises NoSuchVersion."""
        if wish.version:
            if not wish.version.isdecimal():
                raise NoSuchVersion(
                    f"has no version {wish.version!r}", "its versions are numbers from 0", subject=self.name
                )
            return int(wish.version)
        return self._as_of(wish.asof, wish.text) if wish.asof else None

    def _as_of(self, moment: datetime, text: str) -> int:
        try:
            version = self.log.version_at(moment)
        except (OSError, ValueError) as error:
            raise self._why(error, None) from None
        if version is None:
            raise self._too_early(text)
        return version

    def found(self, table: DeltaTable, text: str) -> Found:
        """The version that a table is at."""
        version = table.version()
        digest, size = _made_of(table)
        return Found(self.name, digest, size, DataVersion(str(version), self.time_of(version), text))

    def time_of(self, version: int) -> str:
        """When a version was made, "" where its commit is not there any more."""
        try:
            return iso(self.log.commit(version).time)
        except (OSError, ValueError, ReproError):
            return ""

    def version_words(self, version: int) -> str:
        """A version and its time, for a person."""
        time = self.time_of(version)
        return f"version {version}" + (f" of {time}" if time else "")

    def trouble(self, error: Exception) -> ReproError:
        """What to say of an error of the store or its library; its words may hold credentials."""
        text = str(error)
        if is_remote(self.uri) and _ABSENT.search(text):
            return NoSuchData(f"there is no Delta table {self.name}")
        if isinstance(error, PermissionError) or _REFUSED.search(text):
            return NoAccess(
                "may not be read", "give it your permissions or credentials for its store", subject=self.name
            )
        if is_remote(self.uri):
            return NoAccess(
                f"the store of {self.name} cannot be reached", "see whether it answers, and try again"
            )
        return NoSuchData(f"cannot be read: {_first_words(text)}", subject=self.name)

    def _store_options(self) -> dict[str, str]:
        return {**_PATIENCE, **self.options} if is_remote(self.uri) else dict(self.options)

    def _why(self, error: Exception, version: int | None) -> ReproError:
        """Why a table could not be opened; the library's own words are of its inside."""
        try:
            versions, broken = self.log.versions, self.log.broken()
        except OSError:
            versions, broken = [], ""
        if not versions:
            return NoSuchData(
                f"there is no Delta table {self.name}", "look for its folder: it holds a _delta_log"
            )
        if version is not None and not versions[0] <= version <= versions[-1]:
            return NoSuchVersion(self._outside(version, versions), _ANOTHER)
        if broken:
            return NoSuchData(f"cannot be read: its log is broken, {broken}", _BACKUP, subject=self.name)
        return NoSuchData(f"cannot be read: {_first_words(str(error))}", subject=self.name)

    def _outside(self, version: int, versions: Sequence[int]) -> str:
        if version > versions[-1]:
            return f"there is no version {version} of {self.name}: the newest is {self.version_words(versions[-1])}"
        begin = self.version_words(versions[0])
        return f"version {version} of {self.name} cannot be read any more: its log begins with {begin}"

    def _too_early(self, text: str) -> ReproError:
        if not self.log.versions:
            return NoSuchData(f"there is no Delta table {self.name}")
        first = self.log.versions[0]
        word = "is the first" if first == 0 else "is the first that its log still has"
        return NoSuchVersion(
            f"had no version at {text}: {self.version_words(first)} {word}", _LATER, subject=self.name
        )


_ANOTHER = "read another version, or as of a date: %repro data ADDRESS --asof DATE"
_LATER = "name a later moment"
_BACKUP = "bring the folder _delta_log back from a backup"


def place_of(address: str, folder: Path) -> DeltaPlace:
    """The table at an address, with its scheme or as a plain path, which belongs to `folder` where it is relative."""
    uri = address.removeprefix(_PREFIX)
    if is_remote(uri):
        return DeltaPlace(uri.rstrip("/"), _PREFIX + public_address(uri, query=False).rstrip("/"))
    path = located(uri, folder)
    return DeltaPlace(str(path), _PREFIX + portable(path, folder))


def local_path(uri: str) -> str:
    """The absolute path of a table on this machine."""
    found = parse_address(uri)
    return os.path.abspath(unquote(found.path) if found.scheme == "file" else uri)  # noqa: PTH100


def _made_of(table: DeltaTable) -> tuple[str, int]:
    """Digest of what the log says that a version is made of, and its bytes.

    The number of the version counts where rows may be deleted without a new file.
    """
    actions = table.get_add_actions()
    sizes = actions.column("size_bytes").to_pylist()
    files = sorted(zip(actions.column("path").to_pylist(), sizes, strict=True))
    by_vector = "deletionVectors" in (table.protocol().reader_features or ())
    head = [
        str(table.metadata().id),
        table.schema().to_json(),
        *([str(table.version())] if by_vector else []),
    ]
    return digest_text("\n".join([*head, *(f"{size} {path}" for path, size in files)])), sum(sizes)


def _first_words(text: str) -> str:
    return text.strip().partition("\n")[0].rstrip(".") or "its library does not say why"
