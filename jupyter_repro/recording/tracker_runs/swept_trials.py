"""Sweeps that a library runs in the notebook: a block for each, and one for each of its trials below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.sweepers import EndedTrial, TrialOf
from jupyter_repro.formatting.timestamps import written
from jupyter_repro.formatting.trial_names import trial_name
from jupyter_repro.recording.library_parts import LibraryParts
from jupyter_repro.recording.named_blocks import NamedBlocks, OpenBlock
from jupyter_repro.recording.sightings import Guard

MOST_TRIALS = 1000
"""Trials of one sweep that are recorded; more are counted."""


class SweptTrials:
    """What the sweepers tell in this kernel."""

    def __init__(self, blocks: NamedBlocks, run_now: Callable[[], object], guarded: Guard) -> None:
        self._blocks, self._run_now, self._guarded = blocks, run_now, guarded
        self._sweeps: dict[tuple[object, ...], tuple[OpenBlock, int]] = {}
        self._runs: dict[TrialOf, list[str]] = defaultdict(list)
        self._trial_now: ContextVar[TrialOf | None] = ContextVar("trial", default=None)

    def start(self, libraries: LibraryParts) -> None:
        """Watch each library that runs sweeps when it is imported."""
        libraries.start("sweepers", lambda sweeper, module: sweeper.watch(module, self))

    @contextmanager
    def running(self, trial: TrialOf) -> Iterator[None]:
        """The time of a trial in this thread: runs that the notebook starts in trackers meanwhile are its own."""
        token = self._trial_now.set(trial)
        try:
            yield
        finally:
            self._trial_now.reset(token)

    def began_run(self, run_id: str) -> None:
        """The notebook started a run in a tracker."""
        trial = self._trial_now.get()
        if trial is not None and run_id not in self._runs[trial]:
            self._runs[trial].append(run_id)

    def ended(self, look: Callable[[], Iterable[tuple[TrialOf, EndedTrial]]]) -> None:
        """Trials of sweeps ended."""
        self._guarded(self._all_ended)(look)

    def _all_ended(self, look: Callable[[], Iterable[tuple[TrialOf, EndedTrial]]]) -> None:
        for trial, found in look():
            self._ended(trial, found)

    def _ended(self, trial: TrialOf, found: EndedTrial) -> None:
        sweep, place = self._sweep(trial)
        count = sweep.more["count"] + 1
        sweep.more["count"] = count
        if count <= MOST_TRIALS:
            self._note(trial, found, place)
        sweep.started = min(sweep.started, _moment(found.started) or sweep.started)
        sweep.ended = max(sweep.ended, _moment(found.ended) or written(datetime.now(UTC)))

    def _sweep(self, trial: TrialOf) -> tuple[OpenBlock, int]:
        """The block of a trial's sweep; in each run of a cell it is another one."""
        known = (trial.sweep, trial.key, id(self._run_now()))
        if known not in self._sweeps:
            block, place = self._blocks.begun(trial.sweep)
            block.more |= {"kind": "sweep", "count": 0}
            self._sweeps[known] = block, place
        return self._sweeps[known]

    def _note(self, trial: TrialOf, found: EndedTrial, sweep: int) -> None:
        block, _ = self._blocks.begun(trial_name(found.params) or f"trial {trial.number}", sweep)
        for name, value in found.params.items():
            block.run.log_param(name, value)
        for name, number in found.metrics.items():
            _log_number(block, name, number)
        block.started = _moment(found.started) or block.started
        block.ended = _moment(found.ended) or written(datetime.now(UTC))
        block.failed = found.failed
        block.more |= {"kind": "trial", "own": tuple(self._runs.pop(trial, ()))}


def _log_number(block: OpenBlock, name: str, value: Any) -> None:
    try:
        block.run.log_metric(name, value)
    except ReproError:  # a trial may answer with anything
        return


def _moment(moment: datetime | None) -> str:
    return written(moment.astimezone(UTC)) if moment else ""
