"""Apache Iceberg through `pyiceberg`: by itself, and where polars, pandas or DuckDB read with it.

The snapshot that a scan reads is reported, and not its files, nor the catalog where that is a file. What the notebook
itself committed is a result: of a table that it appends to, the snapshot before is its input; of one that it makes or
overwrites, none is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial, wraps
from inspect import isfunction, signature
from typing import Any

from jupyter_repro.data_sources.iceberg.catalogs import database_of
from jupyter_repro.data_sources.iceberg.watch import IcebergWatch
from jupyter_repro.extensions.data import DataNotes, Undo
from jupyter_repro.patching import after, replaced, see_through

_WRITING = ("add_files", "append", "delete", "dynamic_partition_overwrite", "overwrite", "upsert")
"""Methods of a transaction; what they read themselves, the notebook does not get to see."""


class IcebergReader:
    """Notes the snapshot that each scan reads, and makes it the one that is wished for."""

    modules = ("pyiceberg.table", "pyiceberg.catalog.sql", "polars.io.iceberg._dataset")

    def __init__(self) -> None:
        self._watch: IcebergWatch | None = None

    def start(self, module: str, notes: DataNotes) -> Undo:
        """Watch tables and scans, the catalog that is a file, or how polars resolves its scans."""
        watch = self._watch = self._watch or IcebergWatch(notes)
        return after(*_WATCHED[module](sys.modules[module], watch))


def _tables(module: Any, watch: IcebergWatch) -> Iterator[Undo]:
    """Loading tables, scanning them, and writing to them."""
    made = vars(module.Table)["__init__"]

    @see_through
    @wraps(made)
    def init(self: Any, *args: Any, **named: Any) -> None:
        made(self, *args, **named)
        watch.loaded(self)

    yield replaced(module.Table, "__init__", init)
    yield from _scans(module, watch)
    yield from _transactions(module, watch)


def _scans(module: Any, watch: IcebergWatch) -> Iterator[Undo]:
    def scanned(scan: Any) -> None:
        scan.snapshot_id = watch.travelled(scan.table_metadata, scan.snapshot_id)
        watch.read(scan.table_metadata, scan.snapshot_id)

    for owner, name in (
        (module.TableScan, "snapshot"),
        (module.TableScan, "projection"),
        (module.DataScan, "plan_files"),
    ):
        yield _before(watch, owner, name, scanned)
    if hasattr(module, "IncrementalAppendScan"):
        yield _before(
            watch,
            module.IncrementalAppendScan,
            "plan_files",
            lambda scan: watch.read(scan.table_metadata, scan.to_snapshot_id),
        )


def _transactions(module: Any, watch: IcebergWatch) -> Iterator[Undo]:
    transaction, everything = module.Transaction, module.ALWAYS_TRUE
    for name in _WRITING:
        if name in vars(transaction):
            yield replaced(transaction, name, _writing(vars(transaction)[name], watch, everything))
    for owner in (transaction, module.CreateTableTransaction):
        yield replaced(owner, "commit_transaction", _committing(vars(owner)["commit_transaction"], watch))


def _writing(function: Callable[..., Any], watch: IcebergWatch, everything: Any) -> Callable[..., Any]:
    @see_through
    @wraps(function)
    def write(self: Any, *args: Any, **named: Any) -> Any:
        with watch.at_work():
            answer = function(self, *args, **named)
        given = signature(function).bind_partial(self, *args, **named).arguments
        if function.__name__ == "overwrite" and given.get("overwrite_filter", everything) == everything:
            watch.replaced(self._table)
        return answer

    return write


def _committing(function: Callable[..., Any], watch: IcebergWatch) -> Callable[..., Any]:
    @see_through
    @wraps(function)
    def commit(self: Any) -> Any:
        with watch.committing(self._table):
            return function(self)

    return commit


def _catalog(module: Any, watch: IcebergWatch) -> Iterator[Undo]:
    """The catalog in a database is no data: what it tells is which version is the newest."""
    from pyiceberg.table import Table

    def unwatched(function: Callable[..., Any]) -> Callable[..., Any]:
        @see_through
        @wraps(function)
        def quiet(self: Any, *args: Any, **named: Any) -> Any:
            answer = watch.notes.unwatched(partial(function, self, *args, **named))
            watch.covers(database_of(self))
            if isinstance(answer, Table):
                watch.loaded(answer)
            return answer

        return quiet

    catalog = module.SqlCatalog
    for name, function in list(vars(catalog).items()):
        if isfunction(function) and (name == "__init__" or not name.startswith("_")):
            yield replaced(catalog, name, unwatched(function))


def _polars(module: Any, watch: IcebergWatch) -> Iterator[Undo]:
    """How polars finds what a scan is of, before it reads the schema and plans with whichever planner."""

    def resolved(scan: Any) -> None:
        if scan.from_snapshot_id_exclusive is None and scan.to_snapshot_id_inclusive is None:
            metadata = scan.table.get().metadata
            scan.snapshot_id = watch.travelled(metadata, scan.snapshot_id)
            watch.read(metadata, scan.snapshot_id)

    resolver = getattr(module, "IcebergScanResolver", None)
    for name in ("schema", "to_dataset_scan"):
        if resolver and name in vars(resolver):
            yield _before(watch, resolver, name, resolved, module.__file__)


_WATCHED: Mapping[str, Callable[[Any, IcebergWatch], Iterator[Undo]]] = {
    "pyiceberg.table": _tables,
    "pyiceberg.catalog.sql": _catalog,
    "polars.io.iceberg._dataset": _polars,
}


def _before(watch: IcebergWatch, owner: type, name: str, act: Callable[[Any], None], file: str = "") -> Undo:
    """Let `act` see the object before a method of it runs that the notebook, or a library for it, called."""
    function = vars(owner)[name]

    @wraps(function)
    def method(self: Any, *args: Any, **named: Any) -> Any:
        if not watch.inside:
            with watch.at_work():
                act(self)
        return function(self, *args, **named)

    return replaced(owner, name, see_through(method, file))
