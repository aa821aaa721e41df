"""`uuid.uuid4`, only where the user asked for it: its ids are then no secrets any more."""

from __future__ import annotations

import random
import sys
from uuid import UUID

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced

_OF_THE_KERNEL = frozenset({"IPython", "comm", "ipykernel", "jupyter_client"})
"""Packages whose ids must stay unlike those of another kernel, and of another run of the cell."""


class UuidPin:
    """Makes `uuid.uuid4()` repeat."""

    module = "uuid"
    option = "uuid"

    def __init__(self) -> None:
        self._ids = random.Random(0)

    def apply(self, seed: int) -> Undo:
        """Draw the ids from `seed`."""
        import uuid

        self.reseed(seed)
        ids, unpredictable = self._ids, uuid.uuid4

        def uuid4() -> UUID:
            asker = str(sys._getframe(1).f_globals.get("__name__", "")).partition(".")[0]
            if asker in _OF_THE_KERNEL:
                return unpredictable()
            return UUID(int=ids.getrandbits(128), version=4)

        uuid4.__doc__ = unpredictable.__doc__
        return replaced(uuid, "uuid4", uuid4)

    def reseed(self, seed: int) -> None:
        """Draw the ids from `seed`."""
        self._ids.seed(seed)
