"""Comparators, one file a MIME family."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

from jupyter_repro.extensions import Comparator, parts


@cache
def comparator_for(mime: str) -> Comparator:
    """The comparator that knows a MIME type best: by its name, else by the longest pattern that matches."""
    _, _, best = max(
        (
            (pattern == mime, len(pattern), comparator)
            for comparator in parts("comparators").values()
            for pattern in comparator.mimes
            if fnmatchcase(mime or "text/plain", pattern)
        ),
        key=lambda match: match[:2],
    )
    known: Comparator = best
    return known
