"""What the stores of a notebook's data can give now, each asked once a version."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.data import Found, Wish


class Availability:
    """Asks the stores for the versions that one verification, or another such task, wants to know of.

    A store may be far away, or wait long for what it cannot reach: what it said is remembered, also that it refused.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        """The notebook's, to which relative addresses belong."""
        self._answers: dict[tuple[str, Wish], Found | ReproError] = {}

    def resolve(self, address: str, wish: Wish) -> Found:
        """The version that is meant; raises what `DataSource.resolve` does."""
        if (address, wish) not in self._answers:
            self._answers[address, wish] = self._asked(address, wish)
        answer = self._answers[address, wish]
        if isinstance(answer, ReproError):
            raise answer
        return answer

    def _asked(self, address: str, wish: Wish) -> Found | ReproError:
        try:
            found: Found = named_source(address, self.folder).source.resolve(address, wish, self.folder)
        except ReproError as error:
            return error
        return found
