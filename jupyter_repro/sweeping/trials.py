"""The trials of a sweep: which there are, whether one is recorded already, and recording one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import msgspec
from nbformat import NotebookNode

from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.trial_names import trial_name
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.notebooks.declared_parameters import declared_parameters
from jupyter_repro.notebooks.notebook_files import code_cells, declared_seed, read_notebook, upgraded
from jupyter_repro.notebooks.secret_parameters import WITHHELD, recorded_parameters
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.pinning.seeds import checked_seed
from jupyter_repro.records.run_limits import RunLimits
from jupyter_repro.records.snapshot import Context, Snapshot
from jupyter_repro.records.sweeps import SEED, Trial
from jupyter_repro.settings import settings_for
from jupyter_repro.snapshots.stored_snapshots import required_snapshot
from jupyter_repro.sweeping.grid import combinations
from jupyter_repro.sweeping.trial_metrics import trial_metrics
from jupyter_repro.taking_snapshots.recorded_run import (
    FailedRecording,
    RecordingOptions,
    record_as,
    recorded_before,
)


@dataclass(frozen=True)
class SweepOptions:
    """What the user said about one sweep."""

    notebook: Path
    """Absolute, as `folder` is."""
    values: Mapping[str, tuple[Any, ...]]
    folder: Path
    """Where the trials are written."""
    jobs: int = 1
    seed: int | None = None
    """For trials that do not set one."""
    timeout: float | None = None
    kernel: str | None = None
    resume: bool = False
    """Whether what is recorded already is kept."""
    limits: RunLimits = field(default_factory=RunLimits)
    """Of each trial."""
    lower: tuple[str, ...] = ()
    """Metrics of which the lowest value is the best, whatever their names say."""
    higher: tuple[str, ...] = ()


def _check_parameters(asked: SweepOptions, notebook: NotebookNode) -> None:
    """Raise ReproError for a parameter of which the notebook knows nothing: all trials would be the same."""
    declared = declared_parameters(notebook)
    if declared is None:
        return
    unknown = [name for name in asked.values if name not in declared and name != SEED]
    if unknown and not declared:
        raise ReproError(
            f"{asked.notebook.name} has no parameters",
            "give the cell that sets them the tag parameters, as papermill has it",
        )
    if unknown:
        raise ReproError(
            f"{asked.notebook.name} has no parameter {unknown[0]}", f"those it has: {', '.join(declared)}"
        )


def _check_no_secret(values: Mapping[str, tuple[Any, ...]]) -> None:
    """Raise ReproError for a secret: trials are named, and listed, by their values."""
    names = [
        name
        for name, given in values.items()
        if WITHHELD in recorded_parameters({name: list(given)}).values()
    ]
    if names:
        raise ReproError(
            f"the values of {names[0]} look like secrets, and a sweep writes down what its trials were given",
            "let the notebook read it from an environment variable",
        )


class Trials:
    """All trials of one sweep."""

    def __init__(self, asked: SweepOptions) -> None:
        self.asked = asked
        self.notebook = read_notebook(os.path.relpath(asked.notebook))
        self._before = recorded_before(asked.notebook)

    def planned(self) -> list[Trial]:
        """Every one, waiting.

        Raises ReproError for too many, for a seed that is none, and for a parameter that the notebook does not have.
        """
        _check_no_secret(self.asked.values)
        _check_parameters(self.asked, self.notebook)
        seed = self._seed()
        return [
            Trial(trial_name(params), params, checked_seed(params.get(SEED, seed)))
            for params in combinations(self.asked.values)
        ]

    def path(self, trial: Trial) -> Path:
        """Of its notebook."""
        return self.asked.folder / trial.name / self.asked.notebook.name

    def done(self, trial: Trial) -> Trial:
        """The trial after it was recorded, or failed; raises nothing that the others would end by."""
        if self.asked.resume and (kept := self._kept(trial)):
            return kept
        path, began = self.path(trial), monotonic()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            snapshot = record_as(self.notebook, path, self._wishes(trial))
            keep_snapshot(path, snapshot)
        except (ReproError, OSError) as error:
            with suppress(OSError):  # it is left where something lies in it
                path.parent.rmdir()
            own = error.own if isinstance(error, FailedRecording) else ()
            return _ended(trial, began, state="failed", what=_what_failed(error, path), own=own)
        return _ended(trial, began, state="recorded", metrics=trial_metrics(read_notebook(path), snapshot))

    def _wishes(self, trial: Trial) -> RecordingOptions:
        return RecordingOptions(
            seed=trial.seed,
            pin_options=self._before.pin_options or None,
            parameters=self._parameters(trial),
            timeout=self.asked.timeout,
            kernel=self.asked.kernel,
            watch=self._before.watch or None,
            folder=self.asked.notebook.parent,
            limits=self.asked.limits,
            trial_of=self.asked.notebook,
        )

    def _parameters(self, trial: Trial) -> dict[str, Any]:
        return {**self._before.parameters, **trial.params}

    def _seed(self) -> int:
        """For trials that set none: as for a snapshot of the notebook itself."""
        settings = settings_for(self.asked.notebook.parent)
        candidates = (self.asked.seed, declared_seed(self.notebook), self._before.seed)
        return next((seed for seed in candidates if seed is not None), settings.seed)

    def _kept(self, trial: Trial) -> Trial | None:
        """The trial as it was recorded before: of the same source, with the same parameters and seed."""
        path = self.path(trial)
        try:
            snapshot = required_snapshot(path).snapshot
            notebook = read_notebook(path)
        except (OSError, ReproError):
            return None
        if not (self._is_of(snapshot.context, trial) and _sources(snapshot) == _sources_now(self.notebook)):
            return None
        return msgspec.structs.replace(trial, state="kept", metrics=trial_metrics(notebook, snapshot))

    def _is_of(self, context: Context, trial: Trial) -> bool:
        return context.seed == trial.seed and context.parameters == recorded_parameters(
            self._parameters(trial)
        )


def _what_failed(error: ReproError | OSError, path: Path) -> str:
    """What happened; the path of the trial's own notebook, which its reader knows, is left out."""
    if isinstance(error, ReproError):
        return error.predicate if error.subject == str(path) else error.what
    return str(error)


def _ended(trial: Trial, began: float, **known: Any) -> Trial:
    return msgspec.structs.replace(trial, seconds=round(monotonic() - began, 2), **known)


def _sources(snapshot: Snapshot) -> list[str]:
    return [cell.source_digest for cell in snapshot.cells]


def _sources_now(notebook: NotebookNode) -> list[str]:
    return [source_digest(cell.source) for _, cell in code_cells(upgraded(notebook))]
