"""Where what is kept lies, and the lock of whoever changes it.

`objects/ab/cdef…` are files by the digest of their content, in dvc-data's layout. One with an ending is the list of the
chunks that make up a file of this digest, or of the files in a folder of this digest. An object that does not match its
digest goes to `damaged/`; `referrers/` tells which snapshots refer to what.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_repro.errors import Busy, Unwritable
from jupyter_repro.files.cache_folder import CACHE, cache_folder

CHUNKED = ".chunks"
"""Ending of the name of a list of chunks."""
LISTING = ".files"
"""Ending of the name of a listing of a folder."""
_PATIENCE = 60.0
"""Seconds to wait for another process that changes the cache."""


def kept_folder() -> Path:
    """The folder; it need not be there yet."""
    return cache_folder() / "kept"


def no_cache() -> str:
    """Why nothing can be kept, where a file lies in the place of a folder; "" otherwise."""
    places = (cache_folder(), kept_folder(), objects_folder())
    file = next((each for each in places if each.exists() and not each.is_dir()), None)
    return f"the cache cannot be read: {file} is a file, not a folder" if file else ""


def objects_folder() -> Path:
    """Where the objects lie."""
    return kept_folder() / "objects"


def object_path(oid: str) -> Path:
    """Where an object lies, or would."""
    return objects_folder() / oid[:2] / oid[2:]


@contextmanager
def changing() -> Iterator[None]:
    """Change the cache, while no other process does.

    Raises Unwritable where it cannot be changed, and Busy where another process does not end in time.
    """
    from filelock import FileLock, Timeout

    with explaining():
        kept_folder().parent.mkdir(parents=True, exist_ok=True)
        for folder in (kept_folder(), objects_folder()):
            folder.mkdir(mode=0o700, exist_ok=True)
        lock = FileLock(kept_folder() / "lock", timeout=_PATIENCE, mode=0o600)
        try:
            lock.acquire()
        except Timeout:
            raise Busy("another process works on the kept data", "wait until it has ended") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def explaining() -> Iterator[None]:
    """What the system says of the cache, as an error that a person can act on."""
    try:
        yield
    except OSError as error:
        why = _WHY.get(error.errno or 0) or error.strerror or str(error)
        raise Unwritable(
            f"{kept_folder()} cannot be written: {why[:1].lower()}{why[1:]}",
            f"see what is kept with: jupyter repro data status; or name another folder in {CACHE}",
        ) from error


_WHY = {
    errno.EEXIST: "a file is in its place",
    errno.ENOSPC: "no space left on the device",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "it would be larger than is allowed",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the file system is read-only",
}
