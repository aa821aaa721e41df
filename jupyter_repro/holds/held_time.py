"""A time that goes forward by itself, alike in every run: at each cell, at each look at it, and by each sleep."""

from __future__ import annotations

SECOND = 1_000_000_000
"""Nanoseconds."""
FIRST_TICK = SECOND // 1000
LONGEST_TICK = SECOND
LOOKS_AT_ONE_TICK = 128
"""Looks after which the tick doubles: a loop that waits for a moment ends, however long each of its rounds takes."""


class HeldTime:
    """Nanoseconds since the kernel's first cell."""

    def __init__(self) -> None:
        self._now = 0
        self._looks = 0

    def cell_begins(self) -> None:
        """Go to the second after the next full one, so that how often one cell looked does not show in another."""
        self._now = (-(-self._now // SECOND) + 1) * SECOND
        self._looks = 0

    def look(self) -> int:
        """What time it is; it goes forward."""
        self._now += min(FIRST_TICK << min(self._looks // LOOKS_AT_ONE_TICK, 30), LONGEST_TICK)
        self._looks += 1
        return self._now

    def sleep(self, seconds: float) -> None:
        """Go forward by what somebody slept, who will look again less often than one who only waits."""
        slept = int(max(seconds, 0) * SECOND)
        self._now += slept
        if slept >= FIRST_TICK:
            self._looks = 0
