"""What is known of the Delta tables of one kernel: which are read, in which version, and what the notebook commits."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.data_sources.delta.deltalake_parts import storage_options
from jupyter_repro.data_sources.delta.files import readable
from jupyter_repro.data_sources.delta.kept_versions import is_copy
from jupyter_repro.data_sources.delta.known_objects import KnownObjects
from jupyter_repro.data_sources.delta.tables import SCHEME, DeltaPlace, local_path
from jupyter_repro.extensions.data import DataNotes, Found, Wish
from jupyter_repro.records.asked_versions import asked_by_id


@dataclass
class _Opened:
    """One table as the notebook has it."""

    place: DeltaPlace
    settled: bool = False
    """Whether it is clear which version it is at: the notebook said so, or has read it."""
    text: str = ""
    """What was asked for."""


@dataclass
class Written:
    """A table to which the notebook committed."""

    before: int
    """The version that it was at, less than 0 where there was none."""
    is_all_new: bool
    """Whether nothing is left of what it held."""


class DeltaWatch:
    """What is known of the tables of one kernel."""

    def __init__(self, notes: DataNotes) -> None:
        self._notes = notes
        self._opened: KnownObjects[_Opened] = KnownObjects()
        self._written: dict[str, Written] = {}
        self._noted: set[tuple[str, str, int, str]] = set()
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
        place = self._place(str(uri), table)
        self._opened[table] = _Opened(place, version is not None, _text(version))
        self._covers(place.uri)

    def moved(self, table: Any, version: Any) -> None:
        """The notebook took an open table to a version that it named; None for the newest."""
        known = self._of(table)
        known.settled, known.text = version is not None, _text(version)

    def read(self, table: Any) -> None:
        """An open table is about to be read; raises ReproError where the wished version is not available."""
        known = self._of(table)
        written = self._written.get(_key(known.place.uri))
        if not known.settled and not written:
            self._travel(table, known)
        known.settled = True
        if not written or table.version() <= written.before:
            self._tell(known, table)
        elif not written.is_all_new:
            self._notes.versioned(partial(_found_at, known.place, written.before))

    def will_write(self, uri: str, before: Callable[[], int]) -> Written:
        """The notebook is about to commit to a table; `before` answers the version that it is at."""
        key = _key(uri)
        self._covers(key)
        if key not in self._written:
            version = self._notes.unwatched(before)
            self._written[key] = Written(version, version < 0)
        return self._written[key]

    def _covers(self, uri: str) -> None:
        if not is_remote(uri):
            self._notes.covers(uri)

    def _travel(self, table: Any, known: _Opened) -> None:
        wish = self._notes.wish(known.place.name)
        if wish:
            wanted = self._notes.unwatched(_wanted, known.place, wish)
            if is_copy(known.place, wanted):
                self._covers(local_path(wanted.table_uri))
                table.__init__(wanted.table_uri, wanted.version())
            else:
                table.load_as_version(wanted.version())
            known.text = wish.text

    def _tell(self, known: _Opened, table: Any) -> None:
        read = (known.place.uri, str(table.metadata().id), table.version(), known.text)

        def found() -> Found:
            self._noted.add(read)
            return known.place.found(table, known.text)

        if read not in self._noted and self._notes.place()[0]:
            self._notes.versioned(found)

    def _of(self, table: Any) -> _Opened:
        if table not in self._opened:  # it was opened before we began to watch
            self.opened(table, table.table_uri, None)
        return self._opened[table]

    def _place(self, uri: str, table: Any) -> DeltaPlace:
        if is_remote(uri):
            public = public_address(uri, query=False).rstrip("/")
            return DeltaPlace(uri.rstrip("/"), f"{SCHEME}:{public}", storage_options(table))
        path = local_path(uri)
        return DeltaPlace(path, f"{SCHEME}:{self._notes.name_of(path)}")


def _wanted(place: DeltaPlace, wish: Wish) -> Any:
    return readable(place, place.wanted(wish))


def _found_at(place: DeltaPlace, version: int) -> Found:
    return place.found(place.opened(version), "")


def _text(version: Any) -> str:
    if version is None:
        return ""
    if isinstance(version, datetime):
        return version.isoformat()
    return version if isinstance(version, str) else asked_by_id(version)


def _key(uri: str) -> str:
    """One for all ways to write the address of a table."""
    return uri.rstrip("/") if is_remote(uri) else os.path.realpath(local_path(uri))
