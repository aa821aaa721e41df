"""What is done again and again, and must take no time from what it watches."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import monotonic, thread_time
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Paced(Generic[Answer]):
    """A function that is called the less often the longer it takes."""

    def __init__(
        self, act: Callable[[], Answer], share: float, *, shortest: float = 0.0, longest: float = inf
    ) -> None:
        """`share` is how much of a processor's time it may take; the pauses between are in seconds."""
        self._act, self._share = act, share
        self._shortest, self._longest = shortest, longest
        self._next = -inf

    def __call__(self) -> Answer:
        """Call it now."""
        began = thread_time()
        answer = self._act()
        pause = (thread_time() - began) / self._share
        self._next = monotonic() + min(max(pause, self._shortest), self._longest)
        return answer

    @property
    def wait(self) -> float:
        """Seconds until it is to be called again."""
        return max(self._next - monotonic(), 0.0)

    @property
    def is_due(self) -> bool:
        """Whether it may be called again."""
        return self.wait == 0
