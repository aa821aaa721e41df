"""Putting files into the cache, by the digest of their content, and asking whether they are there.

A file is kept whole, or, from LARGE on, as chunks: of a version that differs little only what is new is stored. This is
measured in `benchmarks/keeping.py`.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from io import FileIO
from pathlib import Path

from jupyter_repro.digest import ALGORITHM
from jupyter_repro.files.digest_cache import remembered
from jupyter_repro.kept_data.cached_objects import OWN_CACHE
from jupyter_repro.kept_data.chunks import LARGE
from jupyter_repro.kept_data.large_files import put_chunks
from jupyter_repro.kept_data.object_database import own_objects
from jupyter_repro.kept_data.places import CHUNKED, LISTING, changing, object_path
from jupyter_repro.kept_data.presence import complete_digest, is_whole


def keep(path: Path, digest: str) -> bool:
    """Put a file into the cache, unless it is there; False where the file does not have its digest any more.

    Raises OSError where the file cannot be read, Unwritable where the cache cannot be written, and Busy.
    """
    with changing():
        return put(path, digest) is not None


def put(path: Path, digest: str) -> int | None:
    """As `keep`, to be called while `changing` the cache: the bytes that were not there before, or None."""
    digits = digest.removeprefix(ALGORITHM)
    if is_whole(digits, OWN_CACHE):
        _touch(digits)
        return 0
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):  # to open a pipe would wait for its writer
        raise OSError(errno.EINVAL, "not a regular file")
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  mypy knows what it is when it is unbuffered
        if found.st_size < LARGE:
            return _put_whole(file, digits, found.st_size)
        return put_chunks(file, digits, lambda: _is_known(file, path, digest))


def _is_known(file: FileIO, path: Path, digest: str) -> bool:
    """Whether what was read when the snapshot was made is what lies there, and was opened."""
    return os.path.samestat(os.fstat(file.fileno()), path.stat()) and remembered(str(path)) == digest


def put_listing(listing: bytes, digest: str) -> int:
    """As `put`, for the listing of a folder of this digest."""
    oid = digest.removeprefix(ALGORITHM) + LISTING
    if object_path(oid).is_file():
        return 0
    own_objects().put(oid, listing)
    return len(listing)


def is_kept(digest: str) -> bool:
    """Whether the cache has the file that a digest, or its beginning, means."""
    return full_digest(digest) is not None


def full_digest(short: str) -> str | None:
    """The digest of a file that the cache has, by its beginning; None where it has none, or more than one."""
    return complete_digest(short, OWN_CACHE)


def _touch(digits: str) -> None:
    """Note that it was kept again now: what nobody refers to any more goes by its age."""
    for oid in (digits, digits + CHUNKED):
        with suppress(OSError):
            os.utime(object_path(oid))


def _put_whole(file: FileIO, digits: str, size: int) -> int | None:
    return size if own_objects().put_file(digits, file) else None
