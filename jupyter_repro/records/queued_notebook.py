"""One notebook among many."""

from __future__ import annotations

import msgspec


class QueuedNotebook(msgspec.Struct, frozen=True):
    """A notebook that is to be run."""

    path: str
    seconds: float = 0.0
    """That it is known to take; 0 where that is not known."""
    reads: frozenset[str] = frozenset()
    """Absolute paths of the files that it reads; a folder that it lists ends in a slash."""
    writes: frozenset[str] = frozenset()
    """Absolute paths of the files that it writes."""
