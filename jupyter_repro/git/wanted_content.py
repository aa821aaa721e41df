"""What a version of a file must hold to be the recorded one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """What was recorded of it."""

    digest: str
    """Whole, or its beginning where no more was recorded."""
    size: int | None = None
    """In bytes, where it was recorded: it spares reading what cannot be it."""
