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


def is_chunk_list(content: bytes) -> bool:
    """Whether this is a list's file as it was written."""
    digest, _, lines = content.partition(b"\n")
    return digest_bytes(lines).encode() == digest


def decode_chunks(content: bytes) -> list[Chunk]:
    """The chunks of a list's file, in their order."""
    rows = (line.split(" ") for line in content.partition(b"\n")[2].decode().splitlines())
    return [Chunk(oid, int(size)) for oid, size in rows]
