"""Files by the digest of their content: putting them into the cache, and having them back.

A file is kept whole, or, from LARGE on, as chunks: of a version that differs little only what is new is stored. This is
measured in `benchmarks/keeping.py`.
"""

from __future__ import annotations

import errno
import os
import stat
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from io import FileIO
from pathlib import Path

from blake3 import blake3

from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.kept_data.chunk_list import Chunk, encode_chunks
from jupyter_repro.kept_data.chunks import LARGE, chunks_of
from jupyter_repro.kept_data.places import CHUNKED, changing, kept_folder, object_path
from jupyter_repro.kept_data.reading import pieces, read_chunks
from jupyter_repro.new_files import new_file, sync_folder

_ALGORITHM = "blake3:"
_DIGITS = 64
_WRITERS = 8
"""Threads: a chunk waits for the disk most of its time."""
_ELSEWHERE = "see where else it may be with: jupyter repro data status"


def keep(path: Path, digest: str) -> bool:
    """Put a file into the cache, unless it is there; False where the file is not any more what its digest says.

    Raises OSError where the file cannot be read, Unwritable where the cache cannot be written, and Busy.
    """
    with changing():
        return put(path, digest) is not None


def put(path: Path, digest: str) -> int | None:
    """As `keep`, to be called while `changing` the cache: the bytes that were not there before, or None."""
    digits = digest.removeprefix(_ALGORITHM)
    if _is_whole(digits):
        return 0
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):  # to open a pipe would wait for its writer
        raise OSError(errno.EINVAL, "not a regular file")
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  mypy knows what it is when it is unbuffered
        return _put_whole(file, digits) if found.st_size < LARGE else _put_chunks(file, digits)


def put_bytes(content: bytes, digest: str) -> int:
    """Put content into the cache that is known to have this digest: the bytes that were not there before."""
    from jupyter_repro.kept_data.object_database import own_objects

    digits = digest.removeprefix(_ALGORITHM)
    if _is_whole(digits):
        return 0
    own_objects().put(digits, content)
    return len(content)


def is_kept(digest: str) -> bool:
    """Whether the cache has what a digest, or its beginning, says."""
    return full_digest(digest) is not None


def kept_size(digest: str) -> int | None:
    """Bytes of the file that has this digest; None where it is not kept."""
    if not digest or not is_kept(digest):
        return None
    digits = _digits_of(digest)
    with suppress(FileNotFoundError):
        return object_path(digits).stat().st_size
    return sum(chunk.size for chunk in read_chunks(digits))


def full_digest(short: str) -> str | None:
    """The digest of what the cache has, by its beginning; None where it has none, or more than one."""
    digits = short.removeprefix(_ALGORITHM)
    if len(digits) == _DIGITS:
        return short if _is_whole(digits) else None
    folder = object_path(digits).parent
    beginning = digits[2:]
    with suppress(OSError):
        names = {name.removesuffix(CHUNKED) for name in os.listdir(folder) if name.startswith(beginning)}  # noqa: PTH208
        if len(names) == 1:
            return f"{_ALGORITHM}{digits[:2]}{names.pop()}"
    return None


def fetch_kept(digest: str, into: Path) -> None:
    """Write what has this digest, or its beginning, to a new file.

    Raises NoSuchVersion, which says where it was looked for, and Damaged; then there is no file. OSError where it
    cannot be written.
    """
    try:
        with new_file(into) as file:
            for piece in pieces(_digits_of(digest)):
                file.write(piece)
    except FileNotFoundError:
        raise NoSuchVersion(f"{digest[:23]} is not kept in {kept_folder()}", _ELSEWHERE) from None
    sync_folder(into.parent)


def _digits_of(digest: str) -> str:
    """All digits of a digest that may be a beginning; raises FileNotFoundError."""
    digits = digest.removeprefix(_ALGORITHM)
    if len(digits) == _DIGITS:
        return digits
    if (known := full_digest(digest)) is None:
        raise FileNotFoundError
    return known.removeprefix(_ALGORITHM)


def _is_whole(digits: str) -> bool:
    """Whether an object is there, or a list and all of its chunks."""
    if object_path(digits).is_file():
        return True
    try:
        return all(object_path(chunk.oid).is_file() for chunk in read_chunks(digits))
    except (OSError, NoSuchVersion):
        return False


def _put_whole(file: FileIO, digits: str) -> int | None:
    content = file.readall() or b""
    return put_bytes(content, digits) if blake3(content).hexdigest() == digits else None


def _put_chunks(file: FileIO, digits: str) -> int | None:
    from jupyter_repro.kept_data.object_database import own_objects

    objects = own_objects()
    whole = blake3()

    def chunk(content: memoryview) -> tuple[Chunk, int]:
        oid = blake3(content).hexdigest()
        is_there = object_path(oid).is_file()
        if not is_there:
            objects.put(oid, bytes(content))
        return Chunk(oid, len(content)), 0 if is_there else len(content)

    jobs: list[Future[tuple[Chunk, int]]] = []
    with ThreadPoolExecutor(_WRITERS) as pool:
        for read, chunks in chunks_of(file):
            jobs += [pool.submit(chunk, each) for each in chunks]
            whole.update(read)
    if whole.hexdigest() != digits:
        return None
    chunks_and_sizes = [job.result() for job in jobs]
    listing = encode_chunks([chunk for chunk, _ in chunks_and_sizes])
    objects.put(digits + CHUNKED, listing)
    sync_folder(object_path(digits).parent)
    return len(listing) + sum(added for _, added in chunks_and_sizes)
