"""Tables of Delta Lake: `delta:data/orders`, `delta:s3://bucket/orders`, or the plain path of a folder that is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.data_sources.delta.files import readable, resolved
from jupyter_repro.data_sources.delta.files_of_version import files_up_to
from jupyter_repro.data_sources.delta.kept_versions import (
    is_copy,
    keep_version,
    kept_version,
    put_back,
    release_version,
)
from jupyter_repro.data_sources.delta.tables import SCHEME, place_of
from jupyter_repro.data_sources.delta.vacuum import taken_by_vacuum
from jupyter_repro.errors import MissingExtra
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.formatting.sizes import human_size
from jupyter_repro.records.snapshot import DataVersion


class DeltaSource:
    """Data whose versions are numbered by the table's log; an object store's credentials come from the environment."""

    schemes = (SCHEME,)

    def recognises(self, path: Path) -> bool:
        """Whether a folder holds a Delta table."""
        return (path / "_delta_log").is_dir()

    def name(self, address: str, folder: Path) -> str:
        """`delta:` and the portable path, or the address in an object store."""
        return place_of(address, folder).name

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:
        """The version, by its number or by the times of commits; its files were there a moment ago."""
        return resolved(place_of(address, folder), wish)

    def table(self, address: str, version: DataVersion, folder: Path) -> Any:
        """The rows of that version, as a pandas.DataFrame."""
        place = place_of(address, folder)
        table = readable(place, place.wanted(Wish(version=version.id)))
        from deltalake.exceptions import DeltaProtocolError

        try:
            return table.to_pandas()
        except DeltaProtocolError:  # what its reader for Arrow does not know, its own engine does
            return _scanned(table)
        except ImportError:
            raise MissingExtra("pyarrow with pandas", SCHEME) from None

    def places(self, address: str, folder: Path) -> Iterator[Path]:
        """The folder of the table, where it lies on this machine."""
        uri = place_of(address, folder).uri
        if not is_remote(uri):
            yield Path(uri)

    def files(self, address: str, version: DataVersion, folder: Path) -> Iterator[Path]:
        """The files of this machine that hold the table up to that version."""
        place = place_of(address, folder)
        table = readable(place, place.wanted(Wish(version=version.id)))
        if not is_remote(place.uri):
            yield from files_up_to(Path(place.uri), table)

    def kept(self, address: str, version: DataVersion, folder: Path) -> Path | None:
        """The folder of a kept copy of a version whose files the table itself has no more."""
        place = place_of(address, folder)
        table = readable(place, place.wanted(Wish(version=version.id)))
        return kept_version(place, table) if is_copy(place, table) else None

    def keep(self, address: str, version: DataVersion, folder: Path) -> str:
        """Keep that version beyond a vacuum, in the cache; of a table in an object store that is a copy."""
        place = place_of(address, folder)
        table = readable(place, place.wanted(Wish(version=version.id)))
        if is_copy(place, table):
            return "is kept, and the table has it no more"
        return f"is kept beyond a vacuum ({human_size(keep_version(place, table))})"

    def release(self, address: str, version: DataVersion, folder: Path) -> str:
        """Keep that version no longer than the table does."""
        place = place_of(address, folder)
        release_version(place, place.opened(place.wanted(Wish(version=version.id))))
        return "is kept no longer than its table keeps it"

    def taken_by_vacuum(
        self, address: str, versions: Sequence[DataVersion], age: timedelta, folder: Path
    ) -> Iterator[DataVersion]:
        """Those of the versions that a vacuum of what was removed before that age would take."""
        place = place_of(address, folder)
        numbers = {place.wanted(Wish(version=each.id)) or 0: each for each in versions}
        yield from map(numbers.__getitem__, taken_by_vacuum(place, numbers, age))

    def restore(self, address: str, version: DataVersion, folder: Path) -> str:
        """Commit a new version that equals that one."""
        place = place_of(address, folder)
        wanted = readable(place, place.wanted(Wish(version=version.id)))
        number = wanted.version()
        if is_copy(place, wanted):
            put_back(place, wanted)
        table = place.opened()
        try:
            table.restore(number)
        except OSError as error:
            raise place.trouble(error) from None
        return f"is back as it was in version {number}, as version {table.version()}; its later versions are kept"


def _scanned(table: Any) -> Any:
    import pyarrow

    return pyarrow.table(table.scan()).to_pandas()
