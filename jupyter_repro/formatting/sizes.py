"""Sizes of files, for people."""

from __future__ import annotations

import re

_UNITS = ("kB", "MB", "GB", "TB", "PB", "EB")


def human_size(count: int) -> str:
    """A number of bytes in decimal units: `999 B`, `3.1 kB`, `1.0 MB`."""
    if count < 1000:
        return f"{count} B"
    size = count / 1000
    for unit in _UNITS[:-1]:
        if round(size, 1) < 1000:
            return f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} {_UNITS[-1]}"


def two_sizes(recorded: int, found: int) -> tuple[str, str]:
    """Two numbers of bytes that differ, in as many digits as it takes to tell them apart."""
    was, now = human_size(recorded), human_size(found)
    return (was, now) if was != now else (f"{recorded:,} B", f"{found:,} B")


def counted(number: int, thing: str) -> str:
    """`1 cell`, `2 cells`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def size_in_bytes(text: str) -> int:
    """The bytes that a person means by `10 MB`, `1.5GB` or `300`; units are decimal.

    Raises ValueError for what is no size.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kMGTPE]?B)?\s*", text)
    if match is None:
        raise ValueError(f"{text!r} is no size such as '10 MB'")
    number, unit = match.groups()
    return round(float(number) * 1000.0 ** ["B", *_UNITS].index(unit or "B"))
