"""What verifying costs next to papermill, nbclient, nbval and nbmake, on the same notebooks in one run.

`python benchmarks/peers.py --only small --size 3 --rounds 2` is a short trial. With `--write` the tables go to
docs/benchmarks.md. It needs an environment with the peers, which `make bench` sets up.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import page
from commands import WAYS, Cost, in_turn
from options import arguments
from suites import SUITES, Suite, prepared

ROUNDS = 5
OURS = [way.name for way in WAYS if way.ours]


def measured(suite: Suite, size: int, rounds: int) -> dict[str, list[Cost]]:
    """The costs of all ways, after a round on little, which writes all byte code and is not counted."""
    with tempfile.TemporaryDirectory() as scratch:
        page.progress(f"{suite.name}: the notebooks are recorded")
        little = prepared(suite, Path(scratch, "little"), suite.least)
        folder = prepared(suite, Path(scratch, "project"), size)
        in_turn(WAYS, little, 1, lambda line: page.progress(f"{suite.name}, not counted: {line}"))
        return in_turn(WAYS, folder, rounds, lambda line: page.progress(f"{suite.name}: {line}"))


def costs_table(costs: Mapping[str, Sequence[Cost]]) -> str:
    """Each command with its seconds, and the ratios of ours to it."""
    head = ["command", "seconds", "CPU seconds", *(f"ratio of `{name}`" for name in OURS)]
    walls = {name: [cost.wall for cost in each] for name, each in costs.items()}
    rows = [
        [
            f"`{name}`",
            page.with_spread(walls[name], 2),
            page.with_spread([cost.cpu for cost in each], 2),
            *("" if name in OURS else page.ratio(walls[ours], walls[name]) for ours in OURS),
        ]
        for name, each in costs.items()
    ]
    return page.table(head, rows)


def main() -> None:
    asked = arguments(__doc__ or "", [suite.name for suite in SUITES], ROUNDS)
    for suite in SUITES:
        if suite.name not in asked.only:
            continue
        size = asked.size or suite.size
        costs = measured(suite, size, asked.rounds)
        title = f"### {suite.title.format(size=size)}\n\n{page.rounds(asked.rounds)}"
        page.publish(f"peers.py: {suite.name}", f"{title}\n\n{costs_table(costs)}", write=asked.write)


if __name__ == "__main__":
    main()
