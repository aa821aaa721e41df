"""Recording from outside: execute a notebook in a fresh kernel, keep its outputs and its snapshot, or neither."""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET
from nbformat import NotebookNode

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import NotebookFailed, UnreadableInput
from jupyter_repro.executing.engine import execute, variables_of_run
from jupyter_repro.executing.plan import Execution, Failure, Plan, Progress, no_progress
from jupyter_repro.files.atomic_files import check_writable, exclusive, write_together
from jupyter_repro.files.seen_files import SeenFiles
from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.notebooks.kernel_notebook import SOURCE
from jupyter_repro.notebooks.notebook_files import (
    PARAMETERS_ID,
    code_cells,
    declared_pin_options,
    declared_seed,
    declares_watch,
    encode_notebook,
    kernel_name,
    read_notebook,
    upgraded,
)
from jupyter_repro.notebooks.secret_parameters import check_given
from jupyter_repro.pinning.applied_pins import EVERY_LIBRARY
from jupyter_repro.pinning.environment_pins import environment_pins
from jupyter_repro.pinning.seeds import checked_seed
from jupyter_repro.records.run_limits import RunLimits, remedy_by
from jupyter_repro.records.snapshot import Context, Snapshot
from jupyter_repro.records.tracked_run import OwnRun
from jupyter_repro.records.watched import watched
from jupyter_repro.settings import Settings, settings_for
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.taking_snapshots.assembly import snapshot_of
from jupyter_repro.taking_snapshots.steady_resources import steady_seconds, steady_use


@dataclass(frozen=True)
class RecordingOptions:
    """What the user said about one recording; None where nothing was said."""

    seed: int | None = None
    pin_options: tuple[str, ...] | None = None
    parameters: Mapping[str, Any] | None = None
    timeout: float | None = None
    kernel: str | None = None
    watch: tuple[str, ...] | None = None
    """In the words of `%repro watch`."""
    folder: Path | None = None
    """Working folder of the kernel, where it is not the notebook's."""
    original: Context | None = None
    """Of a copy, what was recorded of its original: seed, parameters and environment are as they were then."""
    limits: RunLimits = field(default_factory=RunLimits)
    trial_of: Path | None = None
    """The notebook of whose sweep it is a trial."""


class FailedRecording(NotebookFailed):
    """A notebook that failed while it was recorded, with what it had begun in trackers until then."""

    def __init__(self, what: str, remedy: str, *, subject: str, own: tuple[OwnRun, ...]) -> None:
        super().__init__(what, remedy, subject=subject)
        self.own = own


_NOTHING_SEEN = SeenFiles({})


def record(
    path: str | Path, wishes: RecordingOptions = RecordingOptions(), progress: Progress = no_progress
) -> Snapshot:
    """Execute the notebook with the pins on, write its outputs into it and the snapshot beside it.

    Both files are written or neither. Raises NotebookFailed when a cell fails, NoSuchKernel, UnreadableInput,
    Unwritable, ChangedMeanwhile,
    and Busy when somebody else records the same notebook.
    """
    path = local_path(path)
    seen = SeenFiles.of(path, snapshot_path(path))
    return record_as(read_notebook(path), path, wishes, progress, seen)


def local_path(path: str | Path) -> Path:
    """The path of a notebook of this machine; raises UnreadableInput for an address."""
    if is_remote(path):
        raise UnreadableInput(
            path, "a snapshot is written beside the notebook", "copy the notebook here first"
        )
    return Path(path)


def record_as(
    notebook: NotebookNode,
    path: Path,
    wishes: RecordingOptions = RecordingOptions(),
    progress: Progress = no_progress,
    seen: SeenFiles = _NOTHING_SEEN,
) -> Snapshot:
    """As `record`, of a notebook that is written to `path` when it has run; it need not lie there before.

    Nothing is written where a file is not any more as it was `seen`: somebody saved it while it ran.
    """
    check_writable(path.parent)
    with exclusive(path):
        plan = plan_for(notebook, path, wishes, progress)
        execution = execute(notebook, plan)
        raise_failure(execution, path)
        return _write(notebook, execution, plan, path, seen)


def plan_for(notebook: NotebookNode, path: Path, wishes: RecordingOptions, progress: Progress) -> Plan:
    """How to execute: wishes over what the notebook declares over what was recorded over the settings."""
    settings = settings_for(path.parent)
    before = recorded_before(path) if wishes.original is None else wishes.original
    recorded = wishes.original.environment if wishes.original else {}
    seed = _seed(notebook, wishes, before, settings)
    parameters = before.parameters if wishes.parameters is None else wishes.parameters
    check_given(parameters, path, "snapshot")
    return Plan(
        folder=(wishes.folder or path.parent).absolute(),
        seed=seed,
        pin_options=_pin_options(notebook, wishes, before),
        watch=_watch(notebook, wishes, before),
        environment={**environment_pins(seed, recorded, os.environ), **_variables(path, wishes)},
        parameters=parameters,
        kernel=wishes.kernel,
        timeout=wishes.timeout or settings.timeout,
        limits=wishes.limits.or_else(settings.limits),
        most_output=settings.most_output,
        notes_of_failed=wishes.trial_of is not None,
        progress=progress,
    )


def _variables(path: Path, wishes: RecordingOptions) -> dict[str, str]:
    if wishes.trial_of is None:
        return variables_of_run(path, "snapshot")
    return {**variables_of_run(path, "sweep"), SOURCE: str(wishes.trial_of)}


def _seed(notebook: NotebookNode, wishes: RecordingOptions, before: Context, settings: Settings) -> int:
    candidates = (wishes.seed, declared_seed(notebook), before.seed, settings.seed)
    return checked_seed(next(seed for seed in candidates if seed is not None))


def _pin_options(notebook: NotebookNode, wishes: RecordingOptions, before: Context) -> tuple[str, ...]:
    candidates = (wishes.pin_options, declared_pin_options(notebook), before.pin_options)
    return next(options for options in candidates if options is not None)


def _watch(notebook: NotebookNode, wishes: RecordingOptions, before: Context) -> tuple[str, ...]:
    if wishes.watch is not None:
        return watched(wishes.watch).words
    # a notebook that says itself what to watch also says from which cell on
    return () if declares_watch(notebook) else before.watch


def recorded_before(path: Path) -> Context:
    """Context of the snapshot that is there already; an empty one where there is none."""
    existing = load_snapshot(path)
    return existing.context if existing else Context()


def raise_failure(execution: Execution, path: Path) -> None:
    """Raise FailedRecording where a cell failed."""
    for failure in execution.failures:
        names = CellNames(
            index for index, cell in code_cells(execution.notebook) if cell.get("id") != PARAMETERS_ID
        )
        raise FailedRecording(
            f"failed in {names.name(failure.index)}: {failure.what}",
            "; ".join(filter(None, ("nothing was written", _remedy(failure, path)))),
            subject=str(path),
            own=tuple(execution.notes.own_runs) if execution.notes else (),
        )


def _remedy(failure: Failure, path: Path) -> str:
    return remedy_by(failure.more, "snapshot", path) if failure.more else failure.remedy


def _write(notebook: NotebookNode, execution: Execution, plan: Plan, path: Path, seen: SeenFiles) -> Snapshot:
    executed = without_injected(execution.notebook, notebook)
    snapshot = snapshot_of(
        executed,
        path,
        execution.notes,
        kernel=plan.kernel or kernel_name(notebook),
        language=execution.language,
        parameters=dict(plan.parameters),
        **_pinned(execution, plan),
    )
    used = steady_use(path, execution.used) if execution.used else UNSET
    snapshot = msgspec.structs.replace(snapshot, seconds=steady_seconds(path, execution.seconds), used=used)
    contents = {
        path: encode_notebook(with_outputs(notebook, executed)),
        snapshot_path(path): encode_snapshot(snapshot),
    }
    write_together(contents, seen.check)
    return snapshot


def _pinned(execution: Execution, plan: Plan) -> dict[str, Any]:
    """Seed and pins, as fields of Context."""
    if execution.notes:
        return {"seed": plan.seed, "pin_options": plan.pin_options}
    if execution.language == "python":
        why = "jupyter-repro is not installed in the kernel's environment"
    else:
        why = f"pins and probes do not apply to {execution.language}"
    return {"seed": None, "pins": {EVERY_LIBRARY: f"not pinned: {why}"}}


def without_injected(executed: NotebookNode, notebook: NotebookNode) -> NotebookNode:
    """The executed notebook with the cells, ids and sources of `notebook`."""
    return with_outputs(upgraded(notebook), executed)


def with_outputs(notebook: NotebookNode, executed: NotebookNode) -> NotebookNode:
    """A copy of `notebook` with the outputs of `executed`, but for papermill's own cell, and nothing else changed."""
    made = copy.deepcopy(notebook)
    cells = executed.cells
    if len(cells) != len(made.cells):
        cells = [cell for cell in cells if cell.get("id") != PARAMETERS_ID]
    for cell, ran in zip(made.cells, cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = ran.outputs, ran.execution_count
    made.metadata.pop("widgets", None)
    if "widgets" in executed.metadata:
        made.metadata.widgets = executed.metadata.widgets
    return made
