"""Which installed packages a cell's output depends on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_repro.collectors.packages import normalised
from jupyter_repro.diagnosing.evidence import Evidence
from jupyter_repro.environments.imported_distributions import distribution
from jupyter_repro.verdicts import CellVerdict, Where


@dataclass(frozen=True)
class PackageUse:
    """A package that is imported on the way to a cell."""

    name: str
    version: str
    where: Where
    """Where the notebook imports it."""


def packages_used(cell: CellVerdict, evidence: Evidence, line: int = 0) -> Iterator[PackageUse]:
    """Those that the notebook imports itself; `line` is the one that raised, 0 where none did."""
    if evidence.dependence is None:
        return
    places: dict[str, Where] = {}
    for statement in evidence.dependence.steps(cell.index, line):
        for name in statement.imports:
            root = name.partition(".")[0]
            if root not in sys.stdlib_module_names:
                at = statement.line_importing([name])
                places.setdefault(normalised(distribution(root)), Where(statement.cell, at))
    for name, version in evidence.found.packages.imported.items():
        if normalised(name) in places:
            yield PackageUse(name, version, places[normalised(name)])
