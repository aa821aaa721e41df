"""The causes of a cell that diverged, failed or is stale: candidates of every sort, by what the cell depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jupyter_repro.diagnosing import (
    context_changes,
    exceeded_limits,
    notebook_changes,
    own_traces,
    sources_used,
)
from jupyter_repro.diagnosing.evidence import Evidence
from jupyter_repro.diagnosing.ranking import PossibleCause, ranked
from jupyter_repro.diagnosing.relevance import Relevance
from jupyter_repro.verdicts import Cause, CellVerdict, Where

Sort = Callable[[CellVerdict, Evidence], Iterator[PossibleCause]]

SORTS: tuple[Sort, ...] = (
    notebook_changes.moved_cells,
    notebook_changes.deleted_cells,
    notebook_changes.edited_outputs,
    notebook_changes.parameters,
    notebook_changes.secret_parameters,
    sources_used.unreachable,
    own_traces.names_from_nowhere,
    own_traces.changed_data,
    own_traces.appended_files,
    own_traces.own_folder,
    own_traces.compiled_once,
    context_changes.data,
    sources_used.looks_at_files,
    context_changes.consumed,
    context_changes.modules,
    context_changes.shadowing,
    context_changes.editable_sources,
    context_changes.variables,
    notebook_changes.edited_cells,
    sources_used.unrecorded_versions,
    notebook_changes.hidden_state,
    context_changes.hash_seed,
    sources_used.unpinned_when_recorded,
    sources_used.uses,
    sources_used.trackers,
    own_traces.out_of_order,
    context_changes.profile,
    context_changes.packages,
    context_changes.builds,
    context_changes.python,
    context_changes.machine,
    context_changes.of_plug_ins,
    exceeded_limits.exceeded_limits,
)
"""A sort more is a row more; of two candidates that weigh the same, the upper one comes first."""


def causes(cell: CellVerdict, root: CellVerdict, evidence: Evidence) -> tuple[Cause, ...]:
    """Causes of one cell that departed, the likeliest first.

    `root` is the cell that departed first. A later one is explained by those before it that it depends on, and by
    sources and changes of its own; one that depends on none of them stands for itself.
    """
    relevance = Relevance(evidence.dependence, cell.index, evidence.raised_at.get(cell.index, 0))
    found = ranked((each for sort in SORTS for each in sort(cell, evidence)), relevance)
    departed = evidence.departed_before(cell.index) if evidence.departed else [root.index]
    earlier = [index for index in departed if index < cell.index]
    upstream = [index for index in earlier if relevance.depends_on_cell(index)]
    if not upstream:
        return found or (unknown(evidence),)
    own = [cause for cause in found if cause.where and cause.where.cell == cell.index]
    return (*own, _upstream(upstream[0], evidence))


def _upstream(index: int, evidence: Evidence) -> Cause:
    what = f"{evidence.names.name(index)} diverged first"
    return Cause("upstream", "suspected", what, Where(index))


def unknown(evidence: Evidence) -> Cause:
    """That no cause was found, without denying what the same report tells."""
    return Cause("unknown", "suspected", _not_found(evidence), remedy=_LOOK)


_LOOK = "look at what the cell reads that is not recorded: the network, a database, the clock"


def _not_found(evidence: Evidence) -> str:
    if not evidence.recorder_ran:
        return "no recorder ran in this kernel: what the cell used was not seen"
    if not evidence.has_snapshot:
        return (
            "there is no record of what the stored outputs were made with, "
            "and no probe saw a source of nondeterminism"
        )
    if any(change.matters for change in evidence.changes):
        return (
            "what changed in the recorded context is nothing that this cell is known to depend on, "
            "and no probe saw a source of nondeterminism"
        )
    return "nothing in the recorded context changed and no probe saw a source of nondeterminism"
