"""Reading what is kept: nothing is handed out that does not match its digest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from blake3 import blake3

from jupyter_repro.digest import ALGORITHM, short_digest
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.files.folder_digest import listed
from jupyter_repro.kept_data.chunk_list import Chunk, decode_chunks, is_chunk_list
from jupyter_repro.kept_data.places import CHUNKED, LISTING

_AHEAD = 8
"""Chunks that are read before they are asked for."""


class Damaged(NoSuchVersion):
    """An object that does not match its digest any more."""


class Objects(Protocol):
    """A place that objects lie in."""

    def read(self, oid: str) -> bytes:
        """What lies there under this name; raises FileNotFoundError where nothing does."""
        ...

    def set_aside(self, oid: str) -> None:
        """Move what does not match its digest to where nobody reads it, as far as this user may."""
        ...


def read_object(oid: str, places: Sequence[Objects]) -> bytes:
    """The content of an object, from the first of the places that has it whole.

    Raises FileNotFoundError where none has it, Damaged, and what a place raises.
    """
    is_damaged = False
    for place in places:
        try:
            content = place.read(oid)
        except FileNotFoundError:
            continue
        if matches(oid, content):
            return content
        place.set_aside(oid)
        is_damaged = True
    raise _damaged(oid) if is_damaged else FileNotFoundError(oid)


def matches(oid: str, content: bytes) -> bool:
    """Whether content is what an object's name says."""
    if oid.endswith(CHUNKED):
        return is_chunk_list(content)
    return blake3(content).hexdigest() == oid.removesuffix(LISTING)


def read_chunks(digits: str, places: Sequence[Objects]) -> list[Chunk]:
    """The chunks of a large file; raises as `read_object` does."""
    return decode_chunks(read_object(digits + CHUNKED, places))


def read_listing(digits: str, places: Sequence[Objects]) -> dict[str, str]:
    """Path below a folder of this digest to the digest of each file; raises as `read_object` does."""
    return listed(read_object(digits + LISTING, places))


def pieces(digits: str, places: Sequence[Objects]) -> Iterator[bytes]:
    """The content of a file that is kept, piece by piece, each checked; raises as `read_object` does.

    At its end Damaged is raised where the pieces do not make up what the digest says.
    """
    try:
        content = read_object(digits, places)
    except FileNotFoundError:
        yield from _checked(digits, read_chunks(digits, places), places)
    else:
        yield content


def _checked(digits: str, chunks: list[Chunk], places: Sequence[Objects]) -> Iterator[bytes]:
    whole = blake3()
    for content in _read_ahead(chunks, places):
        whole.update(content)
        yield content
    if whole.hexdigest() != digits:
        for place in places:
            place.set_aside(digits + CHUNKED)
        raise _damaged(digits)


def _read_ahead(chunks: list[Chunk], places: Sequence[Objects]) -> Iterator[bytes]:
    waiting: list[Future[bytes]] = []
    with ThreadPoolExecutor(_AHEAD) as pool:
        for chunk in chunks:
            waiting.append(pool.submit(read_object, chunk.oid, places))
            if len(waiting) == _AHEAD:
                yield waiting.pop(0).result()
        for each in waiting:
            yield each.result()


def _damaged(oid: str) -> Damaged:
    return Damaged(
        f"what is kept of {short_digest(ALGORITHM + oid, 16)} is damaged: it does not match its digest",
        "see where else it may be with: jupyter repro data status",
    )
