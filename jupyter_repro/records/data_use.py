"""What data a notebook used, as the recorder saw it: from it, and from what the data are now, a snapshot is made."""

from __future__ import annotations

from jupyter_repro.records.snapshot import CellId, DataVersion, Record


class FileRead(Record, frozen=True):
    """A file or folder that the recorder saw opened for reading while a cell ran."""

    path: str
    """Absolute in the process that works with it, a portable name on the way between two."""
    cell: CellId = ""
    line: int = 0
    size: int = -1
    mtime_ns: int = 0
    digest: str = ""
    """Set where the notebook wrote to the file later, taken just before that."""
    rewritten: bool = False
    """Whether the notebook wrote to the file later."""
    unheld: str = ""
    """As in DataFile."""


class FolderRead(Record, frozen=True):
    """A folder that was listed, or given to a reader of data sets, while a cell ran."""

    path: str
    """As in FileRead."""
    cell: CellId = ""
    line: int = 0
    whole: bool = False
    """Whether all that lies in it was read; else only its listing was."""
    listing: str = ""
    """What it listed, as `folder_listing.listed` says it; "" where all of it was read."""
    unheld: str = ""
    """As in DataFile."""


class Received(Record, frozen=True):
    """What came from outside the file system: the answer of an address, or a query that was put to a database."""

    uri: str
    """Without credentials."""
    digest: str
    size: int
    cell: CellId = ""
    line: int = 0
    etag: str = ""
    version: DataVersion | None = None
    unheld: str = ""
    """As in DataFile."""


class DataUse(Record, frozen=True):
    """All data that the recorder saw used."""

    files: tuple[FileRead, ...] = ()
    folders: tuple[FolderRead, ...] = ()
    received: tuple[Received, ...] = ()
    written: tuple[str, ...] = ()
    """Paths of files that the notebook wrote and had not read before."""
