"""Digests: BLAKE3, written as `blake3:<64 hexadecimal digits>`.

Source of the method: the BLAKE3 specification (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, 2020).
"""

from __future__ import annotations

from pathlib import Path

from blake3 import blake3

Digest = str


def digest_bytes(content: bytes) -> Digest:
    """Digest of `content`."""
    return f"blake3:{blake3(content).hexdigest()}"


def digest_text(text: str) -> Digest:
    """Digest of `text` as UTF-8; lone surrogates, which JSON can hold and UTF-8 cannot, count as their escape."""
    return digest_bytes(text.encode("utf-8", "backslashreplace"))


def digest_file(path: Path) -> Digest:
    """Digest of a file's content, read through a memory map on all cores.

    Raises OSError for a file that cannot be read.
    """
    hasher = blake3(max_threads=blake3.AUTO)
    hasher.update_mmap(path)
    return f"blake3:{hasher.hexdigest()}"
