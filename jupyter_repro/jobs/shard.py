"""One of several runners' share of the notebooks."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from jupyter_repro.records.queued_notebook import QueuedNotebook

USUAL_SECONDS = 5.0
"""That a notebook is thought to take where that is not known."""


class Shard(msgspec.Struct, frozen=True):
    """One share of `total`, counted from 1."""

    number: int = 1
    total: int = 1


def share(notebooks: Sequence[QueuedNotebook], shard: Shard) -> list[QueuedNotebook]:
    """The share's notebooks, in the order given: all shares take about as long, and each runner makes the same.

    The longest is given first, each to the share that has least to do (Graham, "Bounds on multiprocessing timing
    anomalies", 1969).
    """
    loads = [0.0] * shard.total
    chosen: set[str] = set()
    for each in sorted(notebooks, key=lambda each: (-(each.seconds or USUAL_SECONDS), each.path)):
        least = loads.index(min(loads))
        loads[least] += each.seconds or USUAL_SECONDS
        if least == shard.number - 1:
            chosen.add(each.path)
    return [each for each in notebooks if each.path in chosen]
