"""The sources of chance, each with the world in which it gives the same in each run; a source more is a row more."""

from __future__ import annotations

from jupyter_repro.executing.plan import Plan
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.world import World
from jupyter_repro.pinning.environment_pins import HASH_SEED, RANDOM, THREADS
from jupyter_repro.verdicts import Kind

_NOTHING = World()
_SAME_MEMORY = World(fixed_addresses=True, variables={HASH_SEED: "0"})
ONE_THREAD = dict.fromkeys((*THREADS, "VECLIB_MAXIMUM_THREADS", "POLARS_MAX_THREADS"), "1")


def _held(kind: Kind, *more: str, also: frozenset[Kind] = frozenset(), world: World = _NOTHING) -> Factor:
    return Factor(
        kind, kind, "hold", World(holds=frozenset({kind, *more})) | world, also=also, whole_kind=True
    )


SOURCES: tuple[Factor, ...] = (
    Factor("rng", "rng", "hold", World(pinned=True), whole_kind=True),
    Factor("hash-order", "hash-order", "hold", World(variables={HASH_SEED: "0"}), whole_kind=True),
    _held("clock", "timing", also=frozenset({"timing"})),
    _held("entropy", also=frozenset({"rng"})),
    Factor("address", "address", "hold", _SAME_MEMORY, whole_kind=True),
    Factor(
        "address",
        "order in memory",
        "hold",
        _SAME_MEMORY | World(holds=frozenset({"address"})),
        whole_kind=True,
    ),
    _held("filesystem-order"),
    _held("tempfile"),
    _held("process"),
    _held("threads", world=World(variables=ONE_THREAD)),
    _held("subprocess"),
    _held("network"),
)


def sources_held(plan: Plan, kinds: list[Kind]) -> list[Factor]:
    """All that a run by this plan does not pin anyway, those that the evidence names first."""
    pinned = {*(["rng"] if plan.seed is not None else [])}
    if plan.environment.get(HASH_SEED, RANDOM) != RANDOM:
        pinned.add("hash-order")
    free = [each for each in SOURCES if each.name not in pinned]
    return sorted(free, key=lambda each: min((kinds.index(k) for k in each.kinds if k in kinds), default=99))
