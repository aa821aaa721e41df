"""Copying what is kept to a remote, and from it.

Only what is missing there is copied, and what a list names comes before the list: an interrupted copy goes on, and a
list that is there has all that it names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from jupyter_repro.kept_data.cached_objects import CachedObjects
from jupyter_repro.kept_data.places import CHUNKED, LISTING, changing
from jupyter_repro.kept_data.putting import ALGORITHM, DIGITS
from jupyter_repro.kept_data.reading import Damaged, Objects, read_chunks, read_listing, read_object
from jupyter_repro.kept_data.references import Reference
from jupyter_repro.kept_data.referrers import remember
from jupyter_repro.kept_data.remotes import Remote

_AT_ONCE = 8
"""Objects that are on their way."""


class Place(Objects, Protocol):
    """A place that objects are copied from and to."""

    def sizes(self, oids: Collection[str]) -> dict[str, int]:
        """Bytes of those of the objects that are there."""
        ...

    def write(self, oid: str, content: bytes) -> None:
        """Store an object whose digest is known to be right, also over one that is there."""
        ...

    def full(self, short: str) -> str | None:
        """All digits of the only file whose digest begins so; None where there is none, or more."""
        ...

    def finishing(self) -> AbstractContextManager[None]:
        """While it lasts, nobody takes objects away."""
        ...


@dataclass(frozen=True)
class Copied:
    """What came of it."""

    files: int
    """That are there now, of those that were asked for."""
    objects: int
    """That were copied for it."""
    size: int
    """Bytes of these."""
    missing: tuple[str, ...]
    """Names of what could not be copied: it is not there, or does not match its digest."""


def push(references: Iterable[Reference], remote: Remote) -> Copied:
    """Copy to the remote what the cache has of these; raises NoAccess."""
    return copied(references, CachedObjects(), remote)


def pull(references: Iterable[Reference], remote: Remote, snapshot: Path) -> Copied:
    """Copy to the cache what the remote has of these, which a snapshot refers to.

    Raises NoAccess, Unwritable and Busy.
    """
    references = list(references)
    with changing():
        remember(snapshot, [each.digest for each in references])
    return copied(references, remote, CachedObjects())


def copied(references: Iterable[Reference], source: Place, target: Place) -> Copied:
    """Copy what is missing in `target`."""
    listings, digits = _files(references, (source, target))
    files = _objects(digits, source, target)
    wanted = [oid for file in files.values() for oid in file.parts] + listings
    here, there = source.sizes(wanted), target.sizes(wanted)
    parts = [oid for oid in here if there.get(oid) != here[oid]]
    sent = dict(_copied(parts, source, target))
    with target.finishing():
        there = target.sizes(wanted) if sent else there
        whole = {name: file for name, file in files.items() if file.parts and there.keys() >= set(file.parts)}
        lists = [file.list for file in whole.values() if file.list]
        sent |= _copied([oid for oid in lists if oid not in target.sizes(lists)], source, target)
    return Copied(
        len(whole), len(sent), sum(sent.values()), tuple(name for name in files if name not in whole)
    )


class _File(NamedTuple):
    """The objects of a file: one, or chunks and the list of them; none where neither place has it."""

    parts: tuple[str, ...]
    list: str = ""


def _files(references: Iterable[Reference], places: tuple[Place, Place]) -> tuple[list[str], dict[str, str]]:
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


def _full(digest: str, places: tuple[Place, Place]) -> str:
    digits = digest.removeprefix(ALGORITHM)
    if len(digits) == DIGITS or digits == digest:
        return digits if digits != digest else ""
    return next((found for place in places if (found := place.full(digits))), "")


def _objects(digits: Mapping[str, str], source: Place, target: Place) -> dict[str, _File]:
    asked = [oid for each in digits.values() if each for oid in (each, each + CHUNKED)]
    known = source.sizes(asked).keys() | target.sizes(asked).keys()
    return {name: _file(each, known, (source, target)) for name, each in digits.items()}


def _file(digits: str, known: Collection[str], places: tuple[Place, Place]) -> _File:
    if digits in known:
        return _File((digits,))
    if digits + CHUNKED not in known:
        return _File(())
    try:
        return _File(tuple({chunk.oid for chunk in read_chunks(digits, places)}), digits + CHUNKED)
    except (FileNotFoundError, Damaged):
        return _File(())


def _copied(oids: Collection[str], source: Place, target: Place) -> Iterator[tuple[str, int]]:
    """Those that could be copied, with their size in bytes."""

    def copy(oid: str) -> int | None:
        try:
            content = read_object(oid, (source,))
        except (FileNotFoundError, Damaged):
            return None
        target.write(oid, content)
        return len(content)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for oid, size in zip(oids, pool.map(copy, oids), strict=True):
            if size is not None:
                yield oid, size
