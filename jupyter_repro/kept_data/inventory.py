"""What lies in the cache."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.errors import NoSuchVersion, ReproError
from jupyter_repro.files.cache_folder import CACHE
from jupyter_repro.kept_data.cached_objects import OWN_CACHE
from jupyter_repro.kept_data.chunk_list import Chunk
from jupyter_repro.kept_data.places import CHUNKED, kept_folder, no_cache, objects_folder
from jupyter_repro.kept_data.presence import DIGITS
from jupyter_repro.kept_data.reading import read_chunks

_OBJECT = re.compile(r"[0-9a-f]{62}(?:\.chunks|\.files)?")

_DIGITS = re.compile(r"[0-9a-f]{2}")


class Stored(NamedTuple):
    """An object's file."""

    size: int
    """Bytes."""
    kept_at: float
    """When it was last kept, in seconds since 1970."""


def is_object(oid: str) -> bool:
    """Whether it is the name of an object, with all its digits."""
    return bool(_DIGITS.match(oid)) and bool(_OBJECT.fullmatch(oid[2:]))


def stored_objects() -> dict[str, Stored]:
    """All objects by their name; raises ReproError where the cache is no folder."""
    if no_cache():
        raise ReproError(no_cache(), f"take the file away, or name another folder in {CACHE}")
    found = {}
    for folder, entry in _entries():
        if _OBJECT.fullmatch(entry.name):
            with suppress(FileNotFoundError):
                about = entry.stat()
                found[folder + entry.name] = Stored(about.st_size, about.st_mtime)
    return found


def leftovers(before: float) -> Iterator[Path]:
    """Temporary files, damaged objects and answers without a snapshot, last changed before this second."""
    temporary = [Path(entry.path) for _, entry in _entries() if not _OBJECT.fullmatch(entry.name)]
    for path in (*temporary, *(kept_folder() / "damaged").glob("*"), *(kept_folder() / "answers").glob("*")):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                yield path


class Usage(NamedTuple):
    """How much is kept."""

    files: int
    """Versions of files."""
    size: int
    """Bytes of their objects."""
    copies: int
    """Bytes of a full copy of each version."""
    damaged: int
    """Objects that did not match their digest."""


def usage(objects: Mapping[str, Stored]) -> Usage:
    """How much these objects are."""
    lists = {oid: _chunks(oid) for oid in objects if oid.endswith(CHUNKED)}
    parts = {chunk.oid for chunks in lists.values() for chunk in chunks}
    whole = [about.size for oid, about in objects.items() if len(oid) == DIGITS and oid not in parts]
    copies = sum(whole) + sum(chunk.size for chunks in lists.values() for chunk in chunks)
    damaged = len(list((kept_folder() / "damaged").glob("*")))
    return Usage(len(whole) + len(lists), sum(each.size for each in objects.values()), copies, damaged)


def _chunks(oid: str) -> list[Chunk]:
    try:
        return read_chunks(oid[:DIGITS], OWN_CACHE)
    except (OSError, NoSuchVersion):
        return []


def _entries() -> Iterator[tuple[str, os.DirEntry[str]]]:
    with suppress(FileNotFoundError), os.scandir(objects_folder()) as folders:
        for folder in folders:
            if len(folder.name) == 2 and folder.is_dir():
                with os.scandir(folder.path) as entries:
                    yield from ((folder.name, entry) for entry in entries)
