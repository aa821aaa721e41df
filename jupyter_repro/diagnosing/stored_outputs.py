"""Candidates where only the outputs are stored: files that were changed since, and the session that made them."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_repro.diagnosing.context_changes import module_names
from jupyter_repro.diagnosing.evidence import Evidence
from jupyter_repro.diagnosing.ranking import PossibleCause
from jupyter_repro.diagnosing.remedies import recorded_again
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.verdicts import Cause, CellVerdict, Where

MOST_COUNTS = 8
"""Execution counts in one sentence."""


def newer_files(_cell: CellVerdict, evidence: Evidence) -> Iterator[PossibleCause]:
    """Data and local modules that were changed after the outputs were stored."""
    for name in sorted(evidence.newer):
        kind = "code" if name in evidence.found.modules else "data"
        read = evidence.found.data.get(name)
        where = evidence.where(read.cell, read.line) if read else None
        what = f"{name} was changed after the outputs were stored, and no record says what it was"
        remedy = f"if it is in git, see its versions with: git log --oneline -- {shell_word(name)}"
        modules = module_names(name) if kind == "code" else frozenset[str]()
        cause = Cause(kind, "suspected", what, where, remedy, name)
        yield PossibleCause(cause, changed=True, modules=modules, file=name, looks_like_it=True)


def another_session(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    """What is left to suspect where nothing that the cell uses gives other values: what ran besides, or was edited."""
    if evidence.has_snapshot or not evidence.recorder_ran or cell.status == "failed":
        return
    counts = [count for count in evidence.stored_counts if count]
    said = ", ".join(map(str, counts[:MOST_COUNTS]))
    has_gap = counts != list(range(1, len(counts) + 1))
    shown = f" (the execution counts are {said})" if has_gap else ""
    what = (
        "nothing is seen that gives other values: a cell was run twice, deleted, or edited after it ran, "
        f"before the outputs were stored{shown}"
    )
    where = Where(_behind_gap(cell, evidence))
    yield Cause("hidden-state", "suspected", what, where, recorded_again(evidence.notebook))


def _behind_gap(cell: CellVerdict, evidence: Evidence) -> int:
    """Index of the cell before which a count is missing, if the cell in question depends on it; else of that one."""
    steps = evidence.dependence.steps(cell.index) if evidence.dependence else {}
    needed, before, found = {each.cell for each in steps}, 0, cell.index
    for index, count in zip(evidence.sources, evidence.stored_counts, strict=False):
        if count > before + 1 and index in needed:
            found = index
        before = count or before
    return found
