"""The causes of a cell that diverged, failed or is stale: candidates of every sort, by what the cell depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import msgspec

from jupyter_repro.diagnosing import (
    context_changes,
    edited_packages,
    exceeded_limits,
    notebook_changes,
    own_traces,
    sources_used,
    stored_outputs,
    unrecorded_packages,
)
from jupyter_repro.diagnosing.evidence import Evidence
from jupyter_repro.diagnosing.ranking import MOST_SUSPECTS, PossibleCause, ranked
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
    own_traces.missing_file,
    own_traces.changed_data,
    own_traces.appended_files,
    own_traces.own_folder,
    own_traces.compiled_once,
    context_changes.data,
    sources_used.looks_at_files,
    sources_used.versions_asked,
    context_changes.consumed,
    context_changes.modules,
    context_changes.shadowing,
    context_changes.new_modules,
    context_changes.editable_sources,
    context_changes.variables,
    notebook_changes.edited_cells,
    unrecorded_packages.not_installed,
    unrecorded_packages.other_looks,
    unrecorded_packages.other_behaviour,
    stored_outputs.newer_files,
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
    """Causes of one cell that diverged, the likeliest first.

    `root` is the cell that diverged first. A later one is explained by those before it that it depends on, and by
    sources and changes of its own; one that depends on none of them stands for itself.
    """
    relevance = Relevance(evidence.dependence, cell.index, evidence.raised_at.get(cell.index, 0))
    candidates = [each for sort in SORTS for each in sort(cell, evidence)]
    found = ranked(candidates, relevance)
    diverged = evidence.diverged_before(cell.index) if evidence.diverged else [root.index]
    earlier = [index for index in diverged if index < cell.index]
    upstream = [index for index in earlier if relevance.depends_on_cell(index)]
    if not upstream:
        likely = _with_changes_above(found, candidates, cell, evidence)
        return likely or tuple(_left(cell, evidence)) or (unknown(evidence),)
    own = [cause for cause in found if cause.where and cause.where.cell == cell.index]
    return (*own, _upstream(upstream[0], evidence))


def _left(cell: CellVerdict, evidence: Evidence) -> Iterator[Cause]:
    """What is left to suspect: packages that were edited, or all that was not recorded with stored outputs."""
    yield from edited_packages.edited_packages(cell, evidence)
    yield from unrecorded_packages.of_another_time(cell, evidence)
    yield from stored_outputs.another_session(cell, evidence)


def _with_changes_above(
    found: tuple[Cause, ...], candidates: Sequence[PossibleCause], cell: CellVerdict, evidence: Evidence
) -> tuple[Cause, ...]:
    """What was found; where that is nothing better than a suspicion, what changed or was used anywhere above first.

    What passes through the state of a library or of the process is in no name of the notebook: the options that a
    library reads from a file when it is imported, a variable of the environment that another file sets.
    """
    looks = {each.cause.what for each in candidates if each.looks_like_it}
    if any(cause.certainty != "suspected" or cause.what in looks for cause in found):
        return found
    above = [_at_its_import(each, evidence) for each in candidates if each.changed]
    if not above and not found and cell.status != "failed":
        above = [each for each in candidates if each.cause.certainty == "observed"]
        above = above or [each for each in candidates if each.cause.where]
    known = {cause.what for cause in found}
    suspects = [cause for cause in ranked(above, Relevance(None, cell.index)) if cause.what not in known]
    return (
        *(
            msgspec.structs.replace(each, certainty="suspected", what=f"{each.what}; {_BY_NO_NAME}")
            for each in suspects[:MOST_SUSPECTS]
        ),
        *found,
    )


def _at_its_import(candidate: PossibleCause, evidence: Evidence) -> PossibleCause:
    """What has no place but the modules by which it comes into the notebook, placed where the first is imported."""
    if candidate.cause.where or evidence.dependence is None:
        return candidate
    statements = evidence.dependence.importing(candidate.modules)
    where = Where(statements[0].cell, statements[0].line_importing(candidate.modules)) if statements else None
    cause = msgspec.structs.replace(candidate.cause, where=where)
    return replace(candidate, cause=cause, modules=frozenset() if where else candidate.modules)


_BY_NO_NAME = "how it reaches this cell was not seen"


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
