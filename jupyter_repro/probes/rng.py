"""Generators that are seeded from the operating system's entropy."""

from __future__ import annotations

import random
from collections.abc import Callable
from importlib import import_module
from typing import Any

from jupyter_repro.extensions import Undo
from jupyter_repro.patching import after, replaced

_PIN = "seed it, or pin all generators at the top: %repro pin 42"


class RngProbe:
    """Notes generators made without a seed while nothing is pinned, and `random.SystemRandom`."""

    kind = "rng"
    modules = ("random", "numpy.random")

    def start(self, module: str, note: Callable[[str, str], None]) -> Undo:
        """Watch the generators of `random` or `numpy`."""
        return _watch_random(note) if module == "random" else _watch_numpy(note)


def _watch_random(note: Callable[[str, str], None]) -> Undo:
    seed, system_bits = random.Random.seed, random.SystemRandom.getrandbits
    system_random = random.SystemRandom.random

    def noted_seed(self: random.Random, a: Any = None, version: int = 2) -> None:
        if a is None:
            note("a generator of random is seeded from entropy", _PIN)
        seed(self, a, version)

    def noted_bits(self: random.SystemRandom, k: int) -> int:
        note("random.SystemRandom draws from the operating system's entropy", "use random.Random(seed)")
        return system_bits(self, k)

    def noted_random(self: random.SystemRandom) -> float:
        note("random.SystemRandom draws from the operating system's entropy", "use random.Random(seed)")
        return system_random(self)

    return after(
        replaced(random.Random, "seed", noted_seed),
        replaced(random, "seed", noted_seed.__get__(random.seed.__self__)),  # type: ignore[attr-defined]
        replaced(random.SystemRandom, "getrandbits", noted_bits),
        replaced(random.SystemRandom, "random", noted_random),
    )


def _watch_numpy(note: Callable[[str, str], None]) -> Undo:
    bit_generator = import_module("numpy.random.bit_generator")
    original = bit_generator.randbits

    def randbits(bits: int) -> int:
        note("a NumPy generator is seeded from entropy", _PIN)
        return int(original(bits))

    return replaced(bit_generator, "randbits", randbits)
