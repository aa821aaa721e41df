"""Whether the cache has the file that a digest, or its beginning, means."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress

from jupyter_repro.digest import ALGORITHM
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.kept_data.places import CHUNKED, LISTING, object_path
from jupyter_repro.kept_data.reading import Objects, read_chunks

DIGITS = 64


def complete_digest(short: str, places: Sequence[Objects]) -> str | None:
    """The digest of a file that is there, by its beginning; None where there is none, or more than one."""
    digits = short.removeprefix(ALGORITHM)
    if len(digits) == DIGITS:
        return short if is_whole(digits, places) else None
    found = {name for name in beginning_with(digits) if is_whole(name, places)}
    return ALGORITHM + found.pop() if len(found) == 1 else None


def beginning_with(digits: str) -> set[str]:
    """All digits of what the cache has under names that begin so."""
    with suppress(OSError):
        names = os.listdir(object_path(digits).parent)  # noqa: PTH208  asked of each file of a folder
        return {
            digits[:2] + name.removesuffix(CHUNKED)
            for name in names
            if name.startswith(digits[2:]) and not name.endswith(LISTING)
        }
    return set()


def is_whole(digits: str, places: Sequence[Objects]) -> bool:
    """Whether the file of a digest is there, or a list and all of its chunks."""
    if object_path(digits).is_file():
        return True
    try:
        return all(object_path(chunk.oid).is_file() for chunk in read_chunks(digits, places))
    except (OSError, NoSuchVersion):
        return False
