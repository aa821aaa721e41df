"""Versions of tables that snapshots refer to, and those of them that cleaning their store would take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.collectors.data_versions import address_of
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.errors import ReproError
from jupyter_repro.records.snapshot import DataVersion, Snapshot


class RecordedTable(NamedTuple):
    """A table as the notebooks of one folder call it, in a store that can be cleaned of what was replaced."""

    address: str
    folder: Path
    versions: tuple[DataVersion, ...]
    """That were recorded, in the order of their time."""
    notebooks: tuple[Path, ...]
    """That read it, in the order of their names."""

    @property
    def source(self) -> Any:
        """Its DataSource."""
        return named_source(self.address, self.folder).source


def recorded_tables(snapshots: Iterable[tuple[Path, Snapshot]]) -> list[RecordedTable]:
    """All of them, with each version once."""
    versions: dict[tuple[Path, str], dict[str, DataVersion]] = defaultdict(dict)
    notebooks: dict[tuple[Path, str], set[Path]] = defaultdict(set)
    for notebook, snapshot in snapshots:
        for name, data in snapshot.context.data.items():
            if data.version and data_name(name, data.version).kind == "address":
                key = notebook.parent, address_of(name, data.version)
                versions[key].setdefault(data.version.id, data.version)
                notebooks[key].add(notebook)
    found = [
        RecordedTable(address, folder, _in_order(known.values()), tuple(sorted(notebooks[folder, address])))
        for (folder, address), known in sorted(versions.items())
    ]
    return [each for each in found if can_be_cleaned(each)]


def can_be_cleaned(table: RecordedTable) -> bool:
    """Whether its store is one that old versions are taken out of."""
    try:
        return hasattr(table.source, "taken_by_vacuum")
    except ReproError:
        return False


class Endangered(NamedTuple):
    """Versions of a table that would be lost, or why that is not known."""

    table: RecordedTable
    versions: tuple[DataVersion, ...]
    unknown: str = ""
    """A sentence without its full stop."""


def endangered(tables: Iterable[RecordedTable], age: timedelta) -> Iterator[Endangered]:
    """Tables of which a vacuum of what was replaced before that age would take recorded versions.

    A table that cannot be asked is among them.
    """
    for table in tables:
        try:
            taken = tuple(table.source.taken_by_vacuum(table.address, table.versions, age, table.folder))
        except ReproError as error:
            yield Endangered(table, (), error.what)
            continue
        if taken:
            yield Endangered(table, taken)


def _in_order(versions: Iterable[DataVersion]) -> tuple[DataVersion, ...]:
    return tuple(sorted(versions, key=lambda each: (each.time, each.id)))
