"""Removing what no snapshot refers to any more."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from jupyter_repro.digest import ALGORITHM, digits_of
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.formatting.timestamps import now
from jupyter_repro.kept_data.cached_objects import OWN_CACHE
from jupyter_repro.kept_data.inventory import Stored, leftovers, stored_objects
from jupyter_repro.kept_data.places import (
    CHUNKED,
    LISTING,
    changing,
    explaining,
    kept_folder,
    no_cache,
    object_path,
)
from jupyter_repro.kept_data.presence import DIGITS
from jupyter_repro.kept_data.reading import read_chunks, read_listing
from jupyter_repro.kept_data.referred import referred_by, referred_in
from jupyter_repro.kept_data.referrers import Referrer, forget, referrers, write

_SHORT = 16
"""Digits of the shortest digest that a snapshot holds."""
_LAG = 0.05
"""Seconds."""


@dataclass(frozen=True)
class Collected:
    """What came of it."""

    objects: int
    """That were removed, or would be."""
    size: int
    """Bytes of these."""
    left: int
    """Bytes of those that stay."""
    unreachable: tuple[str, ...]
    """Repositories, and folders outside of one, that cannot be looked at, so that what they referred to stays."""


def collect(age: timedelta, *, dry_run: bool = False) -> Collected:
    """Remove what no snapshot refers to and was not kept again within `age`; with `dry_run` only tell.

    What a repository referred to that cannot be looked at stays until `age` has passed since it was first missed.
    Raises Unwritable and Busy.
    """
    if not (kept_folder().is_dir() or no_cache()):
        return Collected(0, 0, 0, ())
    # what is kept from now on is not looked at; a file's time may lag a little behind the clock
    before = time.time() - age.total_seconds() - _LAG
    known = _Known(age)
    with nullcontext() if dry_run else changing():
        objects = stored_objects()
        used = known.used()
        gone = removable(objects, used, before, _named)
        if not dry_run:
            _remove(gone, before)
            known.note(objects)
    sizes = [objects[oid].size for oid in gone]
    left = sum(each.size for each in objects.values()) - sum(sizes)
    return Collected(len(gone), sum(sizes), left, known.unreachable)


def removable(
    objects: Mapping[str, Stored],
    used: Collection[str],
    before: float,
    named: Callable[[str], Collection[str]],
) -> list[str]:
    """Names of the objects that are not used, were kept before this second, and are no part of one that stays.

    `used` are digits of digests, or their beginnings; `named(oid)` are digits of what a list names.
    """

    def staying(used: Collection[str]) -> set[str]:
        whole = {digits for digits in used if len(digits) == DIGITS}
        short = {digits[:_SHORT] for digits in used if len(digits) < DIGITS}
        return {
            oid
            for oid, about in objects.items()
            if about.kept_at >= before or oid[:DIGITS] in whole or oid[:_SHORT] in short
        }

    listings = [oid for oid in staying(used) if oid.endswith(LISTING)]
    stays = staying({*used, *(digits for oid in listings for digits in named(oid))})
    chunks = {digits for oid in stays if oid.endswith(CHUNKED) for digits in named(oid)}
    # a list goes before what it names, so that it never names what is gone
    return sorted(objects.keys() - stays - chunks, key=lambda oid: (len(oid) == DIGITS, oid))


class _Known:
    """Who refers to what: looked up before the cache is locked, for to ask git takes time."""

    def __init__(self, age: timedelta) -> None:
        self._oldest = datetime.fromisoformat(now()) - age
        self._looked: dict[Referrer, set[str] | None] = {}
        repositories: dict[str, set[str] | None] = {}
        for each in referrers():
            if each.repository and each.repository not in repositories:
                repositories[each.repository] = referred_in(Path(each.repository))
            self._looked[each] = (
                repositories[each.repository] if each.repository else referred_by(Path(each.snapshot))
            )

    @property
    def unreachable(self) -> tuple[str, ...]:
        """Those that could not be looked at."""
        return tuple(
            sorted(
                {
                    each.repository or str(Path(each.snapshot).parent)
                    for each, found in self._looked.items()
                    if found is None
                }
            )
        )

    def used(self) -> set[str]:
        """Digits of all that is referred to; those who wrote meanwhile are taken at their word."""
        digests: set[str] = set()
        for each in referrers():
            found = self._looked.get(each)
            if found is None and (each not in self._looked or not self._is_forgotten(each)):
                found = set(each.digests)
            digests |= found or set()
        return {digest.removeprefix(ALGORITHM) for digest in digests}

    def note(self, objects: Iterable[str]) -> None:
        """Note what was found, as far as there are objects for it."""
        there = {oid[:_SHORT] for oid in objects}
        unchanged = set(referrers()) & self._looked.keys()
        for each in unchanged:
            found = self._looked[each]
            if found is None:
                self._note_missed(each)
                continue
            digests = sorted(digest for digest in found if digits_of(digest, _SHORT) in there)
            if digests:
                write(msgspec.structs.replace(each, seen=now(), missed="", digests=tuple(digests)))
            else:
                forget(each)

    def _note_missed(self, each: Referrer) -> None:
        if self._is_forgotten(each):
            forget(each)
        elif not each.missed:
            write(msgspec.structs.replace(each, missed=now()))

    def _is_forgotten(self, each: Referrer) -> bool:
        return bool(each.missed) and datetime.fromisoformat(each.missed) < self._oldest


def _named(oid: str) -> Collection[str]:
    """Digits of what a list names; nothing where it is damaged."""
    with suppress(OSError, NoSuchVersion):
        if oid.endswith(CHUNKED):
            return [chunk.oid for chunk in read_chunks(oid[:DIGITS], OWN_CACHE)]
        return [digest.removeprefix(ALGORITHM) for digest in read_listing(oid[:DIGITS], OWN_CACHE).values()]
    return ()


def _remove(oids: Iterable[str], before: float) -> None:
    with explaining():
        for path in (*map(object_path, oids), *leftovers(before)):
            path.unlink(missing_ok=True)
