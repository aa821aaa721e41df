"""Where an Iceberg table is found: in a configured catalog, in a catalog that is an SQLite file, or by its metadata.

| address | is |
|---|---|
| `iceberg:sales.orders` | the table in the catalog that pyiceberg uses by default |
| `iceberg:prod/sales.orders` | in the configured catalog `prod` |
| `iceberg:warehouse/catalog.db/sales.orders` | in an SQLite file: its catalog `default`, or the only one |
| `iceberg:warehouse/catalog.db/prod/sales.orders` | in the catalog `prod` of an SQLite file |
| `iceberg:sqlite:///warehouse/catalog/sales.orders` | the same for a file with another ending |
| `iceberg:warehouse/orders/metadata/00002-….metadata.json` | the table as these metadata have it |
| `iceberg:warehouse/orders/` | a table that keeps a `version-hint.text` |
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_repro.addresses.address import is_remote, parse_address
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, ReproError

if TYPE_CHECKING:
    from pyiceberg.table import Table

SCHEME = "iceberg"
DEFAULT = "default"
"""Name of pyiceberg's own default catalog."""
_PREFIX = f"{SCHEME}:"
_SQLITE = "sqlite:///"
_ENDINGS = (".db", ".sqlite", ".sqlite3")
_METADATA = ".metadata.json"
_ROW = (
    "select catalog_name, metadata_location from iceberg_tables where table_namespace = ? and table_name = ?"
)


@dataclass(frozen=True)
class IcebergPlace:
    """Where a table is found."""

    folder: Path
    """The notebook's, to which relative paths belong."""
    table: str = ""
    """Its name in the catalog, with its namespaces."""
    catalog: str = ""
    database: Path | None = None
    """The SQLite file that is the catalog."""
    metadata: str = ""
    """The location of its metadata, where no catalog is asked."""

    @property
    def name(self) -> str:
        """By which a snapshot calls it."""
        if self.metadata:
            end = "" if self.metadata.endswith(_METADATA) else "/"
            return f"{_PREFIX}{_portable(self.metadata, self.folder)}{end}"
        parts = [portable(self.database, self.folder)] if self.database else []
        catalog = [self.catalog] if self.catalog not in {"", DEFAULT} else []
        return _PREFIX + "/".join([*parts, *catalog, self.table])

    def loaded(self) -> Table:
        """The table as it is now.

        Raises NoSuchData, NoAccess and MissingExtra; its words are without credentials.
        """
        try:
            import pyiceberg.table
        except ImportError:
            raise MissingExtra("pyiceberg", SCHEME) from None
        if self.metadata or self.database:
            location = self.metadata or self._row()[1]
            return _read(location, self, pyiceberg.table.StaticTable.from_metadata)
        return self.in_catalog()

    def in_catalog(self) -> Table:
        """The table from its catalog, as one that can be written to; raises as `loaded` does."""
        from pyiceberg.exceptions import NoSuchNamespaceError, NoSuchTableError

        try:
            table: Table = self._catalog().load_table(self.table)
        except (NoSuchTableError, NoSuchNamespaceError):
            raise NoSuchData(f"there is no Iceberg table {self.name}") from None
        except ImportError as error:
            raise MissingExtra(str(error.name), SCHEME) from None
        except ReproError:
            raise
        except Exception as error:  # each kind of catalog has its own
            raise self._unusable(error) from None
        return table

    def _catalog(self) -> Any:
        from pyiceberg.catalog import load_catalog

        if self.database is None:
            return load_catalog(self.catalog or None)
        settings = {"type": "sql", "uri": f"{_SQLITE}{self.database}", "init_catalog_tables": "false"}
        return load_catalog(self._row()[0], **settings)

    def _row(self) -> tuple[str, str]:
        """Name of the catalog in the SQLite file that has the table, and the location of its metadata."""
        rows = dict(_rows(self))
        if not rows:
            raise NoSuchData(f"there is no Iceberg table {self.name}", f"see what is in {self._file()}")
        wanted = self.catalog or (DEFAULT if DEFAULT in rows else "")
        if not wanted and len(rows) > 1:
            raise NoSuchData(
                f"several catalogs in {self._file()} have a table {self.table}",
                f"say which, as in {_PREFIX}{self._file()}/{min(rows)}/{self.table}",
            )
        found = wanted or next(iter(rows))
        if found not in rows:
            raise NoSuchData(f"there is no Iceberg table {self.name}")
        return found, rows[found]

    def _file(self) -> str:
        return portable(self.database, self.folder) if self.database else ""

    def _unusable(self, error: Exception) -> ReproError:
        catalog = self.catalog or DEFAULT
        if isinstance(error, ValueError):
            configure = f"PYICEBERG_CATALOG__{catalog.upper()}__URI"
            return NoAccess(
                f"the catalog {catalog} of Iceberg is not configured here",
                f"name it in .pyiceberg.yaml, or set {configure}",
            )
        return NoAccess(
            f"the catalog {catalog} of Iceberg cannot be reached, or refuses",
            "see whether it answers, and which credentials it wants",
        )


def place_of(address: str, folder: Path) -> IcebergPlace:
    """Where the table at an address is found; the address may be the plain path of a table's folder."""
    rest = address.removeprefix(_PREFIX)
    if rest.endswith((_METADATA, "/")) or not address.startswith(_PREFIX):
        return IcebergPlace(folder, metadata=local_path(rest.rstrip("/"), folder))
    head, _, table = rest.rpartition("/")
    if rest.startswith(_SQLITE):
        return IcebergPlace(folder, table, database=located(head.removeprefix(_SQLITE), folder))
    file, catalog = _split(head)
    return IcebergPlace(folder, table, catalog, located(file, folder) if file else None)


def place_in(catalog: Any, table: str, folder: Path) -> IcebergPlace:
    """Where a table of a catalog of pyiceberg, in this process, is found from the notebook's folder."""
    return IcebergPlace(folder, table, str(getattr(catalog, "name", "")), database_of(catalog))


def database_of(catalog: Any) -> Path | None:
    """The SQLite file that a catalog of pyiceberg is; None where it is another kind."""
    uri = str(getattr(catalog, "properties", {}).get("uri") or "")
    file = parse_address(uri, fragments=False).path.removeprefix("/")
    is_uri = parse_address(file).scheme == "file"
    is_file = uri.startswith(_SQLITE) and file and not is_uri and not file.startswith(":memory:")
    return Path(local_path(file, Path.cwd())) if is_file else None


def local_path(location: str, folder: Path) -> str:
    """A location with its path made absolute; one in an object store is as it was."""
    if is_remote(location):
        return location
    found = parse_address(location)
    path = found.rest if found.scheme == "file" else location
    is_absolute = path != location and path.startswith("/")
    return str(located(f"/{path.lstrip('/')}" if is_absolute else path, folder))


def _split(head: str) -> tuple[str, str]:
    """The SQLite file in what stands before a table, "" for none, and the name of the catalog."""
    parts = head.split("/")
    files = [number for number, part in enumerate(parts, 1) if part.endswith(_ENDINGS)]
    end = files[0] if files else 0
    return "/".join(parts[:end]), "/".join(parts[end:])


def _rows(place: IcebergPlace) -> list[tuple[str, str]]:
    assert place.database is not None
    namespace, _, table = place.table.rpartition(".")
    file = portable(place.database, place.folder)
    if not place.database.is_file():
        raise NoSuchData(
            f"there is no catalog {file}", f"name its SQLite file, as in {_PREFIX}FILE/{place.table}"
        )
    try:
        with closing(sqlite3.connect(f"{place.database.as_uri()}?mode=ro", uri=True)) as connection:
            rows: list[tuple[str, str]] = connection.execute(_ROW, (namespace, table)).fetchall()
    except sqlite3.Error as error:
        raise NoSuchData(f"{file} is no catalog of Iceberg: {error}") from None
    return rows


def _read(location: str, place: IcebergPlace, read: Callable[[str], Table]) -> Table:
    from pyiceberg.exceptions import ValidationError

    try:
        return read(local_path(location, place.folder))
    except FileNotFoundError:
        raise NoSuchData(f"cannot be read: {_last(location)} is missing", subject=place.name) from None
    except (ValueError, ValidationError):  # what is no JSON, and no metadata
        raise NoSuchData(f"cannot be read: {_last(location)} is damaged", subject=place.name) from None
    except OSError:
        if is_remote(location):
            raise NoAccess(f"the store of {place.name} cannot be reached, or refuses") from None
        raise NoSuchData(f"cannot be read: {_last(location)} cannot be opened", subject=place.name) from None


def _last(location: str) -> str:
    return location.rstrip("/").rpartition("/")[2]


def _portable(location: str, folder: Path) -> str:
    return public_address(location, query=False) if is_remote(location) else portable(Path(location), folder)
