"""Reading what is kept: nothing is handed out that does not match its digest."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from blake3 import blake3

from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.kept_data.chunk_list import Chunk, decode_chunks
from jupyter_repro.kept_data.places import CHUNKED, kept_folder, object_path

_AHEAD = 8
"""Chunks that are read before they are asked for."""


class Damaged(NoSuchVersion):
    """An object that does not match its digest any more; it was moved out of the way."""


def read_object(oid: str) -> bytes:
    """The content of an object; raises FileNotFoundError where there is none, Damaged, and OSError."""
    content = object_path(oid).read_bytes()
    if blake3(content).hexdigest() != oid:
        raise _set_aside(oid)
    return content


def read_chunks(digits: str) -> list[Chunk]:
    """The chunks of a large file; raises as `read_object` does."""
    oid = digits + CHUNKED
    content = object_path(oid).read_bytes()
    try:
        return decode_chunks(content)
    except ValueError:
        raise _set_aside(oid) from None


def pieces(digits: str) -> Iterator[bytes]:
    """The content of a file that is kept, piece by piece, each checked; raises as `read_object` does.

    At its end Damaged is raised where the pieces do not make up what the digest says.
    """
    try:
        yield read_object(digits)
    except FileNotFoundError:
        yield from _checked(digits, read_chunks(digits))


def _checked(digits: str, chunks: list[Chunk]) -> Iterator[bytes]:
    whole = blake3()
    for content in _read_ahead(chunks):
        whole.update(content)
        yield content
    if whole.hexdigest() != digits:
        raise _set_aside(digits + CHUNKED)


def _read_ahead(chunks: list[Chunk]) -> Iterator[bytes]:
    waiting: list[Future[bytes]] = []
    with ThreadPoolExecutor(_AHEAD) as pool:
        for chunk in chunks:
            waiting.append(pool.submit(read_object, chunk.oid))
            if len(waiting) == _AHEAD:
                yield waiting.pop(0).result()
        for each in waiting:
            yield each.result()


def _set_aside(oid: str) -> Damaged:
    """Move an object to where nobody reads it, as far as this user may."""
    place = kept_folder() / "damaged"
    with suppress(OSError):
        place.mkdir(mode=0o700, exist_ok=True)
        object_path(oid).replace(place / oid)
    return Damaged(
        f"what is kept of blake3:{oid[:16]} is damaged: it does not match its digest",
        "see where else it may be with: jupyter repro data status",
    )
