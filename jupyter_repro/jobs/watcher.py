"""Following a run of many notebooks."""

from __future__ import annotations

from typing import Any


class Unwatched:
    """Nobody follows it."""

    def began(self, path: str) -> None:
        """A notebook begins."""

    def progress(self, path: str, above: int, total: int) -> None:
        """Before a cell of it."""

    def ended(self, path: str, answer: Any) -> None:
        """A notebook has ended."""

    def tick(self) -> None:
        """Some time has passed."""


UNWATCHED = Unwatched()
