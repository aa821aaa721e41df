"""Copying what is kept to a remote, and from it.

Only what is missing there is copied, and what a list names comes before the list: an interrupted copy goes on, and a
list that is there has all that it names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.kept_data.cached_objects import CachedObjects
from jupyter_repro.kept_data.places import CHUNKED, changing
from jupyter_repro.kept_data.reading import Damaged, read_chunks, read_object
from jupyter_repro.kept_data.references import Place, Reference, files_of
from jupyter_repro.kept_data.referrers import remember
from jupyter_repro.kept_data.remotes import Remote

_AT_ONCE = 8
"""Objects that are on their way."""


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
    listings, digits = files_of(references, (source, target))
    files = _objects(digits, source, target)
    parts = [oid for file in files.values() for oid in file.parts] + listings
    sent = dict(_copied(_missing(parts, source, target), source, target))
    with target.finishing():
        there = target.sizes(parts)
        lists = {file.list for file in files.values() if file.list and there.keys() >= set(file.parts)}
        sent |= _copied(_missing(lists, source, target), source, target)
        there |= target.sizes(lists)
    missing = [
        name for name, file in files.items() if not file.parts or not there.keys() >= set(file.objects)
    ]
    return Copied(len(files) - len(missing), len(sent), sum(sent.values()), tuple(missing))


class _File(NamedTuple):
    """The objects of a file: one, or chunks and the list of them; none where neither place has it."""

    parts: tuple[str, ...]
    list: str = ""

    @property
    def objects(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.parts, self.list) if self.list else self.parts


def _missing(oids: Collection[str], source: Place, target: Place) -> list[str]:
    """Those that are in `source`, and not in `target`, or only in part."""
    here, there = source.sizes(oids), target.sizes(oids)
    return [oid for oid in here if there.get(oid) != here[oid]]


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
            target.write(oid, content)
        except (FileNotFoundError, Damaged, ValueError):
            return None
        return len(content)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for oid, size in zip(oids, pool.map(copy, oids), strict=True):
            if size is not None:
                yield oid, size
