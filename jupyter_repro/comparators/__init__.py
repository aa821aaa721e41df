"""Comparators, one file a MIME family."""

from __future__ import annotations

from functools import cache

from jupyter_repro.extensions.protocols import Comparator
from jupyter_repro.extensions.registry import parts


@cache
def comparator_for(mime: str) -> Comparator:
    """The comparator that knows a MIME type most exactly: by name, `text/*`, `*+json`, then `*/*`."""
    known = _by_pattern()
    return next(known[pattern] for pattern in _patterns(mime) if pattern in known)


def _patterns(mime: str) -> tuple[str, ...]:
    family, _, kind = mime.partition("/")
    return (mime, f"{family}/*", f"*+{kind.rpartition('+')[2]}", "*/*")


@cache
def _by_pattern() -> dict[str, Comparator]:
    return {mime: part for part in parts("comparators").values() for mime in part.mimes}
