"""What is varied to see whether an output depends on it; a variation more is a row more.

After the manner of reprotest, which builds Debian's packages again with one thing varied.
"""

from __future__ import annotations

from jupyter_repro.executing.plan import HELD_MOMENT
from jupyter_repro.experiments.chance import ONE_THREAD
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.world import World
from jupyter_repro.pinning.environment_pins import HASH_SEED
from jupyter_repro.verdicts import Kind

DAY = 86_400.0


def _vary(kind: Kind, name: str, world: World, also: frozenset[Kind] = frozenset()) -> Factor:
    return Factor(kind, name, "vary", world, also=also, whole_kind=True)


def _at(seconds: float) -> World:
    return World(holds=frozenset({"clock"}), moment=HELD_MOMENT + seconds)


VARIATIONS: tuple[Factor, ...] = (
    _vary("clock", "another date", _at(400.4 * DAY)),
    _vary("clock", "another time of day", _at(0.3 * DAY)),
    _vary("timezone", "another time zone", World(variables={"TZ": "Pacific/Apia"})),
    _vary("locale", "another locale", World(variables={"LC_ALL": "C", "LANG": "C"})),
    _vary("path", "another folder", World(elsewhere="a-rather-longer-name")),
    _vary("hash-order", "another hash seed", World(variables={HASH_SEED: "4294967291"})),
    _vary("threads", "one thread", World(variables=ONE_THREAD)),
    _vary(
        "machine",
        "a processor without AVX",
        World(
            variables={
                "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX2 FMA3",
                "OPENBLAS_CORETYPE": "NEHALEM",
            }
        ),
    ),
    _vary("timing", "half a second between cells", World(pause=0.5), also=frozenset({"clock"})),
    _vary(
        "environment-variable",
        "another width of the terminal",
        World(variables={"COLUMNS": "133", "LINES": "17"}),
    ),
    _vary("tempfile", "another folder for temporary files", World(holds=frozenset({"tempfile"}))),
    _vary("process", "another process, host and user", World(holds=frozenset({"process"}))),
)
