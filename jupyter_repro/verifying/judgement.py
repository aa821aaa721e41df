"""The verdict on a notebook that was executed again: each cell's status, what drifted, and the causes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import UNSET, UnsetType
from nbformat import NotebookNode

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.canonical.canonical_form import FORM, canonical_outputs
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.executing.plan import TOO_OLD, Execution
from jupyter_repro.extensions.registry import registered
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.notebooks.notebook_files import code_cells, shown_outputs
from jupyter_repro.notebooks.source_digests import is_ours, source_digest
from jupyter_repro.policies.policy import CellPolicy
from jupyter_repro.policies.tracker_words import of_trackers
from jupyter_repro.records.session_states import State
from jupyter_repro.records.snapshot import CellId, Context
from jupyter_repro.tracking.consumed_runs import with_moved
from jupyter_repro.verdicts import CellVerdict, ContextChange, Divergence, Status, Verdict, worst
from jupyter_repro.verifying.comparison import divergences
from jupyter_repro.verifying.context_now import context_after_run, without_lost_versions
from jupyter_repro.verifying.drift import drift
from jupyter_repro.verifying.explanation import explained
from jupyter_repro.verifying.lost_pins import lost_pins
from jupyter_repro.verifying.parameter_changes import parameter_changes
from jupyter_repro.verifying.policies import cell_policies
from jupyter_repro.verifying.reference import Expected, deleted_cells, expected_cells, stored_outputs
from jupyter_repro.verifying.rerun import (
    DIVERGENT,
    Rerun,
    failures_in_notebook,
    is_compared,
    shows_another,
)
from jupyter_repro.verifying.shown_source import shown_source
from jupyter_repro.verifying.state import state_divergences, with_state


def judge(run: Rerun) -> Verdict:
    """Compare cell by cell, then explain the first cell that diverged and those after it."""
    cells = cell_verdicts(run)
    stores = Availability(Path(run.path).parent.absolute())
    found = _found_context(run, stores)
    if any(cell.status == "failed" for cell in cells) and not is_remote(run.path):
        found = without_lost_versions(found, run.snapshot.context, stores)
    changes = _changes(run, found)
    cells = explained(cells, run, found, changes, stores)
    deleted = deleted_cells(run.notebook, run.snapshot)
    statuses: list[Status] = [cell.status for cell in cells]
    return Verdict(
        path=str(run.path),
        status="stale" if deleted else worst(statuses),
        seconds=round(run.execution.seconds, 2),
        first_divergence=next((cell.index for cell in cells if cell.status in DIVERGENT), None),
        cells=cells,
        context_changes=(*_deleted(deleted), *changes),
        notes=_notes(run, cells),
        strict=run.settings.strict,
        used=run.execution.used,
    )


# cells


def cell_verdicts(run: Rerun) -> tuple[CellVerdict, ...]:
    """The status of each cell that ran, with what differs and without its causes."""
    expected = expected_cells(run.notebook, run.snapshot)
    policies = cell_policies(run.notebook, run.path)
    failed = {failure.index: failure for failure in failures_in_notebook(run)}
    ended = min((index for index, failure in failed.items() if failure.ended), default=None)
    diverged, programs = state_divergences(expected, _states(run)), _run_programs(run)
    notes = run.execution.notes
    tracked = of_trackers(run.snapshot.runs, notes.own_runs if notes else ())
    verdicts = []
    for index, cell in code_cells(run.executed):
        if ended is not None and index > ended:
            verdicts.append(CellVerdict(index, cell.id, "unverifiable"))
            continue
        failure = failed[index].what if index in failed else ""
        stored = run.notebook.cells[index]
        policy = policies[index].leaving_out(tracked)
        policy = policy.of_programs() if cell.id in programs else policy
        verdict = _cell_verdict(
            index, cell, stored, expected.get(cell.id), policy, failure, diverged.get(cell.id, ())
        )
        verdicts.append(_with_source(verdict, cell.source))
    return tuple(_with_costs(verdicts, run.execution))


def _with_costs(verdicts: Iterable[CellVerdict], execution: Execution) -> Iterator[CellVerdict]:
    """The verdicts with what the run of each cell took; papermill measures the time."""
    seconds = {cell.id: _seconds(cell) for cell in execution.notebook.cells}
    growth = execution.notes.memory_growth if execution.notes else {}
    for verdict in verdicts:
        yield msgspec.structs.replace(
            verdict, seconds=seconds.get(verdict.id, UNSET), memory_growth=growth.get(verdict.id, UNSET)
        )


def _seconds(cell: NotebookNode) -> float | UnsetType:
    duration: float | None = cell.metadata.get("papermill", {}).get("duration")
    return UNSET if duration is None else round(max(duration, 0.0), 3)


def _states(run: Rerun) -> dict[CellId, State]:
    notes = run.execution.notes
    return {each.id: each.state for each in notes.runs} if notes else {}


def _run_programs(run: Rerun) -> frozenset[CellId]:
    """The cells that ran programs, when they were recorded or now."""
    notes = run.execution.notes
    uses = (*run.snapshot.uses, *(notes.uses if notes else ()))
    return frozenset(use.cell for use in uses if use.kind == "subprocess")


def _with_source(verdict: CellVerdict, source: str) -> CellVerdict:
    """The verdict with the code of a cell that has something to tell."""
    shown = verdict.divergences or verdict.status in DIVERGENT
    return msgspec.structs.replace(verdict, source=shown_source(source)) if shown else verdict


def _cell_verdict(
    index: int,
    cell: NotebookNode,
    stored: NotebookNode,
    expected: Expected | None,
    policy: CellPolicy,
    failure: str,
    diverged: Sequence[Divergence],
) -> CellVerdict:
    if expected is None:
        ours = is_ours(cell.source) or not cell.source.strip()
        return CellVerdict(index, cell.id, "identical" if ours else "stale")
    found = canonical_outputs(shown_outputs(cell))
    differences = with_state(divergences(expected, found, policy), diverged)
    if failure:
        differences = (Divergence(failure), *differences)
    if expected.source_digest != source_digest(cell.source):
        return CellVerdict(index, cell.id, "stale", differences)
    if failure:
        return CellVerdict(index, cell.id, "failed", differences)
    if policy.ignore or policy.declared.skip:
        return CellVerdict(index, cell.id, "ignored")
    if differences and expected.never_run and not expected.outputs:
        return CellVerdict(index, cell.id, "unverifiable", (NEVER_RUN,))
    differences = (*differences, *_edited_outputs(expected, stored, policy))
    return CellVerdict(index, cell.id, _status(differences), differences)


NEVER_RUN = Divergence("the notebook was stored before this cell was run: there is nothing to compare with")


def _edited_outputs(expected: Expected, stored: NotebookNode, policy: CellPolicy) -> tuple[Divergence, ...]:
    """Outputs that the notebook shows though they are not what was recorded: a reader would believe them."""
    if not shows_another(expected, stored):
        return ()
    differences = divergences(expected, stored_outputs(stored), policy)
    what = "the notebook shows another output than was recorded"
    return tuple(msgspec.structs.replace(each, summary=f"{what}: {each.summary}") for each in differences[:1])


def _status(differences: Sequence[Divergence]) -> Status:
    if not differences:
        return "identical"
    return "equivalent" if all(each.allowed for each in differences) else "diverged"


# context


def _found_context(run: Rerun, stores: Availability) -> Context:
    if is_remote(run.path):
        return run.snapshot.context
    path, notes = Path(run.path), run.execution.notes
    found = context_after_run(path, notes, run.snapshot.context, stores, run.parameters)
    consumes = with_moved(found.consumes, path, run.notebook)
    return msgspec.structs.replace(found, consumes=consumes)


def _changes(run: Rerun, found: Context) -> tuple[ContextChange, ...]:
    if not is_compared(run):
        return ()
    recorded = run.snapshot.context
    skip = frozenset() if run.execution.notes else _IN_KERNEL
    return (*parameter_changes(recorded, found), *drift(recorded, found, skip=skip))


_IN_KERNEL = frozenset({"environment", "packages", "python", "modules"})


def _deleted(ids: Sequence[str]) -> tuple[ContextChange, ...]:
    return tuple(ContextChange("notebook", f"cell {cell_id}", "recorded", "deleted") for cell_id in ids)


# notes


def _notes(run: Rerun, cells: Sequence[CellVerdict]) -> tuple[str, ...]:
    notes = []
    stale = [cell for cell in cells if cell.status == "stale"]
    if stale and not any(cell.divergences for cell in cells):
        notes.append(_ONLY_SOURCES.format(shell_word(run.path)))
    if run.execution.trouble:
        install = "" if run.execution.trouble == TOO_OLD else f"; {_INSTALL}"
        notes.append(
            f"the kernel runs without the recorder ({run.execution.trouble}): nothing was pinned and its context is "
            f"not known{install}"
        )
    if run.snapshot.recorded and run.snapshot.canonical_form != FORM:
        notes.append(
            "the snapshot was recorded with another canonical form of outputs, by another version of jupyter-repro: "
            f"what differs may be that; record it again: jupyter repro snapshot {shell_word(run.path)}"
        )
    if run.execution.notes:
        known = () if run.execution.isolated else {pin.name for pin in registered("pins")}
        notes += lost_pins(run.snapshot.context.pins, run.execution.notes.pins, known)
    return tuple(notes)


_ONLY_SOURCES = (
    "only the source of cells changed, all outputs are as they were recorded; record the new source with: "
    "jupyter repro snapshot {}"
)
_INSTALL = "install jupyter-repro in the kernel's environment"
