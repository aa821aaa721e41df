"""Verifying one notebook: re-execute it against its snapshot and compare every output."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from nbformat import NotebookNode

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import NoSuchKernel, Unwritable
from jupyter_repro.executing.engine import execute, variables_of_run
from jupyter_repro.executing.plan import Execution, Interpreter, Plan, Progress, no_progress
from jupyter_repro.executing.project_view import AS_IT_LIES, ProjectView
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.files.owned_names import remove_abandoned
from jupyter_repro.files.seen_files import SeenFiles
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.formatting.timestamps import now
from jupyter_repro.git.repository_state import head_of
from jupyter_repro.notebooks.notebook_files import read_notebook, upgraded
from jupyter_repro.notebooks.secret_parameters import check_given
from jupyter_repro.pinning.environment_pins import environment_pins
from jupyter_repro.records.run_limits import RunLimits
from jupyter_repro.records.snapshot import Context, DataVersion, Snapshot, Use
from jupyter_repro.settings import settings_for
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.taking_snapshots.assembly import cell_records
from jupyter_repro.taking_snapshots.recorded_run import without_injected
from jupyter_repro.verdicts import Status, Verdict
from jupyter_repro.verifying.judgement import judge
from jupyter_repro.verifying.policies import cell_policies
from jupyter_repro.verifying.reference import expected_cells
from jupyter_repro.verifying.rerun import Rerun
from jupyter_repro.verifying.second_look import is_explained, uses_seen_closely

_AGREED, _DISAGREED = frozenset({"identical", "equivalent"}), frozenset({"diverged", "failed"})


@dataclass(frozen=True)
class Options:
    """What the user said about one verification; None where nothing was said."""

    timeout: float | None = None
    kernel: str | None = None
    parameters: Mapping[str, Any] | None = None
    progress: Progress = no_progress
    strict: bool | None = None
    """Whether drift of the context is a failure; None where the project's settings decide."""
    fail_fast: bool = False
    """Whether the first cell that raises unexpectedly ends the run."""
    interpreter: Interpreter | None = None
    """Set where the kernel is one of another environment."""
    recorded_data: bool = False
    """Whether data whose store keeps versions is read in the recorded version, also where the newest was read."""
    mark: bool = True
    """Whether the snapshot is marked as verified where a fresh run agrees with it, and the mark is taken away where one
    does not."""
    limits: RunLimits = field(default_factory=RunLimits)
    view: ProjectView = AS_IT_LIES
    """What the kernel sees of the project."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Environment variables of the kernel, in place of those that it would have."""
    seed: int | None = None
    """In place of the recorded one."""
    write_through: bool = False
    """Whether what the notebook logs reaches its trackers."""

    def notes(self, status: Status) -> bool:
        """Whether the snapshot is to take note of a run with this status.

        One that did not agree says nothing of what was recorded where it had other values, seed or kernel.
        """
        as_recorded = not self.parameters and self.kernel is None and self.seed is None
        return self.mark and (as_recorded or status in _AGREED)


@dataclass(frozen=True)
class Verified:
    """A verdict, and the run that it is about."""

    verdict: Verdict
    run: Rerun | None = None
    """None where nothing was run."""


def verify(path: str | Path, options: Options = Options()) -> Verdict:
    """Re-execute a notebook against its snapshot, or its stored outputs where it has none.

    Never writes to the notebook. Raises UnreadableInput for a notebook, snapshot or settings that cannot be read.
    """
    snapshot = load_snapshot(path)
    verdict = verified_against(snapshot, path, options).verdict
    if snapshot and options.notes(verdict.status):
        note_outcome(path, snapshot, verdict.status)
    return verdict


def verified_against(
    snapshot: Snapshot | None, path: str | Path, options: Options, notebook: NotebookNode | None = None
) -> Verified:
    """The same against any snapshot, without a mark in it; against the stored outputs where that is None.

    `notebook`, with ids, stands in place of the one at `path`.
    """
    remove_abandoned(folder_of(path))
    notebook = notebook or upgraded(read_notebook(path))
    source = "snapshot"
    if snapshot is None:
        snapshot, source = stored_as_snapshot(notebook, path), "stored outputs"
    if not any(cell.outputs for cell in snapshot.cells) and source != "snapshot":
        return Verified(Verdict(str(path), "unverifiable", notes=(NOTHING.format(shell_word(path)),)))
    cell_policies(notebook, path)  # what cannot be understood is reported before anything is run
    plan = plan_for(path, notebook, snapshot, options)
    try:
        execution = execute(notebook, plan)
    except NoSuchKernel as error:
        return Verified(Verdict(str(path), "unverifiable", notes=(str(error),)))
    run = Rerun(
        path, notebook, without_injected(execution.notebook, notebook), snapshot, execution, plan.parameters
    )
    verdict = judge(run)
    if not is_explained(verdict) and execution.notes:
        run = replace(run, seen_closely=uses_seen_closely(notebook, plan, snapshot, verdict))
        verdict = judge(run)
    if options.strict is not None:
        verdict = msgspec.structs.replace(verdict, strict=options.strict)
    if source != "snapshot":
        notes = (STORED.format(shell_word(path)), *verdict.notes)
        verdict = msgspec.structs.replace(verdict, notes=notes, compared_with=source)
    return Verified(verdict, run)


NOTHING = (
    "there is nothing to compare with: no snapshot and no stored outputs; record one with: "
    "jupyter repro snapshot {}"
)
STORED = (
    "nothing is recorded, so it was compared with the outputs stored in the notebook; record it with: "
    "jupyter repro snapshot {}"
)


def stored_as_snapshot(notebook: NotebookNode, path: str | Path) -> Snapshot:
    """The outputs that the notebook stores, as if they had been recorded without any context."""
    seed = settings_for(folder_of(path)).seed
    return Snapshot(
        notebook=Path(str(path)).name,
        recorded="",
        kernel="",
        language="",
        cells=cell_records(notebook),
        context=Context(seed=seed),
    )


def folder_of(path: str | Path) -> Path:
    """Folder of a notebook; of a remote one the current folder."""
    return Path.cwd() if is_remote(path) else Path(path).parent.absolute()


def plan_for(path: str | Path, notebook: NotebookNode, snapshot: Snapshot, options: Options) -> Plan:
    """How to execute the notebook (with ids) again: everything as it was recorded."""
    context, folder = snapshot.context, folder_of(path)
    parameters = {**context.parameters, **(options.parameters or {})}
    seed = context.seed if options.seed is None else options.seed
    check_given(parameters, path, "verify")
    return Plan(
        folder=(folder / context.folder).resolve(),
        seed=seed,
        pin_options=context.pin_options,
        watch=context.watch,
        versions=versions_for(context, recorded=options.recorded_data),
        environment={
            **environment_pins(seed, context.environment, os.environ),
            # a notebook that asks which command runs it gets the recorded answer, where its trackers are kept from it
            **variables_of_run(path, "verify" if options.write_through else "snapshot"),
            **options.variables,
        },
        view=options.view,
        logged_in_scratch=not options.write_through,
        recorded_runs=tuple(run.id for run in snapshot.runs),
        parameters=parameters,
        kernel=options.kernel,
        interpreter=options.interpreter,
        timeout=options.timeout or settings_for(folder).timeout,
        limits=options.limits.or_else(settings_for(folder).limits),
        most_output=settings_for(folder).most_output,
        stop_at_error=options.fail_fast,
        expected_errors=frozenset(
            cell for cell, expected in expected_cells(notebook, snapshot).items() if expected.raises
        ),
        progress=options.progress,
    )


def versions_for(context: Context, *, recorded: bool) -> dict[str, DataVersion]:
    """The versions that are read again, whatever is newest: those that the notebook asked for, or all `recorded`.

    Only where it runs on what was recorded, a database need not be asked whose answer is kept.
    """
    versions = {name: file.version for name, file in context.data.items() if file.version}
    if recorded:
        return versions
    asked = {name: version for name, version in versions.items() if version.asof}
    return {name: msgspec.structs.replace(version, answer="") for name, version in asked.items()}


def judge_execution(
    path: str | Path,
    notebook: NotebookNode,
    snapshot: Snapshot,
    execution: Execution,
    parameters: Mapping[str, Any],
    seen_closely: Sequence[Use] = (),
) -> Verdict:
    """The verdict on a notebook (with ids, as it is stored) after it was executed.

    `seen_closely` is what the probes saw in a second run, where there was one.
    """
    executed = without_injected(execution.notebook, notebook)
    return judge(Rerun(path, notebook, executed, snapshot, execution, parameters, seen_closely))


def note_outcome(path: str | Path, snapshot: Snapshot, status: Status) -> None:
    """Note in the snapshot's file what came of a fresh run.

    The first run that agreed is noted, with its status, when it was and at which commit. A run that diverged or failed
    takes that away: what did not reproduce is not verified. Any other status says nothing of the outputs.

    A place that cannot be written to is left as it is, and so is a snapshot that was recorded meanwhile.
    """
    if is_remote(path):
        return
    if status in _AGREED and not snapshot.verified:
        mark_verified(path, snapshot, status)
    elif status in _DISAGREED and snapshot.verified:
        _write_over(path, snapshot, verified=False, verified_at="", verified_commit="", verified_as=UNSET)


def mark_verified(path: str | Path, snapshot: Snapshot, status: Status | UnsetType = UNSET) -> None:
    """Note in the snapshot's file that a fresh run agreed, the first that did, as `note_outcome` does."""
    if not snapshot.verified and not is_remote(path):
        commit = head_of(Path(path).absolute().parent)
        _write_over(
            path, snapshot, verified=True, verified_at=now(), verified_commit=commit, verified_as=status
        )


def _write_over(path: str | Path, snapshot: Snapshot, **changed: Any) -> None:
    seen = SeenFiles.of(snapshot_path(path))
    if load_snapshot(path) != snapshot:
        return
    with contextlib.suppress(Unwritable):
        content = encode_snapshot(msgspec.structs.replace(snapshot, **changed))
        write_together({snapshot_path(path): content}, seen.check)
