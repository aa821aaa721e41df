"""The list of the chunks that make up a large file.

A file of lines: the digest of all that follows, then of each chunk its digest and its size in bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_repro.digest import digest_bytes


@dataclass(frozen=True)
class Chunk:
    """A part of a file."""

    oid: str
    """64 hexadecimal digits of its digest."""
    size: int
    """Bytes."""


def encode_chunks(chunks: list[Chunk]) -> bytes:
    """The list's file."""
    lines = "".join(f"{chunk.oid} {chunk.size}\n" for chunk in chunks).encode()
    return digest_bytes(lines).encode() + b"\n" + lines


def decode_chunks(content: bytes) -> list[Chunk]:
    """The chunks, in their order; raises ValueError for a list that is not what was written."""
    digest, _, lines = content.partition(b"\n")
    if digest_bytes(lines).encode() != digest:
        raise ValueError("not a list of chunks")
    rows = (line.split(" ") for line in lines.decode().splitlines())
    return [Chunk(oid, int(size)) for oid, size in rows]
