"""The Protocols by which data is read: of stores that keep versions, and of what a notebook is seen to read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec

from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.records.snapshot import DataVersion

Answer = TypeVar("Answer")

Undo = Callable[[], None]
"""Takes back what was applied."""


class Wish(msgspec.Struct, frozen=True):
    """Which version of some data is wanted: the newest as of a moment, one by its id, or the newest of all."""

    asof: datetime | None = None
    """With its zone."""
    version: str = ""
    text: str = ""
    """What was asked for, as it was written: a moment (also where `version` is the one that it once meant), or
    `version 3`; "" where nothing was."""
    answer: str = ""
    """Digest of the file by which a database's answer is kept, where that one is to be read."""


class Found(msgspec.Struct, frozen=True):
    """One exact version of some data."""

    name: str
    """By which a snapshot calls the data."""
    digest: str
    """Of what the version holds, or of the store's own list of what it is made of."""
    size: int
    """Bytes."""
    version: DataVersion
    """Its `asof` is the wish's text."""


class DataSource(Protocol):
    """A kind of place that data is read from, and its versions.

    It may also have
    `recognises(path)`, whether a plain path (absolute) is of its kind, such as a folder with a `_delta_log`;
    `versions(paths)`, of plain paths that it recognises those where exactly a version that it keeps lies, and which:
    a dict of paths to DataVersion, which a snapshot has beside the digest of a file that was read by its path;
    `table(address, version, folder)`, what a table held in that version, as a pandas.DataFrame;
    `fetch(address, version, folder, into)`, which writes the file or folder of that version to `into`, where nothing
    lies yet;
    `places(address, folder)`, the files and folders of this machine that hold it;
    `files(address, version, folder)`, those of their files that hold it up to that version: a copy of these alone has
    it as its newest; and `set_newest(address, version, folder)`, which makes it that in a copy that has all of them;
    `taken_by_vacuum(address, versions, age, folder)`, those of these versions that cleaning the store of what was
    replaced before that age (a timedelta) would take; `keep(address, version, folder)` and `release(…)`, which keep a
    version from that, or no longer, and say so in a sentence without its subject and full stop; `kept(…)`, the folder
    of a copy of a version that the store itself has no more, None for none;
    `answer(version)`, the content of a file by which what was just resolved can be kept, None where it cannot;
    `restore(address, version, folder)`, which makes that version the newest again, keeps the others in the history, and
    says so in a sentence without its subject and full stop.
    Each raises NoSuchVersion for a version that cannot be restored any more.
    """

    schemes: tuple[str, ...]
    """URI schemes it answers for, also with a driver behind a plus, as in `mysql+pymysql`; "" for a plain path."""

    def name(self, address: str, folder: Path) -> str:
        """By which a snapshot calls the data: its address with scheme, portable and without credentials.

        `folder` is the notebook's, to which relative paths belong. Nothing is opened for it.
        """
        ...

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:
        """The exact version that is meant.

        Raises NoSuchData where there is none, NoSuchVersion, NoAccess where the store refuses, and MissingExtra.
        """
        ...


class DataNotes(Protocol):
    """Takes what a data reader has seen; nothing of it raises."""

    @property
    def folder(self) -> Path:
        """The notebook's folder."""
        ...

    def place(self) -> tuple[str, int]:
        """The cell that runs now and its line; the cell is "" between cells."""
        ...

    def name_of(self, path: str) -> str:
        """Portable name of a path."""
        ...

    def given(self, value: Any) -> None:
        """What a function was given to read: a path, a pattern, several of them, or SQL that names some."""
        ...

    def check_held(self, value: Any) -> None:
        """Raises ReproError where `value`, as `given` takes it, names files of a table while `%repro asof` is in force.

        They would be read past the table's versions. It is for functions that know no versions themselves.
        """
        ...

    def connected(self, database: Any) -> None:
        """Path of a database that was opened, to be read or written."""
        ...

    def received(self, uri: str, digest: str, size: int, etag: str, place: tuple[str, int]) -> None:
        """Content that came from outside the file system, by an address without credentials; size in bytes."""
        ...

    def wish(self, name: str) -> Wish | None:
        """Which version the notebook is to read of data that a snapshot calls `name`, where it names none itself.

        None where it reads the newest: nothing may be changed then.
        """
        ...

    def unwatched(self, act: Callable[..., Answer], *args: Any) -> Answer:
        """What `act` answers; what it reads is not the notebook's data. What it raises is raised."""
        ...

    def answered(self, uri: str, answer: Callable[[], tuple[str, int]], place: tuple[str, int]) -> None:
        """What a database answered, by the name of the query; the function gives its digest and size in bytes.

        It is called at once and not watched; what it raises is a problem of the recording.
        """
        ...

    def answering(self, uri: str, answer: Callable[[], tuple[str, int]], place: tuple[str, int]) -> None:
        """The same of an answer that is not fetched yet: the function is called when the data is collected."""
        ...

    def probed(self, ask: Callable[[], tuple[str, str, int]], place: tuple[str, int]) -> None:
        """What we asked a database ourselves; the function gives name, digest and size of the answer.

        It is called at once and not watched; what it raises is a problem of the recording.
        """
        ...

    def versioned(self, found: Found | Callable[[], Found], covers: str = "") -> None:
        """A version that was read; what lies at the path `covers`, a file or folder, belongs to it.

        A function is called at once and not watched; what it raises is a problem of the recording.
        """
        ...

    def consumed(self, found: Callable[[], tuple[str, Consumed] | None]) -> None:
        """A model or an artifact of a tracker that the notebook loads, by a name without its version.

        The function is called at once and not watched; what it raises is a problem of the recording.
        """
        ...

    def covers(self, path: str) -> None:
        """What lies at a path, a file or folder, is reported by its versions or not at all, and in no other way."""
        ...


class DataReader(Protocol):
    """Tells what data is read in a way that `open` events do not show, or show too little of.

    It is registered under the name of a module, at whose first import it is loaded.
    It may also have `opens_by_itself`, whether its modules open files in compiled code, so that the operating system is
    asked which.
    """

    modules: tuple[str, ...]
    """It is started when one of these is first imported, never before; the one that it is named after comes first."""

    def start(self, module: str, notes: DataNotes) -> Undo:
        """Watch the functions of this module."""
        ...
