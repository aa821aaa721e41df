"""Sizes of files, for people."""

from __future__ import annotations

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


def counted(number: int, thing: str) -> str:
    """`1 cell`, `2 cells`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
