"""Causes of later cells that the first divergence does not explain: each once, at the cell that has it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from jupyter_repro.verdicts import Cause, CellVerdict, Verdict

Key = tuple[str, str, int | None]


class IndependentCause(NamedTuple):
    """A cause of a cell below the one that diverged first."""

    cell: CellVerdict
    cause: Cause


def independent_causes(verdict: Verdict) -> list[IndependentCause]:
    """Causes below the first divergence that do not come from it, in the order of the cells.

    A suspicion counts only where nothing better explains its cell.
    """
    root = verdict.root
    if root is None:
        return []
    found: list[IndependentCause] = []
    known = {_key(cause) for cause in root.causes}
    for cell in verdict.cells:
        if cell.index > root.index:
            own = _unexplained(cell.causes, known)
            known |= own.keys()
            found += [IndependentCause(cell, cause) for cause in own.values()]
    return found


def _unexplained(causes: Sequence[Cause], known: Collection[Key]) -> dict[Key, Cause]:
    """Causes of one cell that nothing above it explains; of one that is seen at several lines, the first."""
    own = [cause for cause in causes if not _is_earlier_cell(cause) and _key(cause) not in known]
    better = [cause for cause in own if cause.certainty != "suspected"]
    is_explained = len(own) < len(causes)
    chosen = better if better or is_explained else own
    first: dict[Key, Cause] = {}
    for cause in chosen:
        first.setdefault(_key(cause), cause)
    return first


def _is_earlier_cell(cause: Cause) -> bool:
    """Whether it only names an earlier cell; a snapshot or a model that a notebook builds upon has a name."""
    return cause.kind == "upstream" and not cause.name


def _key(cause: Cause) -> Key:
    """By what a cause is the same as another; a package has one version, whichever cells show it."""
    where = cause.where if cause.kind not in {"package", "python"} else None
    return cause.kind, cause.what, where.cell if where else None
