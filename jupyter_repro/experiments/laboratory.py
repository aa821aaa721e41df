"""Where a notebook runs again and again, each time in another world, and never on the user's files."""

from __future__ import annotations

import copy
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from jupyter_repro.canonical.canonical_form import canonical_outputs, record_outputs
from jupyter_repro.executing.engine import execute
from jupyter_repro.executing.plan import Interpreter, Plan
from jupyter_repro.experiments.package_folders import built, is_built
from jupyter_repro.experiments.scene import scene
from jupyter_repro.experiments.subject import Subject, folders_of
from jupyter_repro.experiments.world import AS_IT_IS, World
from jupyter_repro.notebooks.notebook_files import code_cells, shown_outputs
from jupyter_repro.pinning.environment_pins import HASH_SEED, RANDOM
from jupyter_repro.records.snapshot import OutputRecord, Use
from jupyter_repro.taking_snapshots.recorded_run import without_injected
from jupyter_repro.verdicts import CellVerdict
from jupyter_repro.verifying.judgement import cell_verdicts
from jupyter_repro.verifying.notebook import plan_for, versions_for
from jupyter_repro.verifying.rerun import Rerun, failures_in_notebook

LEAST = 5.0
"""Seconds that a run may take at least, however little of the budget is left."""


class OutOfTime(Exception):
    """The budget is used up."""


class OutOfBuilds(OutOfTime):
    """As many packages were installed as may be."""


@dataclass(frozen=True)
class RunResult:
    """What came of one run."""

    cell: CellVerdict | None
    """Of the cell that is asked about; None where the run did not get there."""
    outputs: tuple[OutputRecord, ...]
    """That cell's."""
    notebook: NotebookNode
    failed: str
    """What the notebook failed with; "" where it did not."""
    seconds: float
    cells: tuple[CellVerdict, ...] = ()
    """Of all cells that ran, against what was recorded."""
    uses: tuple[Use, ...] = ()
    """Sources of chance that were seen used."""

    @property
    def returns(self) -> bool:
        """Whether the cell shows what was recorded."""
        return self.cell is not None and self.cell.status in {"identical", "equivalent", "ignored"}

    def is_like(self, other: RunResult) -> bool:
        """Whether the cell came out alike in both."""
        return self.outputs == other.outputs and self.failed == other.failed


class Laboratory:
    """Runs one notebook, up to the cell that diverged first."""

    def __init__(self, subject: Subject, budget: float, most_builds: int = 10) -> None:
        """`budget` is in seconds, from now on; `most_builds` are the runs for which something may be installed."""
        self.subject = subject
        self.most_builds, self.builds = most_builds, 0
        self.runs = 0
        self.not_held: dict[str, str] = {}
        """Sources of chance that a kernel could not hold, to the reason."""
        self._end = time.monotonic() + budget
        self._answers: Path | None = None
        self._scratch = tempfile.TemporaryDirectory(prefix="experiments-")

    @cached_property
    def folders(self) -> Sequence[Path]:
        """Whose content a run may see otherwise."""
        return folders_of(self.subject.path, self.subject.snapshot)

    @property
    def left(self) -> float:
        """Seconds of the budget that are left."""
        return self._end - time.monotonic()

    def run(self, world: World = AS_IT_IS) -> RunResult:
        """Run the notebook in a world.

        Raises OutOfTime where the budget is used up, and ReproError where it cannot start.
        """
        if self.left <= 0:
            raise OutOfTime
        self.runs += 1
        notebook = _with_sources(self.subject.shortened, world)
        with scene(self.folders, world.files, world.elsewhere, listed_anew=world.listed_anew) as seen:
            plan = self.plan_of(world)
            folder = seen.place(plan.folder)
            view = replace(seen.view, fixed_addresses=world.fixed_addresses)
            execution = execute(notebook, replace(plan, folder=folder, view=view))
        self.not_held.update(execution.not_held)
        run = Rerun(
            self.subject.path,
            notebook,
            without_injected(execution.notebook, notebook),
            self.subject.snapshot,
            execution,
            plan.parameters,
        )
        return result_of(run, self.subject.root)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Runs within it get the same answers of programs and the network as the first of them."""
        with tempfile.TemporaryDirectory(dir=self._scratch.name) as answers:
            self._answers = Path(answers)
            try:
                yield
            finally:
                self._answers = None

    @property
    def kept_content(self) -> Path:
        """Folder for recorded content, as long as this laboratory is there."""
        folder = Path(self._scratch.name, "recorded")
        folder.mkdir(exist_ok=True)
        return folder

    def _emptied(self, name: str) -> str:
        """A folder of this name in the scratch folder, without anything of the run before."""
        folder = Path(self._scratch.name, name)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return str(folder)

    def _installed(self, world: World) -> tuple[Interpreter | None, Sequence[Path]]:
        """The world's own Python, and folders of its packages. Raises OutOfBuilds, and ReproError."""
        began = time.monotonic()
        interpreter = None
        if world.python:
            self._count_build(is_there=world.python.is_built)
            interpreter = world.python.interpreter(os.environ)
        python = str(interpreter.python) if interpreter else sys.executable
        self._count_build(is_there=all(is_built(each, python) for each in world.packages))
        folders = built(world.packages, python)
        self._end += time.monotonic() - began  # what is installed is there for the next time
        return interpreter, folders

    def _count_build(self, *, is_there: bool) -> None:
        if not is_there and self.builds >= self.most_builds:
            raise OutOfBuilds
        self.builds += not is_there

    def plan_of(self, world: World) -> Plan:
        """How the notebook runs in a world."""
        subject = self.subject
        parameters = {**(subject.options.parameters or {}), **world.parameters}
        options = replace(
            subject.options,
            parameters={name: value for name, value in parameters.items() if name not in world.not_given},
            seed=subject.options.seed if world.seed is None else world.seed,
        )
        plan = plan_for(subject.path, self.subject.notebook, subject.snapshot, options)
        set_ = {name: value for name, value in world.variables.items() if value is not None}
        interpreter, packages = self._installed(world)
        if packages:
            before = os.environ.get("PYTHONPATH", "")
            set_["PYTHONPATH"] = os.pathsep.join([*map(str, packages), *filter(None, [before])])
        if "tempfile" in world.holds:
            set_["TMPDIR"] = self._emptied("tmp")
        recorded = versions_for(subject.snapshot.context, recorded=True)
        hash_seed = {HASH_SEED: RANDOM} if world.pinned is False else {}
        return replace(
            plan,
            seed=_seed(plan.seed, world),
            environment={**plan.environment, **hash_seed, **set_},
            not_set=frozenset(name for name, value in world.variables.items() if value is None),
            versions={
                **plan.versions,
                **{name: recorded[name] for name in world.versions if name in recorded},
            },
            timeout=min(plan.timeout or self._longest, self._longest),
            interpreter=interpreter or plan.interpreter,
            progress=_pausing(world.pause),
            stop_at_error=True,
            watch_closely=world.closely,
            **self._held(world),
        )

    def _held(self, world: World) -> dict[str, Any]:
        if not world.holds:
            return {}
        moment = {} if world.moment is None else {"held_moment": world.moment}
        return {"holds": tuple(sorted(world.holds)), "held_answers": self._answers, **moment}

    @property
    def _longest(self) -> float:
        return max(self.left, LEAST)


def _seed(planned: int | None, world: World) -> int | None:
    if world.pinned is False:
        return None
    return 0 if world.pinned and planned is None else planned


def _pausing(seconds: float) -> Callable[[int, int], None]:
    def pause(above: int, total: int) -> None:
        if seconds and 0 < above < total:
            time.sleep(seconds)

    return pause


def _with_sources(notebook: NotebookNode, world: World) -> NotebookNode:
    if not world.sources:
        return notebook
    other = copy.deepcopy(notebook)
    for cell in other.cells:
        cell.source = world.sources.get(cell.get("id", ""), cell.source)
    return other


def result_of(run: Rerun, root: int) -> RunResult:
    """What came of a run, asked about the cell with this index."""
    cells = {cell.index: cell for cell in cell_verdicts(run)}
    shown = dict(code_cells(run.executed)).get(root)
    failures = [failure.what for failure in failures_in_notebook(run) if failure.index <= root]
    return RunResult(
        cell=cells.get(root),
        outputs=record_outputs(canonical_outputs(shown_outputs(shown))) if shown else (),
        notebook=run.executed,
        failed="; ".join(failures),
        seconds=run.execution.seconds,
        cells=tuple(cells.values()),
        uses=tuple(run.execution.notes.uses) if run.execution.notes else (),
    )
