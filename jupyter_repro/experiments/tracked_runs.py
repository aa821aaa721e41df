"""Why two runs of a tracker differ: the first is what was recorded, and the second is run again in a copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.baseline import Baseline
from jupyter_repro.experiments.experiment_log import Listener, nobody
from jupyter_repro.experiments.why import A_MINUTE, AS_USUAL, Inquiry, why
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.notebooks.notebook_files import read_notebook, upgraded
from jupyter_repro.restoring.roll_back import RolledBack, is_run, roll_back
from jupyter_repro.snapshots.stored_snapshots import required_snapshot
from jupyter_repro.verdicts import CellVerdict, Verdict
from jupyter_repro.verifying.notebook import Options


def are_runs(names: Sequence[str], track: str = "") -> bool:
    """Whether these are two runs of a tracker, and not notebooks.

    Raises ReproError for one run, for more than two, and for a run together with a notebook.
    """
    runs = [name for name in names if is_run(name, track) and not Path(name).exists()]
    if runs and (len(runs) != 2 or len(names) != 2):
        raise ReproError(
            f"{runs[0]} is a run, and a run is compared with one other",
            "name two runs; or bring one back and ask there: jupyter repro restore RUN",
        )
    return bool(runs)


def why_runs(
    runs: Sequence[str],
    track: str = "",
    options: Options = AS_USUAL,
    inquiry: Inquiry = A_MINUTE,
    listener: Listener = nobody,
) -> Verdict:
    """Why the second of two runs does not show what the first one does.

    Both are brought back into folders that are gone afterwards. What of the second is not as it was when it ran, for
    its packages are others here or its data cannot be restored, the verdict's notes say. Raises as `roll_back` does,
    and ReproError for runs of different notebooks.
    """
    with scratch_folder() as scratch:
        first, second = (roll_back(run, track, scratch / name) for run, name in zip(runs, "ab", strict=True))
        if first.notebook.name != second.notebook.name:
            raise ReproError(
                f"the runs are of different notebooks, {first.notebook.name} and {second.notebook.name}",
                "name two runs of one notebook",
            )
        before, now = (required_snapshot(each.notebook).snapshot for each in (first, second))
        baseline = Baseline(before, upgraded(read_notebook(first.notebook)), first.notebook)
        context = now.context
        as_then = replace(
            options, seed=context.seed, parameters={**context.parameters, **(options.parameters or {})}
        )
        verdict = why(second.notebook, as_then, inquiry, listener, baseline)
        return _shown(verdict, f"run {second.run[:12]}", _notes(second))


def _notes(back: RolledBack) -> Iterator[str]:
    yield from (f"{each.name} {each.said}" for each in back.lost)
    for change in back.packages:
        yield f"{change.name} is {change.found} here, it was {change.recorded} in the run"


def _shown(verdict: Verdict, name: str, notes: Iterator[str]) -> Verdict:
    """The verdict without remedies, which would be about folders that are gone when it is read."""
    cells = tuple(_without_remedies(cell) for cell in verdict.cells)
    return msgspec.structs.replace(verdict, path=name, cells=cells, notes=(*verdict.notes, *notes))


def _without_remedies(cell: CellVerdict) -> CellVerdict:
    causes = tuple(msgspec.structs.replace(each, remedy="") for each in cell.causes)
    return msgspec.structs.replace(cell, causes=causes)
