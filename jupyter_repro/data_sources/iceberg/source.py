"""Tables of Apache Iceberg: `iceberg:sales.orders`, `iceberg:prod/sales.orders`, `iceberg:catalog.db/sales.orders`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.data_sources.iceberg.catalogs import SCHEME, local_path, place_of
from jupyter_repro.data_sources.iceberg.copied_catalogs import set_newest
from jupyter_repro.data_sources.iceberg.kept_snapshots import (
    expiring,
    keep_snapshot,
    release_snapshot,
    tag_of,
)
from jupyter_repro.data_sources.iceberg.tables import IcebergVersions
from jupyter_repro.errors import MissingExtra, ReproError
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.records.snapshot import DataVersion


class IcebergSource:
    """Data whose versions are the snapshots of a table. How to write an address, `iceberg_catalogs` says."""

    schemes = (SCHEME,)

    def recognises(self, path: Path) -> bool:
        """Whether a folder holds an Iceberg table that is found without a catalog."""
        return (path / "metadata" / "version-hint.text").is_file()

    def name(self, address: str, folder: Path) -> str:
        """`iceberg:` and where the table is found, with portable paths."""
        return place_of(address, folder).name

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:
        """The snapshot, by its id or as the table was at a moment."""
        return _versions(address, folder).resolved(wish)

    def table(self, address: str, version: DataVersion, folder: Path) -> Any:
        """The rows of that snapshot, as a pandas.DataFrame."""
        versions = _versions(address, folder)
        snapshot = versions.readable(versions.wanted(Wish(version=version.id)))
        try:
            return versions.table.scan(snapshot_id=snapshot.snapshot_id).to_pandas()
        except ImportError:
            raise MissingExtra("pandas", SCHEME) from None

    def places(self, address: str, folder: Path) -> tuple[Path, ...]:
        """The folder of the table, and the file of its catalog, where they lie on this machine."""
        place = place_of(address, folder)
        files = (place.database,) if place.database else ()
        try:
            location = place.loaded().location()
        except ReproError:
            return files
        return files if is_remote(location) else (*files, Path(local_path(location, folder)))

    def keep(self, address: str, version: DataVersion, folder: Path) -> str:
        """Keep that snapshot from being expired, by a tag."""
        keep_snapshot(_in_catalog(address, folder), version.id)
        return f"is kept beyond expire_snapshots, by the tag {tag_of(version.id)}"

    def release(self, address: str, version: DataVersion, folder: Path) -> str:
        """Take that tag away."""
        release_snapshot(_in_catalog(address, folder), version.id)
        return "is kept no longer than its table keeps it"

    def taken_by_vacuum(
        self, address: str, versions: Sequence[DataVersion], age: timedelta, folder: Path
    ) -> Iterator[DataVersion]:
        """Those of the versions that expiring snapshots older than that age would take."""
        expired = expiring(_versions(address, folder).table, datetime.now(UTC) - age)
        yield from (each for each in versions if each.id in expired)

    def restore(self, address: str, version: DataVersion, folder: Path) -> str:
        """Make that snapshot the current one; those that came after it stay in the table."""
        versions = _in_catalog(address, folder)
        snapshot = versions.readable(versions.wanted(Wish(version=version.id)))
        versions.table.manage_snapshots().set_current_snapshot(snapshot.snapshot_id).commit()
        return f"is back at version {version.id}; its later snapshots are kept"

    def set_newest(self, address: str, version: DataVersion, folder: Path) -> None:
        """In a copy of the catalog, make that snapshot the newest; nothing of the table is written."""
        set_newest(place_of(address, folder), version.id)


def _in_catalog(address: str, folder: Path) -> IcebergVersions:
    place = place_of(address, folder)
    if place.metadata:
        raise ReproError(f"{place.name} is no table of a catalog", "change it with what writes it")
    return IcebergVersions(place.in_catalog(), place)


def _versions(address: str, folder: Path) -> IcebergVersions:
    place = place_of(address, folder)
    return IcebergVersions(place.loaded(), place)
