"""The generators that everybody in a process shares: which of them moved, and which were seeded meanwhile.

These are the global ones of `random` and NumPy, and those that a library made for itself without a seed.

A Mersenne Twister that was just seeded has a new key of which nothing is consumed yet; one that was drawn from is
somewhere in its key. M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998); both libraries hold its
624 words and a position among them.
"""

from __future__ import annotations

import random
import sys
import weakref
from collections.abc import Callable, Hashable, Iterator
from typing import Any, NamedTuple

_WORDS = 624
_FRESH = 623
"""Position of a generator that NumPy seeded from entropy, and nobody drew from."""
MOST_OF_LIBRARIES = 20
"""Generators of libraries that are looked at."""


class GeneratorState(NamedTuple):
    """The state of one generator."""

    key: Hashable
    position: int


class GlobalGenerators:
    """Remembers the states of the shared generators, from one question to the next."""

    def __init__(self) -> None:
        self._before: dict[str, GeneratorState | None] = {}
        self._seeded: set[str] = set()

    def drawn(self) -> Iterator[str]:
        """Names of the global generators that were drawn from since it was asked last, and that nobody seeded."""
        for name, read in _READERS.items():
            state = read()
            is_first, before = name not in self._before, self._before.get(name)
            self._before[name] = state
            if is_first or state is None or before == state:
                continue
            if before is None:  # its library was loaded meanwhile
                if state.position == _WORDS:
                    self._seeded.add(name)
                elif state.position != _FRESH:
                    yield name
            elif state.key != before.key and state.position == _WORDS:
                self._seeded.add(name)
            elif name not in self._seeded:
                yield name


class LibrariesGenerators:
    """Generators of `random` that libraries made for themselves, as long as nobody seeds them."""

    def __init__(self) -> None:
        self._made: weakref.WeakKeyDictionary[random.Random, str] = weakref.WeakKeyDictionary()
        self._before: dict[int, GeneratorState] = {}

    def seeded_from_entropy(self, generator: random.Random, module: str) -> None:
        """A module made a generator without a seed; what the notebook and Python make is seen where it is made."""
        library = module.partition(".")[0]
        is_known = not library or library == "__main__" or library in sys.stdlib_module_names
        if not is_known and len(self._made) < MOST_OF_LIBRARIES:
            self._made[generator] = library
            self._before[id(generator)] = _state_of(generator)

    def seeded(self, generator: random.Random) -> None:
        """It repeats from now on."""
        self._made.pop(generator, None)

    def drawn(self) -> Iterator[str]:
        """The libraries whose generators were drawn from since it was asked last."""
        for generator, library in list(self._made.items()):
            before, self._before[id(generator)] = self._before[id(generator)], _state_of(generator)
            if before != self._before[id(generator)]:
                yield library


def _state_of(generator: Any) -> GeneratorState:
    words = generator.getstate()[1]
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


_READERS: dict[str, Callable[[], GeneratorState | None]] = {
    "random": lambda: _state_of(random),
    "NumPy": _of_numpy,
}
