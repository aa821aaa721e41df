"""Data that a notebook asked for by its address: opened at one exact version, which is noted."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from jupyter_repro.data_sources.data_frames import frame_of, is_table
from jupyter_repro.data_sources.fetched_versions import fetched
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.formatting.moments import as_text
from jupyter_repro.recording.data.time_travel import TimeTravel
from jupyter_repro.recording.kernel import current
from jupyter_repro.records.snapshot import DataVersion
from jupyter_repro.records.tracked_run import COMMAND, LOGGED


class Data(msgspec.Struct, frozen=True):
    """Some data at one exact version."""

    address: str
    found: Found
    source: Any
    """The DataSource that reads it."""
    folder: Path
    """To which relative paths belong."""

    @property
    def version(self) -> DataVersion:
        """Which version it is."""
        return self.found.version

    def frame(self) -> Any:
        """The data as a pandas.DataFrame.

        Raises NoSuchVersion where it is not available any more, and ReproError for a file that is no table.
        """
        return _unwatched(self._frame)

    def path(self) -> Path:
        """A file or folder on this machine that holds the data; it is not to be changed.

        Raises NoSuchVersion, and ReproError for data that is no file.
        """
        path: Path = _unwatched(self._path)
        return path

    def open(self) -> BinaryIO:
        """The file, opened for reading bytes; raises as `path` does."""
        return self.path().open("rb")

    @property
    def is_table(self) -> bool:
        """Whether it can be read as a frame."""
        return hasattr(self.source, "table") or is_table(self.found.name)

    def _frame(self) -> Any:
        if hasattr(self.source, "table"):
            return self.source.table(self.address, self.version, self.folder)
        if not is_table(self.found.name):
            raise ReproError(
                f"{self.found.name} is no table that pandas reads", "take its path() or open() it"
            )
        return frame_of(self._path(), self.found.name)

    def _path(self) -> Path:
        if not hasattr(self.source, "fetch"):
            raise ReproError(f"{self.found.name} is no file", "take its frame()")
        return fetched(self.source, self.address, self.found, self.folder)


def open_data(address: str | os.PathLike[str], *, asof: str | date = "", version: str = "") -> Data:
    """Resolve an address to an exact version and note it as read, where a recorder runs.

    Raises NoSuchData, NoSuchVersion, NoSuchMoment, NoAccess, MissingExtra.
    """
    if asof and version:
        raise ReproError("one can be asked for, a moment or a version", "leave one of the two away")
    address, asof = os.fspath(address), as_text(asof)
    recorder = current()
    folder = recorder.folder if recorder else Path.cwd()
    ask = recorder.own_imports if recorder else _ask
    source = ask(named_source, address, folder).source
    name = ask(source.name, address, folder)
    wish = _wish(name, asof, version, recorder.travel if recorder else TimeTravel())
    found = ask(_unwatched, partial(source.resolve, address, wish, folder))
    if recorder:
        recorder.versioned(recorder.own_imports(_with_answer, source, found, folder))
    return Data(address, found, source, folder)


def _with_answer(source: Any, found: Found, folder: Path) -> Found:
    """Of what a database answered, a file is set down by which it is kept with the snapshot, where that can be."""
    if not hasattr(source, "set_down") or LOGGED in os.environ or os.environ.get(COMMAND) == "verify":
        return found
    with suppress(ReproError):  # what is wrong with the cache or the settings is reported by the snapshot
        digest = _unwatched(partial(source.set_down, found, folder))
        return msgspec.structs.replace(found, version=msgspec.structs.replace(found.version, answer=digest))
    return found


def _wish(name: str, asof: str, version: str, travel: TimeTravel) -> Wish:
    if version:
        return travel.exact(name, version)
    return travel.explicit(name, asof) if asof else travel.wish(name) or Wish()


def _ask(act: Callable[..., Any], *args: Any) -> Any:
    return act(*args)


def _unwatched(act: Callable[[], Any]) -> Any:
    recorder = current()
    return recorder.unwatched(act) if recorder else act()
