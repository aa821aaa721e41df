"""Which files and folders the notebook reads: `open` and listing audit events, and what libraries are given.

Source of the events: the table of audit events in Python's documentation. Events come before the file is opened,
so that a file which the notebook first reads and later overwrites is digested while it is still as it was read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.digest import digest_file
from jupyter_repro.extensions.data import Found
from jupyter_repro.files.data_paths import is_data
from jupyter_repro.files.folder_listing import listed
from jupyter_repro.recording.data.named_files import files_named
from jupyter_repro.recording.data.version_control_reads import is_of_version_control
from jupyter_repro.recording.frames import asker
from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.records.data_use import DataUse, FileRead, FolderRead, Received

READING = frozenset({"r", "rb"})
"""Modes in which a file is only read, as the `open` event tells them."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_READS_SOURCE = frozenset(
    {
        "importlib._bootstrap_external",
        "linecache",
        "tokenize",
        "inspect",
        "zipimport",
        "IPython.core.tbtools",  # for the traceback of an error
    }
)
_LOOKS_FOR_CODE = _READS_SOURCE | {"importlib.metadata", "importlib_metadata", "pkgutil", "pkg_resources"}
_NO_INPUT = (".pyc", ".so", ".ipynb", ".repro.json", "-journal", "-wal", "-shm", "/pyproject.toml")
"""Endings of what the system tells to be opened and is code, the notebook itself, a database's own bookkeeping, or the
settings of programs, ours as well."""
_DIGESTED_AT_ONCE = 256 * 2**20
"""Bytes up to which a database is digested when it is opened: nothing tells when it is written to."""

LISTING = frozenset({"os", "pathlib", "glob", "fnmatch", "posixpath", "ntpath", "genericpath"})
"""Modules through which a notebook lists folders."""
MOST_LISTED = 50
"""Folders of which is noted what they list."""
_IN_MEMORY = ("", ":memory:")
"""Names of databases of SQLite that are in no file."""

Place = Callable[[], tuple[str, int]]
"""Answers the cell that runs now and its line; the cell is "" between cells."""


class Reads:
    """The data read and written so far."""

    def __init__(self, folder: Path, place: Place) -> None:
        self.read: dict[str, FileRead] = {}
        self.folders: dict[str, FolderRead] = {}
        self.received: dict[str, Received] = {}
        self.written: set[str] = set()
        self.consumed: dict[str, Consumed] = {}
        """Models and artifacts that were loaded, by their name without its version."""
        self.covered: set[str] = set()
        """Paths of what belongs to a version that was received."""
        self.known: set[Any] = set()
        """Paths, as they were given, that to read again says nothing new."""
        self._answers: dict[str, Callable[[], tuple[str, int]]] = {}
        """Of queries of which the notebook may fetch more."""
        self._folder = folder
        self._place = place
        self._made: tuple[str, ...] = ()
        self._passed_over: set[str] = set()
        """Files that version control opened for itself in this cell: the system tells of them too."""

    def use(self) -> DataUse:
        """All of it, with absolute paths, except for what belongs to a version."""
        return DataUse(
            tuple(each for each in self.read.values() if not self._is_covered(each.path)),
            tuple(each for each in self.folders.values() if not self._is_covered(each.path)),
            tuple(map(self._as_answered, self.received.values())),
            tuple(sorted(self.written)),
        )

    def names(self) -> set[str]:
        """Paths of the files and whole folders that were read, and addresses without a version that were."""
        folders = {path for path, folder in self.folders.items() if folder.whole}
        received = {
            uri for uri, each in self.received.items() if each.version is None and not data_name(uri).query
        }
        return self.read.keys() | folders | received

    def opened(self, path: Any, mode: str | None, flags: int) -> None:
        """One `open` event."""
        name, ours = self._named(path)
        if ours and _writes(mode, flags):
            self._will_be_written(name)
        elif ours and not self._is_settled(name):
            self._will_be_read(name)
        if mode in READING and isinstance(path, str) and (not ours or self._is_settled(name)):
            self.known.add(path)

    def listed(self, path: Any, *, for_names: bool = False) -> None:
        """One event of `os.listdir` or `os.scandir`; `for_names` where the notebook itself gets the names."""
        name, ours = self._named("." if path is None else path)
        if not ours or name in self.folders or asker() in _LOOKS_FOR_CODE or is_of_version_control():
            return
        self._note_folder(name, whole=False, listing=self._listing(name) if for_names else "")

    def renamed(self, source: Any, target: Any) -> None:
        """One event of `os.rename`: what is written aside and then gets its name is a result as well."""
        name, ours = self._named(target)
        if ours and os.path.isfile(os.fsdecode(source)):  # noqa: PTH113
            self._will_be_written(name)

    def made(self, folder: Any) -> None:
        """A temporary folder was made: what a child process writes into it is no input either."""
        self._made = (*self._made, f"{os.path.abspath(os.fsdecode(folder))}{os.sep}")  # noqa: PTH100

    def given(self, value: Any) -> None:
        """What a library that opens files by itself was given to read: a path, a pattern, several, or a statement."""
        for path in files_named(value):
            name, ours = self._named(path)
            if ours and os.path.isdir(name):  # noqa: PTH112
                self._note_folder(name, whole=True)
            elif ours and not self._is_settled(name):
                self._will_be_read(name)

    def connected(self, database: Any) -> None:
        """A database in a file was opened, which may read it and write to it."""
        for path in files_named(database):
            name, ours = self._named(path)
            if ours and not self._is_settled(name):
                self._will_be_read(name)
                found = self.read.get(name)
                if found and found.size <= _DIGESTED_AT_ONCE:
                    self._note(found, digest=digest_file(name))
        self._made_if_new(database)

    def seen_opened(self, names: set[str], written: set[str], source: str) -> None:
        """What the operating system saw opened, and of that written, while a cell ran; `source` is of all so far."""
        self.written |= {name for name in written if name not in self.read and self._named(name)[1]}
        for name in written & self.read.keys():
            self._note(self.read[name], rewritten=True)
        opened, self._passed_over = names - written - self._passed_over, set()
        for name in sorted(opened):
            if self._named(name)[1] and not self._is_settled(name) and not self._is_no_input(name, source):
                self._will_be_read(name)

    def _made_if_new(self, database: Any) -> None:
        text = os.fsdecode(database)
        name, ours = self._named(text)
        in_file = text not in _IN_MEMORY and not parse_address(text).scheme
        if ours and in_file and self._place()[0] and not os.path.exists(name):  # noqa: PTH110
            self.written.add(name)

    def _is_no_input(self, name: str, source: str) -> bool:
        if name.endswith(".py"):  # of scripts, those that the cell names: what they import may be byte code
            return os.path.basename(name) not in source  # noqa: PTH119
        whole = tuple(f"{each.path}/" for each in self.folders.values() if each.whole)
        return name.endswith(_NO_INPUT) or name.startswith(whole)

    def note_received(self, uri: str, digest: str, size: int, etag: str, place: tuple[str, int]) -> None:
        """Content that came from outside the file system, at a place in the notebook."""
        self.received.setdefault(uri, Received(uri, digest, size, *place, etag))

    def note_answered(self, uri: str, answer: Callable[[], tuple[str, int]], place: tuple[str, int]) -> None:
        """What a database answered to a query."""
        if place[0]:
            self.note_received(uri, *answer(), "", place)

    def note_answering(self, uri: str, answer: Callable[[], tuple[str, int]], place: tuple[str, int]) -> None:
        """A query whose answer is fetched from now on; the first of a name counts."""
        if uri not in self.received:
            self._answers[uri] = answer
            self.note_answered(uri, answer, place)

    def note_probed(self, ask: Callable[[], tuple[str, str, int]], place: tuple[str, int]) -> None:
        """What a database answered to a query of ours."""
        uri, digest, size = ask()
        self.note_received(uri, digest, size, "", place)

    def _as_answered(self, received: Received) -> Received:
        if received.uri not in self._answers:
            return received
        digest, size = self._answers[received.uri]()
        return msgspec.structs.replace(received, digest=digest, size=size)

    def covers(self, path: str) -> None:
        """What lies at a path is named by its versions or not at all; compiled code may open it by where links lead."""
        self.covered |= {os.path.abspath(path), os.path.realpath(path)}  # noqa: PTH100

    def note_consumed(self, found: Callable[[], tuple[str, Consumed] | None]) -> None:
        """A model or an artifact of a tracker that the notebook loads; the first of a name counts."""
        cell, line = self._place()
        if loaded := found():
            name, consumed = loaded
            if name == consumed.address and consumed.origin in {
                each.origin for each in self.consumed.values()
            }:
                return  # it cannot move, and leads to a run that is known
            self.consumed.setdefault(name, msgspec.structs.replace(consumed, cell=cell, line=line))

    def versioned(self, found: Found | Callable[[], Found], covers: str = "") -> None:
        """A version of data whose store keeps several; what lies at the path `covers` belongs to it."""
        if covers:
            self.covers(covers)
        found = found() if callable(found) else found
        known = self.received.get(found.name)
        name = found.name if known is None or _same(known, found) else f"{found.name}@{found.version.id}"
        place = self._place()
        received = Received(name, found.digest, found.size, *place, version=found.version)
        self.received.setdefault(name, received)

    def is_free(self, path: str) -> bool:
        """Whether a path does not belong to a version that was received."""
        return not self._is_covered(path)

    def _is_covered(self, path: str) -> bool:
        return path in self.covered or path.startswith(tuple(f"{each}/" for each in self.covered))

    def _named(self, path: Any) -> tuple[str, bool]:
        name = os.path.abspath(os.fsdecode(path))  # noqa: PTH100  Path.resolve would follow links
        return name, is_data(name, str(self._folder))

    def _is_settled(self, name: str) -> bool:
        return name in self.read or name in self.written or name.startswith(self._made)

    def _note_folder(self, name: str, *, whole: bool, listing: str = "") -> None:
        cell, line = self._place()
        if cell:
            # a file of it that was read before tells with the folder, and must not be reported too late
            inside = (each for each in self.read.values() if each.path.startswith(f"{name}/"))
            first = next(((each.cell, each.line) for each in inside), (cell, line))
            self.folders[name] = FolderRead(name, *first, whole, listing)

    def _listing(self, folder: str) -> str:
        if sum(bool(each.listing) for each in self.folders.values()) >= MOST_LISTED:
            return ""
        with suppress(OSError):
            return listed(folder, str(self._folder))
        return ""

    def _will_be_read(self, name: str) -> None:
        if name.endswith((".py", ".pyc")) and asker() in _READS_SOURCE:
            return
        if is_of_version_control():
            self._passed_over.add(name)
            return
        found = _regular_file(name)
        cell, line = self._place()
        if found and cell:
            self.read[name] = FileRead(name, cell, line, found.st_size, found.st_mtime_ns)

    def _will_be_written(self, name: str) -> None:
        before = self.read.get(name)
        if before is None:
            self.written.add(name)
        elif not before.rewritten:
            self._note(before, digest=before.digest or digest_file(name), rewritten=True)

    def _note(self, read: FileRead, **known: Any) -> None:
        self.read[read.path] = msgspec.structs.replace(read, **known)


def _same(known: Received, found: Found) -> bool:
    return known.version is not None and known.version.id == found.version.id


def _writes(mode: str | None, flags: int) -> bool:
    if mode is None:
        return bool(flags & _WRITING)
    return not {"w", "a", "x", "+"}.isdisjoint(mode)


def _regular_file(name: str) -> os.stat_result | None:
    try:
        found = os.stat(name)  # noqa: PTH116  a Path would cost more than the call
    except OSError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None
