"""Storing a large file as chunks: one pass that reads, digests, cuts and stores what is not there yet."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import FileIO
from itertools import count
from typing import NamedTuple

from blake3 import blake3

from jupyter_repro.kept_data.chunk_list import Chunk, encode_chunks
from jupyter_repro.kept_data.chunks import BUFFER, chunks_of
from jupyter_repro.kept_data.places import CHUNKED, object_path
from jupyter_repro.new_files import sync_folder

_WRITERS = 16
"""Threads: a chunk waits for the disk most of its time, and those that wait together wait once."""
_BUFFERS = 4


class _Stored(NamedTuple):
    chunk: Chunk
    added: int
    """Bytes that were not there before."""


def put_chunks(file: FileIO, digits: str) -> int | None:
    """Store a file of this digest, the list of its chunks last: the bytes that were not there before.

    None where it has another digest. Raises OSError where it cannot be read, and Unwritable.
    """
    from jupyter_repro.kept_data.object_database import own_objects

    objects = own_objects()
    whole = blake3()
    waiting: deque[list[Future[_Stored]]] = deque()
    stored: list[_Stored] = []

    def store(content: memoryview) -> _Stored:
        oid = blake3(content).hexdigest()
        if object_path(oid).is_file():
            return _Stored(Chunk(oid, len(content)), 0)
        objects.put(oid, content)
        return _Stored(Chunk(oid, len(content)), len(content))

    def free() -> Iterator[memoryview]:
        """Buffers, each when the chunks that lay in it have been stored."""
        buffers = [memoryview(bytearray(BUFFER)) for _ in range(_BUFFERS)]
        for number in count():
            if number >= _BUFFERS:
                stored.extend(job.result() for job in waiting.popleft())
            yield buffers[number % _BUFFERS]

    with ThreadPoolExecutor(_WRITERS) as pool:
        for read, chunks in chunks_of(file, free()):
            waiting.append([pool.submit(store, each) for each in chunks])
            whole.update(read)
        stored.extend(job.result() for jobs in waiting for job in jobs)
    if whole.hexdigest() != digits:
        return None
    listing = encode_chunks([each.chunk for each in stored])
    objects.put(digits + CHUNKED, listing)
    sync_folder(object_path(digits).parent)
    return len(listing) + sum(each.added for each in stored)
