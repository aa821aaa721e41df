"""Random generators that nobody seeded."""

from __future__ import annotations

import ast
import random
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import FrameType
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.notebooks.cell_source import Call, CellSource
from jupyter_repro.patching import after, replaced
from jupyter_repro.pinning.applied_pins import PINNING
from jupyter_repro.probes.global_generators import GlobalGenerators, LibrariesGenerators

_SEEDERS = {
    "random.seed": "random", "numpy.random.seed": "numpy", "torch.manual_seed": "torch",
    "torch.random.manual_seed": "torch", "polars.set_random_seed": "polars",
    "tensorflow.random.set_seed": "tensorflow", "keras.utils.set_random_seed": "random numpy keras tensorflow torch",
    "transformers.set_seed": "random numpy torch", "transformers.trainer_utils.set_seed": "random numpy torch",
}  # fmt: skip
_DRAWS = {
    "random": (
        "random", "randint", "randrange", "choice", "choices", "sample", "shuffle", "uniform", "gauss",
        "normalvariate", "betavariate", "expovariate", "gammavariate", "triangular", "getrandbits", "randbytes",
    ),
    "numpy.random": (
        "rand", "randn", "randint", "random", "random_sample", "choice", "shuffle", "permutation", "normal", "uniform",
        "poisson", "binomial", "exponential", "beta", "gamma", "standard_normal", "multivariate_normal", "bytes",
    ),
    "torch": ("rand", "randn", "randint", "randperm", "normal", "bernoulli", "multinomial", "rand_like", "randn_like"),
    "tensorflow.random": ("normal", "uniform", "shuffle", "categorical", "truncated_normal"),
}  # fmt: skip
_BOUND = {
    "random.Random": "random",
    "numpy.random.mtrand": "numpy.random",
}
"""Modules and classes of the functions as they name themselves."""
_OF_SYSTEM = "random.SystemRandom draws from the operating system's entropy"


class RngProbe:
    """Notes draws from generators that are neither seeded nor pinned, and `random.SystemRandom`."""

    kind = "rng"
    remedy = "seed it, or pin all generators at the top: %repro pin 42"
    modules = ("random", "numpy.random")
    through = frozenset({"random", "numpy"})
    remedies = {_OF_SYSTEM: "it cannot be seeded: draw from random.Random(SEED) instead"}

    def __init__(self) -> None:
        self._seeded: set[str] = set()
        self._generators = GlobalGenerators()
        self._libraries = LibrariesGenerators()

    def moved(self) -> Iterator[str]:
        """Generators that a line drew from, by whatever it called: global ones, and those of libraries."""
        drawn, libraries = list(self._generators.drawn()), list(self._libraries.drawn())
        if PINNING.seed is None:
            yield from (
                f"it draws from the global generator of {name}, which nobody seeded" for name in drawn
            )
            yield from (f"it draws from a generator of {name}, which nobody seeded" for name in libraries)

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the generators of `random` or `numpy` that are made without a seed."""
        return _watch_random(note, self._libraries) if module == "random" else _watch_numpy(note)

    def read(self, source: CellSource) -> Iterator[tuple[int, str, bool]]:
        """Draws from global generators, unless they are pinned or a cell has seeded them."""
        for call in sorted(source.calls, key=lambda call: call.node.lineno):
            if call.name in _SEEDERS and call.node.args:
                self._seeded |= set(_SEEDERS[call.name].split())
            library = _drawn_from(call) or _drawn_by_polars(call, source)
            if library and library.partition(".")[0] not in self._seeded and PINNING.seed is None:
                what = f"{call.name or library}() draws from a generator that nobody seeded"
                yield call.node.lineno, what, call.sure


def _drawn_from(call: Call) -> str:
    library, _, function = call.name.rpartition(".")
    library = _BOUND.get(library, library)
    return library if function in _DRAWS.get(library, ()) else ""


def _drawn_by_polars(call: Call, source: CellSource) -> str:
    """`polars.DataFrame.sample`, where a frame or a series draws without a seed of its own."""
    function = call.node.func
    if not isinstance(function, ast.Attribute) or function.attr not in {"sample", "shuffle"}:
        return ""
    owner = type(source.value_of(function.value))
    is_seeded = any(each.arg == "seed" for each in call.node.keywords)
    is_of_polars = owner.__module__.partition(".")[0] == "polars" and not is_seeded
    return f"polars.{owner.__qualname__}.{function.attr}" if is_of_polars else ""


def _watch_random(note: Callable[[str], None], libraries: LibrariesGenerators) -> Undo:
    seed, system_bits = random.Random.seed, random.SystemRandom.getrandbits
    system_random = random.SystemRandom.random

    def noted_seed(self: random.Random, a: Any = None, version: int = 2) -> None:
        if a is None:
            note("a generator of random is seeded from entropy")
        seed(self, a, version)
        if type(self) is not random.Random:  # a class of somebody else may have neither state nor hash
            return
        if a is None:
            libraries.seeded_from_entropy(self, _maker())
        else:
            libraries.seeded(self)

    def noted_bits(self: random.SystemRandom, k: int) -> int:
        note(_OF_SYSTEM)
        return system_bits(self, k)

    def noted_random(self: random.SystemRandom) -> float:
        note(_OF_SYSTEM)
        return system_random(self)

    return after(
        replaced(random.Random, "seed", noted_seed),
        replaced(random, "seed", noted_seed.__get__(random.seed.__self__)),  # type: ignore[attr-defined]
        replaced(random.SystemRandom, "getrandbits", noted_bits),
        replaced(random.SystemRandom, "random", noted_random),
    )


def _maker() -> str:
    """The name of the module that makes a generator."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_globals.get("__name__") == "random":
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", "")) if frame else ""


def _watch_numpy(note: Callable[[str], None]) -> Undo:
    bit_generator = import_module("numpy.random.bit_generator")
    original = bit_generator.randbits

    def randbits(bits: int) -> int:
        note("a NumPy generator is seeded from entropy")
        return int(original(bits))

    return replaced(bit_generator, "randbits", randbits)
