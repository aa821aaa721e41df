"""Ending a cell before it ends by itself: its kernel is interrupted, and killed where it does not answer then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from jupyter_core.utils import ensure_async

PATIENCE = 10.0
"""Seconds in which a kernel answers that was interrupted."""


class CellEnding:
    """The end of one cell at a time."""

    def __init__(self, kill: Callable[[], None]) -> None:
        self._kill = kill
        self._task: asyncio.Future[None] | None = None

    def begin(self, manager: Any) -> None:
        """Interrupt the kernel of this manager."""
        self._task = asyncio.ensure_future(self._interrupt(manager))

    def over(self) -> None:
        """The cell has ended."""
        if self._task:
            self._task.cancel()

    async def _interrupt(self, manager: Any) -> None:
        """A kernel that is interrupted while it sends its answer may lose that, and would be awaited for ever."""
        await ensure_async(manager.interrupt_kernel())
        await asyncio.sleep(PATIENCE)
        await asyncio.to_thread(self._kill)
