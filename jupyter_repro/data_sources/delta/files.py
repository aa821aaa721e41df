"""Whether the files that a version of a Delta table is made of are still there, and which version is the nearest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.data_sources.delta.kept_versions import kept_version
from jupyter_repro.data_sources.delta.tables import DeltaPlace
from jupyter_repro.errors import NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.formatting.moments import iso

if TYPE_CHECKING:
    from deltalake import DeltaTable

_MOST_ASKED = 50
"""Files that an object store is asked for one by one; of more, as many that lie evenly among them."""
_MOST_OPENED = 40
"""Versions that are looked at to find the nearest that can be read, before the newest is."""


def resolved(place: DeltaPlace, wish: Wish) -> Found:
    """The exact version that is meant, which can be read."""
    return place.found(readable(place, place.wanted(wish)), wish.text)


def readable(place: DeltaPlace, version: int | None) -> DeltaTable:
    """The table at a version, None for the newest; where files of it are gone, the copy of it that is kept.

    Raises NoSuchVersion where there is none.
    """
    table = place.opened(version)
    if not (lost := _lost(place, table)):
        return table
    if kept := kept_version(place, table):
        return replace(place, uri=str(kept), options={}).opened(version)
    raise NoSuchVersion(_gone(place, table, lost), _REMEDY)


_REMEDY = "read a version that is there, or bring its files back from a backup"


def _lost(place: DeltaPlace, table: DeltaTable) -> list[str]:
    try:
        return place.log.lost(_doubtful(place, table))
    except OSError as error:
        raise place.trouble(error) from None


def _doubtful(place: DeltaPlace, table: DeltaTable) -> Sequence[str]:
    """Files that may be gone; of those in an object store only what the newest version does not need any more."""
    files = table.file_uris()
    if not is_remote(place.uri):
        return files
    newest = set(place.opened().file_uris())
    dropped = [path for path in sorted(files) if path not in newest]
    return dropped[:: max(1, -(-len(dropped) // _MOST_ASKED))]


def _gone(place: DeltaPlace, table: DeltaTable, lost: Collection[str]) -> str:
    version, total = table.version(), len(table.file_uris())
    files = _counted(len(lost), total, exact=not is_remote(place.uri))
    since, nearest = _since(place, table, lost), _nearest(place, version)
    return f"version {version} of {place.name} cannot be read any more: {files} removed ({since}); {nearest}"


def _counted(lost: int, total: int, *, exact: bool) -> str:
    if total == 1:
        return "its only file was"
    some = "" if exact or lost == total else "at least "
    return f"{some}{lost} of its {total} files {'was' if lost == 1 else 'were'}"


def _since(place: DeltaPlace, table: DeltaTable, lost: Collection[str]) -> str:
    """When they were removed, as far as the log tells: a vacuum leaves what the newest version needs."""
    try:
        needed = set(place.opened().file_uris())
        times = [iso(each.time) for each in place.log.vacuums(table.version())]
    except (OSError, ValueError, ReproError):
        return "its log does not say when"
    if not times or needed & set(lost):
        return "not by a vacuum"
    return f"vacuumed at {times[0]}" if len(times) == 1 else f"vacuumed between {times[0]} and {times[-1]}"


def _nearest(place: DeltaPlace, version: int) -> str:
    versions = place.log.versions
    for other in _around(version, versions):
        if _can_be_read(place, other):
            return f"the nearest that can be is {place.version_words(other)}"
    if len(versions) > _MOST_OPENED and _can_be_read(place, versions[-1]):
        return f"the newest, {place.version_words(versions[-1])}, can be"
    return "no other was found that can be"


def _around(version: int, versions: Sequence[int]) -> Iterator[int]:
    """Other versions, the nearest first; of two that are as near, the later."""
    near = sorted(
        (other for other in versions if other != version), key=lambda other: (abs(other - version), -other)
    )
    yield from near[:_MOST_OPENED]


def _can_be_read(place: DeltaPlace, version: int) -> bool:
    try:
        return not _lost(place, place.opened(version))
    except ReproError:
        return False
