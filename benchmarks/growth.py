"""How the time grows with the number of notebooks, and of cells in one notebook, and whether in proportion.

`python benchmarks/growth.py --only cells --size 100 --rounds 1` ends at 100. With `--write` the tables go to
docs/benchmarks.md. It needs an environment with the peers, which `make bench` sets up.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import page
from commands import WAYS, Way, in_turn
from options import arguments
from suites import SMALL, Suite, many_cells, prepared, several

ROUNDS = 3
SIZES = (10, 100, 1000)
IN_PROPORTION = 1.15
"""The last one may cost as many times what one of the first cost, before it is said that the time grows faster."""

Medians = dict[int, float]
"""Seconds for each size."""


@dataclass(frozen=True)
class Growth:
    """What grows."""

    unit: str
    suite: Suite
    most_of_peers: int
    """Peers are not run in larger sizes."""
    once: int
    """Of this size on there is one round."""


GROWTHS = {
    "notebooks": Growth(
        "notebook",
        Suite("notebooks", "", several(SMALL), SIZES[-1], recorded=10),
        most_of_peers=100,
        once=100,
    ),
    "cells": Growth("cell", Suite("cells", "", many_cells, SIZES[-1]), most_of_peers=1000, once=10_000),
}


def measured(growth: Growth, size: int, rounds: int) -> dict[str, float]:
    """Median seconds of each way that is run in this size."""
    name = f"{size} {growth.unit}s"
    ways = [way for way in WAYS if way.ours or size <= growth.most_of_peers]
    with tempfile.TemporaryDirectory() as scratch:
        page.progress(f"{name}: recorded")
        folder = prepared(growth.suite, Path(scratch, "project"), size)
        costs = in_turn(
            ways, folder, 1 if size >= growth.once else rounds, lambda line: page.progress(f"{name}: {line}")
        )
    return {way: statistics.median(cost.wall for cost in each) for way, each in costs.items()}


def warm_up(growth: Growth) -> None:
    """A round of all ways on little, which writes all byte code."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = prepared(growth.suite, Path(scratch, "little"), growth.suite.least)
        in_turn(WAYS, folder, 1, lambda line: page.progress(f"not counted: {line}"))


def one_more(medians: Medians) -> list[float]:
    """Seconds that one more costs, between each size and the next."""
    return [
        (medians[larger] - medians[smaller]) / (larger - smaller)
        for smaller, larger in pairwise(sorted(medians))
    ]


def proportion(steps: Sequence[float]) -> str:
    """Whether one more costs the same however many there are."""
    if len(steps) < 2:
        return ""
    grown = steps[-1] / steps[0]
    return f"{'yes' if grown <= IN_PROPORTION else 'no'} ({grown:.2f})"


def growth_table(unit: str, sizes: Sequence[int], medians: Mapping[str, Medians]) -> str:
    """Each command with its seconds in each size, what one more costs in ms, and whether that stays the same."""
    steps = [f"one more {unit}, {a:,} to {b:,}" for a, b in pairwise(sizes)]
    head = ["command", *(f"{size:,} {unit}s" for size in sizes), *steps, "in proportion"]
    rows = []
    for name, each in medians.items():
        seconds = [f"{each[size]:,.1f} s" if size in each else "" for size in sizes]
        more = one_more(each)
        each_more = [f"{1000 * step:,.1f} ms" for step in more] + [""] * (len(steps) - len(more))
        rows.append([f"`{name}`", *seconds, *each_more, proportion(more)])
    return page.table(head, rows)


def by_way(found: Mapping[int, Mapping[str, float]], ways: Sequence[Way]) -> dict[str, Medians]:
    """For each way the sizes that it was run in."""
    return {
        way.name: {size: each[way.name] for size, each in found.items() if way.name in each} for way in ways
    }


def main() -> None:
    asked = arguments(__doc__ or "", list(GROWTHS), ROUNDS)
    sizes = [size for size in SIZES if size <= (asked.size or SIZES[-1])] or [asked.size]
    for name in asked.only:
        growth = GROWTHS[name]
        warm_up(growth)
        found = {size: measured(growth, size, asked.rounds) for size in sizes}
        shown = growth_table(growth.unit, sizes, by_way(found, WAYS))
        once = f"\n\nOne round of {growth.once:,} {growth.unit}s and more." if growth.once in sizes else ""
        page.publish(f"growth.py: {name}", f"{page.rounds(asked.rounds)}{once}\n\n{shown}", write=asked.write)


if __name__ == "__main__":
    main()
