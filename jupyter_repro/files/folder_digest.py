"""A folder that is read as one data set: which of its files count, and one digest for all of them."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from jupyter_repro.digest import UNREADABLE, Digest, digest_bytes, short_digest
from jupyter_repro.files.digest_cache import Found, cached_digests

if TYPE_CHECKING:
    from jupyter_repro.records.snapshot import DataFolder

_DIGITS = 16
"""Of each file's digest, that a snapshot has."""


def not_read(why: str) -> str:
    """In place of the digest of what cannot be read, with what the system says of it."""
    return f"{UNREADABLE} ({why})"


def why_not_read(digest: str) -> str:
    """What the system says of what cannot be read; "" where that is not known, and for a digest."""
    return digest.removeprefix(UNREADABLE).strip(" ()") if digest.startswith(UNREADABLE) else ""


_HIDDEN = (".", "_", "~")
"""Beginnings of names that readers of whole data sets pass over: markers, logs and temporary files."""

_OURS = ".repro.json"


class FolderContent(NamedTuple):
    """What lies in a folder."""

    digest: Digest
    size: int
    """Bytes of all files together."""
    files: dict[str, str]
    """Path below the folder to the first 16 digits of the file's digest, sorted."""
    listing: bytes
    """Paths with whole digests, see `listed`; the folder's digest is of it."""


def folder_content(
    folder: str, *, endings: Collection[str] = (), recursive: bool = True, without: Collection[str] = ()
) -> FolderContent:
    """Digest of a folder's files: of each its path below the folder and its content.

    `endings` are those of the names that count, with their dot, all where there are none; `without` are paths below the
    folder that do not count. Links are followed, into each folder once.
    """
    hidden = (".",) if endings else _HIDDEN
    names = sorted(
        name
        for name in _names(folder, hidden, recursive=recursive)
        if name not in without and _counts(name, endings)
    )
    found = cached_digests(f"{folder}/{name}" for name in names)
    digests = {name: _digest_and_size(each) for name, each in zip(names, found.values(), strict=True)}
    listing = _listing(digests)
    return FolderContent(
        digest_bytes(listing),
        sum(size for _, size in digests.values()),
        {name: short_digest(digest, _DIGITS) for name, (digest, _) in digests.items()},
        listing,
    )


def content_by(about: DataFolder, folder: str) -> FolderContent:
    """What lies in a folder now, by the rules by which its record was made."""
    return folder_content(folder, endings=about.endings, recursive=about.recursive, without=about.without)


def _listing(files: Mapping[str, tuple[Digest, int]]) -> bytes:
    return os.fsencode("".join(f"{name}\0{digest}\n" for name, (digest, _) in files.items()))


def listed(listing: bytes) -> dict[str, Digest]:
    """Path below the folder to the whole digest of each file; raises ValueError for what is no listing."""
    files = {}
    # a name may hold a line feed, a digest none
    for line in re.findall(rb"([^\0]*)\0([^\n]*)\n", listing):
        files[os.fsdecode(line[0])] = line[1].decode("ascii")
    if _listing({name: (digest, 0) for name, digest in files.items()}) != listing:
        raise ValueError("not a listing of a folder")
    return files


def _digest_and_size(found: Found) -> tuple[Digest, int]:
    return (UNREADABLE, 0) if isinstance(found, OSError) else found


def _names(folder: str, hidden: tuple[str, ...], *, recursive: bool) -> Iterator[str]:
    """Paths of the files below a folder, as seen from it."""
    waiting, visited = [""], set()
    while waiting:
        below = waiting.pop()
        place = os.path.realpath(os.path.join(folder, below))  # noqa: PTH118
        if place in visited:
            continue
        visited.add(place)
        for name, is_folder in _entries(place, hidden):
            if not is_folder:
                yield below + name
            elif recursive:
                waiting.append(f"{below}{name}/")


def _entries(place: str, hidden: tuple[str, ...]) -> list[tuple[str, bool]]:
    try:
        with os.scandir(place) as entries:
            return [(entry.name, _is_folder(entry)) for entry in entries if not entry.name.startswith(hidden)]
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _counts(name: str, endings: Collection[str]) -> bool:
    return not name.endswith(_OURS) and (not endings or os.path.splitext(name)[1] in endings)  # noqa: PTH122
