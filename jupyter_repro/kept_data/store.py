"""Files by the digest of their content: putting them into the cache, and having them back.

A file is kept whole, or, from LARGE on, as chunks: of a version that differs little only what is new is stored. This is
measured in `benchmarks/keeping.py`.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
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
    digits = digest.removeprefix(_ALGORITHM)
    with _opened(path) as file, changing():
        if _is_whole(digits):
            return True
        if os.fstat(file.fileno()).st_size < LARGE:
            return _keep_whole(file, digits)
        return _keep_chunks(file, digits)


def is_kept(digest: str) -> bool:
    """Whether the cache has what a digest, or its beginning, says."""
    return full_digest(digest) is not None


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


def _opened(path: Path) -> FileIO:
    return open(path, "rb", buffering=0)  # noqa: PTH123  unbuffered: mypy knows its type


def _is_whole(digits: str) -> bool:
    """Whether an object is there, or a list and all of its chunks."""
    if object_path(digits).is_file():
        return True
    try:
        return all(object_path(chunk.oid).is_file() for chunk in read_chunks(digits))
    except (OSError, NoSuchVersion):
        return False


def _keep_whole(file: FileIO, digits: str) -> bool:
    from jupyter_repro.kept_data.object_database import own_objects

    content = file.readall() or b""
    if blake3(content).hexdigest() != digits:
        return False
    own_objects().put(digits, content)
    return True


def _keep_chunks(file: FileIO, digits: str) -> bool:
    from jupyter_repro.kept_data.object_database import own_objects

    objects = own_objects()
    whole = blake3()

    def kept(content: memoryview) -> Chunk:
        oid = blake3(content).hexdigest()
        if not object_path(oid).is_file():
            objects.put(oid, bytes(content))
        return Chunk(oid, len(content))

    with ThreadPoolExecutor(_WRITERS) as pool:
        jobs = []
        for read, chunks in chunks_of(file):
            jobs += [pool.submit(kept, chunk) for chunk in chunks]
            whole.update(read)
    if whole.hexdigest() != digits:
        return False
    objects.put(digits + CHUNKED, encode_chunks([job.result() for job in jobs]))
    sync_folder(object_path(digits).parent)
    return True
