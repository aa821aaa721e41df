"""A sweep from its plan to its results; what is done stays, however it ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from jupyter_repro.errors import Unwritable
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.formatting.timestamps import now
from jupyter_repro.notebooks.notebook_files import declared_seed
from jupyter_repro.records.sweeps import SEED, SWEEP_FILE, Sweep, Trial, encode_sweep
from jupyter_repro.sweeping.at_a_time import at_a_time
from jupyter_repro.sweeping.trials import SweepOptions, Trials

Progress = Callable[[Trial], None]
"""Called for each trial when it is done."""


def folder_beside(notebook: Path) -> Path:
    """Where the trials of a notebook are written: `train-sweep` beside `train.ipynb`."""
    return notebook.with_name(f"{notebook.stem}-sweep")


def swept(asked: SweepOptions, progress: Progress) -> Sweep:
    """Execute every trial, some at a time, and keep the results in the sweep's folder.

    Interrupted by Ctrl-C, it answers with what is done; the rest waits. Raises ReproError before anything is executed.
    """
    trials = Trials(asked)
    planned = trials.planned()
    sweep = Sweep(notebook=asked.notebook.name, started=now(), values=dict(asked.values))
    _keep(asked.folder, sweep, planned)
    done: dict[str, Trial] = {}
    try:
        for trial in at_a_time(asked.jobs, trials.done, planned):
            done[trial.name] = trial
            progress(trial)
    except KeyboardInterrupt:
        pass
    finally:
        ended = _keep(asked.folder, sweep, [done.get(trial.name, trial) for trial in planned])
    return ended


def warnings(asked: SweepOptions) -> list[str]:
    """What the user should know before: that the notebook itself decides what the sweep is to vary."""
    notebook = Trials(asked).notebook
    seed = declared_seed(notebook)
    if seed is None or len(asked.values.get(SEED, ())) < 2:
        return []
    return [
        f"the notebook pins {seed} itself, with %repro pin {seed}: all trials draw the same; say {{seed}} there"
    ]


def _keep(folder: Path, sweep: Sweep, trials: Sequence[Trial]) -> Sweep:
    """Write the sweep's file; answers the sweep with these trials."""
    whole = Sweep(notebook=sweep.notebook, started=sweep.started, values=sweep.values, trials=tuple(trials))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"{os.path.relpath(folder)} cannot be made: {error.strerror or error}"
        raise Unwritable(what, "name another folder with --into") from None
    write_together({folder / SWEEP_FILE: encode_sweep(whole)})
    return whole
