"""Which kept files a snapshot refers to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from jupyter_repro.digest import ALGORITHM
from jupyter_repro.kept_data.choosing import is_plain
from jupyter_repro.kept_data.places import LISTING
from jupyter_repro.kept_data.presence import DIGITS
from jupyter_repro.kept_data.reading import Damaged, Objects, read_listing
from jupyter_repro.records.snapshot import DataFile


class Place(Objects, Protocol):
    """A place that objects are copied from and to."""

    def sizes(self, oids: Collection[str]) -> dict[str, int]:
        """Bytes of those of the objects that are there."""
        ...

    def write(self, oid: str, content: bytes) -> None:
        """Store an object whose digest is known to be right, also over one of another size.

        Raises ValueError for a list of chunks that do not make up what its name says, where that can be seen.
        """
        ...

    def full(self, short: str) -> str | None:
        """All digits of the only file whose digest begins so; None where there is none, or more."""
        ...

    def finishing(self) -> AbstractContextManager[None]:
        """While it lasts, nobody takes objects away."""
        ...


class Reference(NamedTuple):
    """A file, or a folder that was read whole."""

    name: str
    """As the snapshot calls it."""
    digest: str
    """Of the file; of a folder, of its listing."""
    files: Mapping[str, str] | None = None
    """Of a folder: path below it to the beginning of the digest of each file; empty for a very large folder."""


def references(data: Mapping[str, DataFile]) -> Iterator[Reference]:
    """Those among the data that a snapshot names, in their order."""
    for name, file in data.items():
        if is_plain(name, file):
            yield Reference(name, file.digest, file.folder.files if file.folder else None)


def answers(data: Mapping[str, DataFile]) -> Iterator[Reference]:
    """The kept answers of databases among the data that a snapshot names."""
    for name, file in data.items():
        if file.version and file.version.answer:
            yield Reference(name, file.version.answer)


def files_of(references: Iterable[Reference], places: Sequence[Place]) -> tuple[list[str], dict[str, str]]:
    """Listings of folders; and of each file its name and all digits of its digest, "" where they are not known."""
    listings: list[str] = []
    files: dict[str, str] = {}
    for each in references:
        digits = each.digest.removeprefix(ALGORITHM)
        if each.files is None:
            files[each.name] = digits
        else:
            try:
                found: Mapping[str, str] = read_listing(digits, places)
                listings.append(digits + LISTING)
            except (FileNotFoundError, Damaged):
                found = each.files
            files |= {each.name + below: _full(digest, places) for below, digest in found.items()}
    return listings, files


def _full(digest: str, places: Sequence[Place]) -> str:
    digits = digest.removeprefix(ALGORITHM)
    if len(digits) == DIGITS or digits == digest:
        return digits if digits != digest else ""
    return next((found for place in places if (found := place.full(digits))), "")
