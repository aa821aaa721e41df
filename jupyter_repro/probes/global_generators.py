"""The global generators of a process: which of them moved, and which were seeded meanwhile.

A Mersenne Twister that was just seeded has a new key of which nothing is consumed yet; one that was drawn from is
somewhere in its key. M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998); both libraries hold its
624 words and a position among them.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

_WORDS = 624


class GeneratorState(NamedTuple):
    """The state of one generator."""

    key: Hashable
    position: int


class GlobalGenerators:
    """Remembers the states of the global generators, from one question to the next."""

    def __init__(self) -> None:
        self._before: dict[str, GeneratorState] = {}
        self._seeded: set[str] = set()

    def drawn(self) -> Iterator[str]:
        """Names of the generators that were drawn from since it was asked last, and that nobody seeded."""
        for name, read in _READERS.items():
            state = read()
            if state is None:
                continue
            before, self._before[name] = self._before.get(name), state
            if before is None or before == state:
                continue
            if state.key != before.key and state.position == _WORDS:
                self._seeded.add(name)
            elif name not in self._seeded:
                yield name


def _of_random() -> GeneratorState:
    words = random.getstate()[1]
    return GeneratorState(hash(words[:-1]), words[-1])


def _of_numpy() -> GeneratorState | None:
    """None where it is not loaded, or has another generator in the place of its own."""
    numpy = sys.modules.get("numpy.random")
    if numpy is None or not hasattr(numpy, "get_state"):
        return None
    state = numpy.get_state(legacy=False)
    if state["bit_generator"] != "MT19937":
        return None
    return GeneratorState(hash(state["state"]["key"].tobytes()), int(state["state"]["pos"]))


_READERS: dict[str, Callable[[], GeneratorState | None]] = {"random": _of_random, "NumPy": _of_numpy}
