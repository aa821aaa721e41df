"""Tables of Apache Iceberg: which snapshot is meant, what it is made of, and whether it can still be read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.data_sources.iceberg.catalogs import IcebergPlace, local_path
from jupyter_repro.digest import digest_text
from jupyter_repro.errors import NoAccess, NoSuchVersion
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.formatting.moments import iso
from jupyter_repro.formatting.shell_words import read_with
from jupyter_repro.records.snapshot import DataVersion

if TYPE_CHECKING:
    from pyiceberg.table import Table
    from pyiceberg.table.snapshots import Snapshot

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ANOTHER = "read another version, or as of a date: %repro data ADDRESS --asof DATE"
_THERE = "read a version that is there"


@dataclass(frozen=True)
class IcebergVersions:
    """The snapshots of one table, as it was when it was loaded."""

    table: Table
    place: IcebergPlace

    def resolved(self, wish: Wish) -> Found:
        """The exact version that is meant, which can be read; raises NoSuchVersion."""
        return self.found(self.readable(self.wanted(wish)), wish.text)

    def wanted(self, wish: Wish) -> Snapshot:
        """The snapshot that is meant; raises NoSuchVersion."""
        if wish.version:
            return self._by_id(wish.version)
        if wish.asof:
            return self._as_of(wish.asof, wish.text)
        newest = self.table.current_snapshot()
        if newest is None:
            raise NoSuchVersion("holds nothing yet: no snapshot was made of it", subject=self.place.name)
        return newest

    def readable(self, snapshot: Snapshot) -> Snapshot:
        """The same; raises NoSuchVersion where files of it are gone."""
        lost, total = self._lost(snapshot)
        if not lost:
            return snapshot
        others = (other for other in self._around(snapshot.timestamp_ms) if other is not snapshot)
        nearest = next((other for other in others if not self._lost(other)[0]), None)
        what = f"version {snapshot.snapshot_id} of {self.place.name} cannot be read any more"
        raise NoSuchVersion(f"{what}: {_counted(lost, total)} missing; {_nearest(nearest)}", _THERE)

    def found(self, snapshot: Snapshot, text: str) -> Found:
        """A snapshot as a version."""
        version = DataVersion(str(snapshot.snapshot_id), iso(_time(snapshot.timestamp_ms)), text)
        summary = snapshot.summary.additional_properties if snapshot.summary else {}
        size = int(summary.get("total-files-size", 0))
        return Found(self.place.name, digest_text("\n".join(self._made_of(snapshot))), size, version)

    def _made_of(self, snapshot: Snapshot) -> Iterator[str]:
        """A snapshot never changes, and its manifest list names all that it is made of."""
        schema = self.table.schemas().get(snapshot.schema_id or 0) or self.table.schema()
        yield str(self.table.metadata.table_uuid)
        yield str(snapshot.snapshot_id)
        yield snapshot.manifest_list.rpartition("/")[2]
        yield from (
            f"{each.field_id} {each.name} {each.field_type} {each.required}" for each in schema.fields
        )

    def _by_id(self, version: str) -> Snapshot:
        found = self.table.snapshot_by_id(int(version)) if version.isdecimal() else None
        if found is None:
            raise self._none(version)
        return found

    def _none(self, version: str) -> NoSuchVersion:
        """What to say of a snapshot that the table does not have."""
        name = self.place.name
        known = self._expired(int(version)) if version.isdecimal() else None
        if known is None:
            newest = self.table.current_snapshot()
            newest_words = f": the newest is {_described(newest)}" if newest else ": it holds nothing yet"
            return NoSuchVersion(f"there is no version {version} of {name}{newest_words}", _ANOTHER)
        what = f"version {version} of {name} cannot be read any more: it was expired at {iso(_time(known.expired))}"
        nearest = next(self._around(known.made), None)
        metadata = IcebergPlace(
            self.place.folder, metadata=local_path(known.metadata, self.place.folder)
        ).name
        remedy = f"its files may still be there: {read_with(metadata, version)}"
        return NoSuchVersion(f"{what}; {_nearest(nearest)}", remedy)

    def _as_of(self, moment: datetime, text: str) -> Snapshot:
        at = (moment - _EPOCH) // timedelta(milliseconds=1)
        entries = [entry for entry in self.table.history() if entry.timestamp_ms <= at]
        if entries:
            return self._by_id(str(entries[-1].snapshot_id))
        first = next(iter(self.table.history()), None)
        oldest = self.table.snapshot_by_id(first.snapshot_id) if first else None
        if oldest is None:
            raise NoSuchVersion("holds nothing yet: no snapshot was made of it", subject=self.place.name)
        is_first = (oldest.sequence_number or 0) <= 1
        word = "is the first" if is_first else "is the oldest that was not expired"
        what = f"{self.place.name} had no version at {text}: {_described(oldest)} {word}"
        raise NoSuchVersion(what, "name a later moment")

    def _around(self, moment: int) -> Iterator[Snapshot]:
        """All snapshots, the nearest to a moment in milliseconds first."""
        yield from sorted(self.table.snapshots(), key=lambda other: abs(other.timestamp_ms - moment))

    def _expired(self, version: int) -> _Expired | None:
        """What earlier metadata tell of a snapshot that the table has no more; None where they do not."""
        from pyiceberg.exceptions import ValidationError
        from pyiceberg.serializers import FromInputFile

        gone = self.table.metadata.last_updated_ms
        for entry in reversed(self.table.metadata.metadata_log):
            with suppress(OSError, ValueError, ValidationError):
                file = self.table.io.new_input(local_path(entry.metadata_file, self.place.folder))
                snapshot = FromInputFile.table_metadata(file).snapshot_by_id(version)
                if snapshot:
                    return _Expired(snapshot.timestamp_ms, gone, entry.metadata_file)
            gone = entry.timestamp_ms
        return None

    def _lost(self, snapshot: Snapshot) -> tuple[int, int]:
        """How many of a snapshot's files on this machine are missing, and of how many."""
        if is_remote(snapshot.manifest_list):
            return 0, 0
        try:
            files = list(self._files(snapshot))
        except FileNotFoundError:
            return 1, 1
        except OSError:
            raise NoAccess(f"the files of {self.place.name} cannot be read") from None
        paths = [local_path(file, self.place.folder) for file in files if not is_remote(file)]
        return sum(not os.path.exists(path) for path in paths), len(files)  # noqa: PTH110

    def _files(self, snapshot: Snapshot) -> Iterator[str]:
        io: Any = _InFolder(self)
        for manifest in snapshot.manifests(io):
            yield from (entry.data_file.file_path for entry in manifest.fetch_manifest_entry(io))


class _Expired(NamedTuple):
    """A snapshot that once was; moments are milliseconds since 1970."""

    made: int
    expired: int
    metadata: str
    """The last metadata that have it."""


class _InFolder:
    """Reads files of a table whose locations may be relative to the notebook's folder."""

    def __init__(self, versions: IcebergVersions) -> None:
        self._io, self._folder = versions.table.io, versions.place.folder

    def new_input(self, location: str) -> Any:
        """As the table's own reader of files answers."""
        return self._io.new_input(local_path(location, self._folder))


def _time(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def _described(snapshot: Snapshot) -> str:
    return f"version {snapshot.snapshot_id} of {iso(_time(snapshot.timestamp_ms))}"


def _counted(lost: int, total: int) -> str:
    if total == 1:
        return "its only file is"
    return f"{lost} of its {total} files {'is' if lost == 1 else 'are'}"


def _nearest(snapshot: Snapshot | None) -> str:
    return f"the nearest that can be is {_described(snapshot)}" if snapshot else "no other can be"
