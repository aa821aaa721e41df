"""Delta Lake through `deltalake`: by itself, and where polars, pandas, pyarrow or another library reads with it.

Not the files of a table are reported but its version, when it is first read. What the notebook itself committed is a
result: of a table that it appends to, the version before is its input; of one that it makes or overwrites, none is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial, wraps
from inspect import signature
from typing import Any

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.data_sources.delta.deltalake_parts import table_in_rust
from jupyter_repro.data_sources.delta.tables import DeltaPlace, local_path
from jupyter_repro.data_sources.delta.watch import DeltaWatch
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.data import DataNotes, Undo
from jupyter_repro.patching import after, replaced, see_through

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


class DeltaReader:
    """Notes the version of each table that is read, and makes it the one that is wished for."""

    modules = ("deltalake",)

    def start(self, module: str, notes: DataNotes) -> Undo:
        """Watch the tables that are opened, read and written."""
        package, tables = sys.modules[module], sys.modules[f"{module}.table"]
        watch = DeltaWatch(notes)
        return after(
            *_opening(tables.DeltaTable, watch),
            *_reading(tables.DeltaTable, package, watch),
            *_writing(tables, watch),
            *_functions(package, watch),
        )


def _opening(table: type, watch: DeltaWatch) -> Iterator[Undo]:
    """The places where it is said which version a table is at."""
    made, moved, renewed = (
        vars(table)[name] for name in ("__init__", "load_as_version", "update_incremental")
    )

    @see_through
    @wraps(made)
    def init(self: Any, table_uri: Any, version: int | None = None, *args: Any, **named: Any) -> None:
        made(self, table_uri, version, *args, **named)
        if not watch.inside:
            watch.opened(self, table_uri, version)

    @see_through
    @wraps(moved)
    def load(self: Any, version: Any) -> None:
        moved(self, version)
        if not watch.inside:
            watch.moved(self, version)

    @see_through
    @wraps(renewed)
    def update(self: Any) -> None:
        renewed(self)
        if not watch.inside:
            watch.moved(self, None)

    yield replaced(table, "__init__", init)
    yield replaced(table, "load_as_version", load)
    yield replaced(table, "update_incremental", update)


def _reading(table: type, package: Any, watch: DeltaWatch) -> Iterator[Undo]:
    def watched(function: Callable[..., Any], position: int) -> Callable[..., Any]:
        @see_through
        @wraps(function)
        def read(*args: Any, **named: Any) -> Any:
            table = args[position] if len(args) > position else named.get("delta_table")
            if table is not None and not watch.inside:
                with watch.at_work():
                    watch.read(table)
            return function(*args, **named)

        return read

    for name in _READING:
        if name in vars(table):
            yield replaced(table, name, watched(vars(table)[name], 0))
    query = package.QueryBuilder
    yield replaced(query, "register", watched(vars(query)["register"], 2))


def _writing(tables: Any, watch: DeltaWatch) -> Iterator[Undo]:
    def watched(function: Callable[..., Any]) -> Callable[..., Any]:
        @see_through
        @wraps(function)
        def write(self: Any, *args: Any, **named: Any) -> Any:
            if watch.inside:
                return function(self, *args, **named)
            with watch.at_work():
                table = table_in_rust(getattr(self, "table", self))
                watch.will_write(table.table_uri(), table.version)
                return function(self, *args, **named)

        return write

    for owner, names in _WRITING.items():
        kind = getattr(tables, owner)
        yield from (replaced(kind, name, watched(vars(kind)[name])) for name in names if name in vars(kind))


def _functions(package: Any, watch: DeltaWatch) -> Iterator[Undo]:
    """What is given the address of a table to write to."""
    table = package.DeltaTable

    def watched(function: Callable[..., Any]) -> Callable[..., Any]:
        @see_through
        @wraps(function)
        def write(*args: Any, **named: Any) -> Any:
            if watch.inside:
                return function(*args, **named)
            with watch.at_work():
                given = signature(function).bind_partial(*args, **named).arguments
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
    target = given.get("table_or_uri", given.get("table_uri"))
    if isinstance(target, table):
        inner = table_in_rust(target)
        return inner.table_uri(), inner.version
    uri = str(target)
    place = DeltaPlace(uri if is_remote(uri) else local_path(uri), uri, given.get("storage_options") or {})
    return uri, partial(_version_of, place)


def _version_of(place: DeltaPlace) -> int:
    """The newest version, less than 0 where there is no table that can be read: it is made, or its write fails."""
    try:
        return place.opened().version()
    except ReproError:
        return -1
