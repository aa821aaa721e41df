"""Digests: BLAKE3, written as `blake3:<64 hexadecimal digits>`.

Source of the method: the BLAKE3 specification (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, 2020).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from io import FileIO
from pathlib import Path

from blake3 import blake3

Digest = str

ALGORITHM = "blake3:"
"""What every digest begins with."""
MISSING = "missing"
"""Stands for the digest of a file that is gone."""
UNREADABLE = "unreadable"
"""Stands for the digest of a file that cannot be read."""

_SMALL = 128 * 1024
"""Bytes up to which one read is faster than a memory map and threads."""
_PART = 2**26
"""Bytes of a sparse file that are taken at once."""


def short_digest(digest: Digest, digits: int = 12) -> Digest:
    """The beginning of a digest, with what it begins with: enough for a person to tell it from another."""
    return digest[: len(ALGORITHM) + digits]


def digits_of(digest: Digest, most: int | None = None) -> str:
    """The digits alone, or the first of them, as they stand in names; of what has no algorithm before it, all of it."""
    return (digest.partition(":")[2] or digest)[:most]


def digest_bytes(content: bytes) -> Digest:
    """Digest of `content`."""
    return digest_of(blake3(content))


def digest_of(hasher: blake3) -> Digest:
    """Digest of what a hasher was given."""
    return f"{ALGORITHM}{hasher.hexdigest()}"


def digest_pieces(pieces: Iterable[bytes]) -> Digest:
    """Digest of what comes piece by piece."""
    hasher = blake3()
    for piece in pieces:
        hasher.update(piece)
    return digest_of(hasher)


def digest_text(text: str) -> Digest:
    """Digest of `text` as UTF-8; lone surrogates, which JSON can hold and UTF-8 cannot, count as their escape."""
    return digest_bytes(text.encode("utf-8", "backslashreplace"))


def digest_file(path: str | Path) -> Digest:
    """Digest of a file's content; a large one is read through a memory map on all cores.

    Raises OSError for a file that cannot be read.
    """
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  a Path costs as much as the digest of a small file
        found = os.fstat(file.fileno())
        if found.st_size <= _SMALL:
            return digest_bytes(file.readall() or b"")
        hasher = blake3(max_threads=blake3.AUTO)
        if _has_holes(found):
            for part in _parts(file, found.st_size):
                hasher.update(part)
        else:
            hasher.update_mmap(path)
    return digest_of(hasher)


def _has_holes(found: os.stat_result) -> bool:
    """Whether less is kept on the disk than half of what the file holds, and where the rest lies can be asked."""
    return hasattr(os, "SEEK_DATA") and found.st_blocks * 512 < found.st_size // 2


def _parts(file: FileIO, size: int) -> Iterator[bytes | memoryview]:
    """The content, with its holes as the zeros that they stand for: they need not be read."""
    zeros = memoryview(bytes(_PART))
    position = 0
    while position < size:
        start = _next(file, position, os.SEEK_DATA, size)
        while position < start:
            yield zeros[: start - position]
            position = min(position + _PART, start)
        end = _next(file, position, os.SEEK_HOLE, size)
        file.seek(position)
        while position < end and (part := file.read(min(_PART, end - position))):
            yield part
            position += len(part)


def _next(file: FileIO, position: int, seek: int, size: int) -> int:
    try:
        return min(os.lseek(file.fileno(), position, seek), size)
    except OSError as error:
        if error.errno == errno.ENXIO:  # there is no more data
            return size
        raise
