"""A sweep that a library ran in the notebook, and its trials, in the form of a sweep that `jupyter repro sweep` ran."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from jupyter_repro.formatting.json_numbers import numbers
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.records.run_blocks import RunBlock
from jupyter_repro.records.sweeps import SEED, Trial
from jupyter_repro.records.tracked_run import (
    OURS,
    PARENT,
    SWEEP,
    TRIAL,
    OwnRun,
    RunRecord,
)
from jupyter_repro.records.tracked_values import Value, short, tracked_value, value_text
from jupyter_repro.tracking.spread import spread_metrics, spreads


def sweep_record(run: RunRecord, record: RunRecord, sweep: RunBlock, trials: Sequence[RunBlock]) -> RunRecord:
    """The run of a whole sweep: its values, its state, the spread over the seeds, and the data of the notebook.

    Where the notebook started runs for the trials itself, it goes into the run that it started for the whole, else into
    a new one of the same experiment.
    """
    failed = [trial for trial in trials if trial.failed]
    whole = msgspec.structs.replace(
        record,
        params=_values(trials),
        tags={**record.tags, SWEEP: sweep_words(len(trials) - len(failed), sweep.count, len(failed))},
        metrics=spread_metrics(spreads(_with_seeds(trials))),
        failed=f"{counted(len(failed), 'trial')} failed" if failed else "",
        inputs=run.inputs,
    )
    of_trials = {name for trial in trials for name in trial.own}
    if not of_trials:
        return whole
    own = tuple(each for each in run.own if each.id not in of_trials)
    if own:
        return msgspec.structs.replace(whole, own=own[:1], part_of_own=True)
    tags = {name: value for name, value in whole.tags.items() if name != PARENT}
    return msgspec.structs.replace(whole, tags=tags, parents=(), beside=run.own)


def trial_block_record(run: RunRecord, record: RunRecord, trial: RunBlock) -> RunRecord:
    """The run of a trial, with the seed that was pinned and the data of the notebook; a run of its own is completed."""
    return msgspec.structs.replace(
        record,
        params={**_pinned(run, trial), **record.params},
        tags={**record.tags, TRIAL: record.name},
        inputs=run.inputs,
        own=_own(run, trial),
        part_of_own=True,
    )


def sweep_words(done: int, total: int, failed: int) -> str:
    """The state of a sweep, for its tag: `3 of 4 trials, 1 failed`."""
    return f"{done} of {counted(total, 'trial')}" + (f", {failed} failed" if failed else "")


def listed(values: Sequence[Any]) -> Value:
    """The values of a parameter: one as it is, several as a list."""
    return tracked_value(values[0]) if len(values) == 1 else short(", ".join(map(value_text, values)))


def _values(trials: Sequence[RunBlock]) -> dict[str, Value]:
    names = dict.fromkeys(name for trial in trials for name in trial.params)
    return {
        name: listed(list(dict.fromkeys(trial.value_of(name) for trial in trials if name in trial.params)))
        for name in names
    }


def _pinned(run: RunRecord, trial: RunBlock) -> dict[str, Value]:
    """The notebook's seed and pins; where a parameter of the trial is called so, ours has `repro.` before it."""
    ours = {name: run.params.get(f"{OURS}{name}", run.params.get(name)) for name in (SEED, "pins")}
    return {
        f"{OURS}{name}" if name in trial.params else name: value
        for name, value in ours.items()
        if value is not None
    }


def _own(run: RunRecord, trial: RunBlock) -> tuple[OwnRun, ...]:
    return tuple(each for each in run.own if each.id in trial.own)


def _with_seeds(trials: Sequence[RunBlock]) -> list[Trial]:
    """Trials that set a seed, as those of our own sweeps."""
    return [
        Trial(
            trial.name,
            {name: trial.value_of(name) for name in trial.params},
            int(seed),
            "failed" if trial.failed else "recorded",
            metrics=numbers(trial.metrics),
        )
        for trial in trials
        if SEED in trial.params and isinstance(seed := trial.value_of(SEED), int)
    ]
