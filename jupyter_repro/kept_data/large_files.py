"""Storing a large file as chunks: one pass that reads, digests, cuts and stores what is not there yet."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from io import FileIO
from itertools import count
from typing import NamedTuple

from blake3 import blake3

from jupyter_repro.files.whole_files import sync_folder
from jupyter_repro.kept_data.chunk_list import Chunk, encode_chunks
from jupyter_repro.kept_data.chunks import BUFFER, chunks_of
from jupyter_repro.kept_data.object_database import own_objects
from jupyter_repro.kept_data.places import CHUNKED, object_path

_WRITERS = 16
"""Threads: a chunk waits for the disk most of its time, and those that wait together wait once."""
_BUFFERS = 4


class _Stored(NamedTuple):
    chunk: Chunk
    added: int
    """Bytes that were not there before."""


def put_chunks(file: FileIO, digits: str, is_known: Callable[[], bool]) -> int | None:
    """Store a file of this digest, the list of its chunks last: the bytes that were not there before.

    `is_known` tells whether the file, as it is when it is asked, is known to have this digest: known before and behind
    the reading, what was read need not be digested as a whole, only in chunks. None where the file has another digest.
    Raises OSError where it cannot be read, and Unwritable.
    """
    whole = None if is_known() else blake3()
    with ThreadPoolExecutor(_WRITERS) as pool, ThreadPoolExecutor(1) as in_turn:
        storing = _Storing(pool, in_turn, whole)
        for read, chunks in chunks_of(file, storing.buffers()):
            storing.take(read, chunks)
        stored = storing.ended()
    if not (whole.hexdigest() == digits if whole else is_known()):
        return None
    return _put_list(digits, [each.chunk for each in stored]) + sum(each.added for each in stored)


class _Storing:
    """What is stored of a file while it is read, and digested as a whole where there is a hasher for it."""

    def __init__(self, pool: Executor, in_turn: Executor, whole: blake3 | None) -> None:
        self._pool, self._in_turn, self._whole = pool, in_turn, whole
        self._waiting: deque[list[Future[_Stored]]] = deque()
        self._digested: deque[Future[object]] = deque()
        self._stored: list[_Stored] = []

    def take(self, read: memoryview, chunks: list[memoryview]) -> None:
        """Store the chunks, and digest what was read."""
        if self._whole:
            self._digested.append(self._in_turn.submit(self._whole.update, read))
        self._waiting.append([self._pool.submit(_stored, each) for each in chunks])

    def buffers(self) -> Iterator[memoryview]:
        """To read into, each when what lay in it is done with."""
        buffers = [memoryview(bytearray(BUFFER)) for _ in range(_BUFFERS)]
        for number in count():
            if number >= _BUFFERS:
                self._wait()
            yield buffers[number % _BUFFERS]

    def ended(self) -> list[_Stored]:
        """All that was stored, in the order of the file."""
        while self._waiting:
            self._wait()
        return self._stored

    def _wait(self) -> None:
        if self._digested:
            self._digested.popleft().result()
        self._stored.extend(job.result() for job in self._waiting.popleft())


def _stored(content: memoryview) -> _Stored:
    oid = blake3(content).hexdigest()
    if object_path(oid).is_file():
        return _Stored(Chunk(oid, len(content)), 0)
    own_objects().put(oid, content)
    return _Stored(Chunk(oid, len(content)), len(content))


def _put_list(digits: str, chunks: list[Chunk]) -> int:
    """Store the list of a file's chunks; answers its bytes."""
    listing = encode_chunks(chunks)
    own_objects().put(digits + CHUNKED, listing)
    sync_folder(object_path(digits).parent)
    return len(listing)
