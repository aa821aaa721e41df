"""What is known of the Iceberg tables of one kernel: which snapshots are read, and what the notebook commits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.data_sources.iceberg.catalogs import IcebergPlace, local_path, place_in
from jupyter_repro.data_sources.iceberg.tables import IcebergVersions
from jupyter_repro.extensions.data import DataNotes, Found
from jupyter_repro.records.asked_versions import asked_by_id


@dataclass
class _Known:
    """A table that was loaded."""

    versions: IcebergVersions
    """As it was loaded last."""
    own: set[int] = field(default_factory=set)
    """Snapshots that the notebook committed."""
    before: Any = None
    """The snapshot before the first of them, None where the table held nothing."""
    is_all_new: bool = False
    """Whether nothing is left of what it held then."""


class IcebergWatch:
    """What is known of the tables of one kernel."""

    def __init__(self, notes: DataNotes) -> None:
        self.notes = notes
        self._tables: dict[str, _Known] = {}
        self._asked: dict[int, str] = {}
        """Snapshots that we chose, and what was asked for."""
        self._noted: set[tuple[str, int, str]] = set()
        self._local = threading.local()

    @property
    def inside(self) -> bool:
        """Whether the library writes, or we are at work: what is called then is not called by the notebook."""
        return bool(getattr(self._local, "inside", False))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """For the time of one call that the notebook made."""
        before, self._local.inside = self.inside, True
        try:
            yield
        finally:
            self._local.inside = before

    def loaded(self, table: Any) -> _Known:
        """A table was loaded; one that a catalog knows keeps its name when it is found by its metadata as well."""
        versions = IcebergVersions(table, self._place(table))
        self.covers(table.metadata.location)
        known = self._tables.setdefault(str(table.metadata.table_uuid), _Known(versions))
        if versions.place.table:
            known.versions = versions
        return known

    def covers(self, location: Any) -> None:
        """What lies at a location is not recorded on its own."""
        if location and not is_remote(str(location)):
            self.notes.covers(local_path(str(location), Path.cwd()))

    def travelled(self, metadata: Any, snapshot: int | None) -> int | None:
        """The snapshot to read where the notebook names `snapshot`, or none.

        Raises ReproError where the one that is wished for is not available.
        """
        known = self._tables.get(str(metadata.table_uuid))
        is_settled = snapshot is not None or metadata.current_snapshot_id is None
        if is_settled or known is None or known.own:
            return snapshot
        wish = self.notes.wish(known.versions.place.name)
        if wish is None:
            return None
        found = self.notes.unwatched(known.versions.resolved, wish)
        chosen = int(found.version.id)
        self._asked[chosen] = wish.text
        return chosen

    def read(self, metadata: Any, snapshot: int | None) -> None:
        """A snapshot is read, None for the newest."""
        known = self._tables.get(str(metadata.table_uuid))
        wanted = metadata.current_snapshot_id if snapshot is None else snapshot
        found = metadata.snapshot_by_id(wanted) if wanted is not None else None
        if known is None or found is None:
            return
        text = "" if snapshot is None else self._asked.get(snapshot, asked_by_id(snapshot))
        if wanted not in known.own:
            self._tell(known, found, text)
        elif known.before is not None and not known.is_all_new:
            self._tell(known, known.before, "")

    @contextmanager
    def committing(self, table: Any) -> Iterator[None]:
        """For the time in which the notebook commits to a table."""
        known = self._tables.get(str(table.metadata.table_uuid)) or self.loaded(table)
        newest, before = table.metadata.current_snapshot(), _ids(table)
        yield
        if not known.own:
            known.before = newest
        known.own |= _ids(table) - before

    def replaced(self, table: Any) -> None:
        """Nothing is left of what a table held."""
        known = self._tables.get(str(table.metadata.table_uuid))
        if known:
            known.is_all_new = True

    def _tell(self, known: _Known, snapshot: Any, text: str) -> None:
        read = (known.versions.place.name, snapshot.snapshot_id, text)
        versions = known.versions

        def found() -> Found:
            self._noted.add(read)
            return versions.found(snapshot, text)

        if read not in self._noted and self.notes.place()[0]:
            self.notes.versioned(found)

    def _place(self, table: Any) -> IcebergPlace:
        identifier = table.name()
        if identifier[0] == "static-table":
            return IcebergPlace(self.notes.folder, metadata=local_path(identifier[1], Path.cwd()))
        return place_in(table.catalog, ".".join(identifier), self.notes.folder)


def _ids(table: Any) -> set[int]:
    return {each.snapshot_id for each in table.metadata.snapshots}
