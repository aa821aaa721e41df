"""Digests: BLAKE3, written as `blake3:<64 hexadecimal digits>`.

Source of the method: the BLAKE3 specification (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, 2020).
"""

from __future__ import annotations

import os
from pathlib import Path

from blake3 import blake3

Digest = str

_SMALL = 128 * 1024
"""Bytes up to which one read is faster than a memory map and threads."""


def digest_bytes(content: bytes) -> Digest:
    """Digest of `content`."""
    return f"blake3:{blake3(content).hexdigest()}"


def digest_text(text: str) -> Digest:
    """Digest of `text` as UTF-8; lone surrogates, which JSON can hold and UTF-8 cannot, count as their escape."""
    return digest_bytes(text.encode("utf-8", "backslashreplace"))


def digest_file(path: str | Path) -> Digest:
    """Digest of a file's content; a large one is read through a memory map on all cores.

    Raises OSError for a file that cannot be read.
    """
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  a Path costs as much as the digest of a small file
        if os.fstat(file.fileno()).st_size <= _SMALL:
            return digest_bytes(file.readall() or b"")
    hasher = blake3(max_threads=blake3.AUTO)
    hasher.update_mmap(path)
    return f"blake3:{hasher.hexdigest()}"
