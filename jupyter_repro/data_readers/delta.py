"""Delta Lake through `deltalake`: by itself, and where polars, pandas, pyarrow or another library reads with it.

Not the files of a table are told but its version, when it is first read. What the notebook itself committed is a
result: of a table that it appends to, the version before is its input; of one that it makes or overwrites, none is.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial, wraps
from inspect import signature
from typing import Any
from urllib.parse import unquote, urlsplit

from jupyter_repro.delta_files import resolved
from jupyter_repro.delta_log import is_remote
from jupyter_repro.delta_tables import SCHEME, DeltaPlace, public_place
from jupyter_repro.errors import NoSuchData
from jupyter_repro.extensions import DataNotes, Found, Undo
from jupyter_repro.known_objects import KnownObjects
from jupyter_repro.patching import after, replaced

_READING = (
    "__datafusion_table_provider__", "count", "deletion_vectors", "file_uris", "files", "get_add_actions", "history",
    "load_cdf", "metadata", "partitions", "scan", "schema", "to_pandas", "to_pyarrow_dataset", "to_pyarrow_table",
    "version",
)  # fmt: skip
"""Methods of a table after which the notebook knows what it holds."""

_WRITING = {
    "DeltaTable": ("create_write_transaction", "delete", "repair", "restore", "update", "vacuum"),
    "TableAlterer": (
        "add_columns", "add_constraint", "add_feature", "drop_column_not_null", "drop_constraint",
        "set_column_metadata", "set_table_description", "set_table_name", "set_table_properties",
    ),
    "TableMerger": ("execute",),
    "TableOptimizer": ("compact", "z_order"),
}  # fmt: skip
"""Classes of `deltalake.table`, and their methods that commit a version."""


@dataclass
class _Opened:
    """One table as the notebook has it."""

    place: DeltaPlace
    settled: bool = False
    """Whether it is clear which version it is at: the notebook said so, or has read it."""
    text: str = ""
    """What was asked for."""


@dataclass
class _Written:
    """A table to which the notebook committed."""

    before: int
    """The version that it was at, less than 0 where there was none."""
    is_all_new: bool
    """Whether nothing is left of what it held."""


class DeltaReader:
    """Notes the version of each table that is read, and makes it the one that is wished for."""

    modules = ("deltalake",)

    def start(self, module: str, notes: DataNotes) -> Undo:
        """Watch the tables that are opened, read and written."""
        package, tables = sys.modules[module], sys.modules[f"{module}.table"]
        watch = _Watch(notes)
        return after(
            *_opening(tables.DeltaTable, watch),
            *_reading(tables.DeltaTable, package, watch),
            *_writing(tables, watch),
            *_functions(package, watch),
        )


class _Watch:
    """What is known of the tables of one kernel."""

    def __init__(self, notes: DataNotes) -> None:
        self._notes = notes
        self._opened: KnownObjects[_Opened] = KnownObjects()
        self._written: dict[str, _Written] = {}
        self._told: set[tuple[str, str, int, str]] = set()
        self._local = threading.local()

    @property
    def inside(self) -> bool:
        """Whether the library, or we, are at work: what is called then is not called by the notebook."""
        return bool(getattr(self._local, "inside", False))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """For the time of one call that the notebook made."""
        self._local.inside = True
        try:
            yield
        finally:
            self._local.inside = False

    def opened(self, table: Any, uri: Any, version: int | None) -> None:
        """A table was opened, at a version that the notebook named or at its newest."""
        place = self._place(os.fspath(uri), table)
        self._opened[table] = _Opened(place, version is not None, _text(version))
        self._covers(place.uri)

    def moved(self, table: Any, version: Any) -> None:
        """The notebook took an open table to a version that it named; None for the newest."""
        known = self._of(table)
        known.settled, known.text = version is not None, _text(version)

    def read(self, table: Any) -> None:
        """An open table is about to be read; raises ReproError where the version that is wished for cannot be had."""
        known = self._of(table)
        written = self._written.get(_key(known.place.uri))
        if not known.settled and not written:
            self._travel(table, known)
        known.settled = True
        if not written or table.version() <= written.before:
            self._tell(known, table)
        elif not written.is_all_new:
            self._notes.versioned(partial(_found_at, known.place, written.before))

    def will_write(self, uri: str, before: Callable[[], int]) -> _Written:
        """The notebook is about to commit to a table; `before` answers the version that it is at."""
        key = _key(uri)
        self._covers(key)
        if key not in self._written:
            version = self._notes.unwatched(before)
            self._written[key] = _Written(version, version < 0)
        return self._written[key]

    def _covers(self, uri: str) -> None:
        if not is_remote(uri):
            self._notes.covers(uri)

    def _travel(self, table: Any, known: _Opened) -> None:
        wish = self._notes.wish(known.place.name)
        if wish:
            found = self._notes.unwatched(resolved, known.place, wish)
            table.load_as_version(int(found.version.id))
            known.text = wish.text

    def _tell(self, known: _Opened, table: Any) -> None:
        told = (known.place.uri, str(table.metadata().id), table.version(), known.text)

        def found() -> Found:
            self._told.add(told)
            return known.place.found(table, known.text)

        if told not in self._told and self._notes.place()[0]:
            self._notes.versioned(found)

    def _of(self, table: Any) -> _Opened:
        if table not in self._opened:  # it was opened before we began to watch
            self.opened(table, table.table_uri, None)
        return self._opened[table]

    def _place(self, uri: str, table: Any) -> DeltaPlace:
        if is_remote(uri) and not uri.startswith("file://"):
            return DeltaPlace(uri.rstrip("/"), f"{SCHEME}:{public_place(uri)}", table._storage_options or {})
        path = _local(uri)
        return DeltaPlace(path, f"{SCHEME}:{self._notes.name_of(path)}")


def _opening(table: type, watch: _Watch) -> Iterator[Undo]:
    """The places where it is said which version a table is at."""
    made, moved, renewed = (
        vars(table)[name] for name in ("__init__", "load_as_version", "update_incremental")
    )

    @wraps(made)
    def init(self: Any, table_uri: Any, version: int | None = None, *args: Any, **named: Any) -> None:
        made(self, table_uri, version, *args, **named)
        if not watch.inside:
            watch.opened(self, table_uri, version)

    @wraps(moved)
    def load(self: Any, version: Any) -> None:
        moved(self, version)
        if not watch.inside:
            watch.moved(self, version)

    @wraps(renewed)
    def update(self: Any) -> None:
        renewed(self)
        if not watch.inside:
            watch.moved(self, None)

    yield replaced(table, "__init__", init)
    yield replaced(table, "load_as_version", load)
    yield replaced(table, "update_incremental", update)


def _reading(table: type, package: Any, watch: _Watch) -> Iterator[Undo]:
    def watched(function: Callable[..., Any], position: int) -> Callable[..., Any]:
        @wraps(function)
        def read(*args: Any, **named: Any) -> Any:
            if not watch.inside:
                with watch.at_work():
                    watch.read(args[position] if len(args) > position else named["delta_table"])
            return function(*args, **named)

        return read

    for name in _READING:
        if name in vars(table):
            yield replaced(table, name, watched(vars(table)[name], 0))
    query = package.QueryBuilder
    yield replaced(query, "register", watched(vars(query)["register"], 2))


def _writing(tables: Any, watch: _Watch) -> Iterator[Undo]:
    def watched(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def write(self: Any, *args: Any, **named: Any) -> Any:
            if watch.inside:
                return function(self, *args, **named)
            with watch.at_work():
                table = getattr(self, "table", self)._table
                watch.will_write(table.table_uri(), table.version)
                return function(self, *args, **named)

        return write

    for owner, names in _WRITING.items():
        kind = getattr(tables, owner)
        yield from (replaced(kind, name, watched(vars(kind)[name])) for name in names if name in vars(kind))


def _functions(package: Any, watch: _Watch) -> Iterator[Undo]:
    """What is given the address of a table to write to."""
    table = package.DeltaTable

    def watched(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def write(*args: Any, **named: Any) -> Any:
            if watch.inside:
                return function(*args, **named)
            with watch.at_work():
                given = signature(function).bind(*args, **named).arguments
                written = watch.will_write(*_target(given, table))
                answer = function(*args, **named)
                written.is_all_new |= given.get("mode") == "overwrite" and not given.get("predicate")
                return answer

        return write

    write = watched(package.write_deltalake)
    yield replaced(package, "write_deltalake", write)
    yield replaced(package.writer, "write_deltalake", write)
    yield replaced(table, "create", classmethod(watched(vars(table)["create"].__func__)))


def _target(given: Mapping[str, Any], table: type) -> tuple[str, Callable[[], int]]:
    """The address of what is to be written to, and how its version is asked."""
    target = given["table_or_uri"] if "table_or_uri" in given else given["table_uri"]
    if isinstance(target, table):
        return target._table.table_uri(), target._table.version  # type: ignore[attr-defined]
    uri = os.fspath(target)
    place = DeltaPlace(uri if is_remote(uri) else _local(uri), uri, given.get("storage_options") or {})
    return uri, partial(_version_of, place)


def _version_of(place: DeltaPlace) -> int:
    try:
        return place.opened().version()
    except NoSuchData:
        return -1


def _found_at(place: DeltaPlace, version: int) -> Found:
    return place.found(place.opened(version), "")


def _text(version: Any) -> str:
    if version is None:
        return ""
    if isinstance(version, datetime):
        return version.isoformat()
    return version if isinstance(version, str) else f"version {version}"


def _local(uri: str) -> str:
    return os.path.abspath(unquote(urlsplit(uri).path) if uri.startswith("file://") else uri)  # noqa: PTH100


def _key(uri: str) -> str:
    """One for all ways to write the address of a table."""
    return (
        uri.rstrip("/") if is_remote(uri) and not uri.startswith("file://") else os.path.realpath(_local(uri))
    )
