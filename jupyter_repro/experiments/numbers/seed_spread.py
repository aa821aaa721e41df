"""How much a number varies from seed to seed, where a sweep of the notebook recorded it beside the notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.numbers.changed_numbers import ChangedNumbers, shown_texts
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.notebooks.declared_parameters import declared_parameters
from jupyter_repro.notebooks.notebook_files import code_cells, read_notebook, upgraded
from jupyter_repro.records.sweeps import SEED, SWEEP_FILE, Sweep, Trial, decode_sweep
from jupyter_repro.tracking.spread import spreads

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def seed_spreads(subject: Subject, changed: ChangedNumbers) -> Mapping[str, float]:
    """Name of each number to its standard deviation over the seeds of the newest sweep that has it.

    What the cell shows in the notebooks of the trials counts, else their metric of the same name. Only trials whose
    other parameters are those that were recorded are looked at.
    """
    given = {**(declared_parameters(subject.notebook) or {}), **subject.snapshot.context.parameters}
    found: dict[str, float] = {}
    for folder, sweep in _sweeps(subject):
        trials = [
            msgspec.structs.replace(trial, metrics=_numbers(trial, folder / trial.name, subject, changed))
            for trial in sweep.trials
            if trial.state in {"recorded", "kept"} and _has_setting(trial, given)
        ]
        known = {each.metric: each.deviation for each in spreads(trials) if each.deviation is not None}
        found = {**known, **found}
    return found


def _sweeps(subject: Subject) -> list[tuple[Path, Sweep]]:
    """Those of this notebook, the newest first."""
    found = [
        (file.parent, sweep) for file in subject.folder.glob(f"*/{SWEEP_FILE}") if (sweep := _read(file))
    ]
    own = [each for each in found if each[1].notebook == subject.path.name]
    return sorted(own, key=lambda each: each[1].started, reverse=True)


def _read(file: Path) -> Sweep | None:
    try:
        return decode_sweep(file.read_bytes())
    except (OSError, ValueError):  # anybody's file may be called so
        return None


def _has_setting(trial: Trial, given: Mapping[str, Any]) -> bool:
    return all(given.get(name, value) == value for name, value in trial.params.items() if name != SEED)


def _numbers(trial: Trial, folder: Path, subject: Subject, changed: ChangedNumbers) -> dict[str, float]:
    metrics = {_plain(name): value for name, value in trial.metrics.items()}
    logged = {name: metrics[_plain(name)] for name in changed.names if _plain(name) in metrics}
    return {**logged, **dict(_shown(folder / subject.path.name, subject, changed))}


def _shown(notebook: Path, subject: Subject, changed: ChangedNumbers) -> Iterator[tuple[str, float]]:
    """What the cell shows in a trial's notebook."""
    try:
        cells = dict(code_cells(upgraded(read_notebook(notebook))))
    except ReproError:
        return
    asked = subject.notebook.cells[subject.root].id
    cell = next((each for each in cells.values() if each.id == asked), None)
    values = changed.in_texts(shown_texts(cell)) if cell else None
    yield from zip(changed.names, map(float, values or ()), strict=False)


def _plain(name: str) -> str:
    return _BETWEEN_WORDS.sub(" ", name.casefold()).strip()
