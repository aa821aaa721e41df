"""Whether a notebook reproduces: it is recorded and verified twice, in views of the project of its own."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from nbformat import NotebookNode

from jupyter_repro.canonical.canonical_form import canonical_outputs, is_binary
from jupyter_repro.environments.script_metadata import snapshot_with_metadata
from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.baseline import Baseline
from jupyter_repro.experiments.fixes.declared_packages import declared_world
from jupyter_repro.experiments.laboratory import Laboratory, OutOfTime, RunResult
from jupyter_repro.experiments.subject import Subject
from jupyter_repro.experiments.world import AS_IT_IS, World
from jupyter_repro.notebooks.notebook_files import code_cells, encode_notebook, shown_outputs
from jupyter_repro.records.snapshot import CellId, Snapshot
from jupyter_repro.taking_snapshots.assembly import cell_records
from jupyter_repro.verdicts import Verdict

_AGAIN = frozenset({"identical", "equivalent", "ignored"})


@dataclass(frozen=True)
class TrialRuns:
    """What came of them."""

    executed: NotebookNode | None = None
    """As it was recorded; None where it could not be."""
    failed: str = ""
    varying: Mapping[CellId, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """The cells that did not reproduce, each text of their outputs in two runs."""

    @property
    def repeats(self) -> bool:
        """Whether every output was reproduced, each time."""
        return self.executed is not None and not self.failed and not self.varying


class TrialRoom:
    """Runs notebooks, each once."""

    def __init__(self, subject: Subject, budget: float, usual: World, challenge: World) -> None:
        """`budget` is in seconds from now on; the second verification is in the world with the challenge."""
        self._subject, self._end = subject, time.monotonic() + budget
        self._worlds = (usual | challenge, usual)
        self._usual = usual
        self._known: dict[bytes, TrialRuns] = {}

    def trial(self, notebook: NotebookNode) -> TrialRuns:
        """Record a notebook and verify it twice, or until it differs. Raises OutOfTime where the budget is used up."""
        key = encode_notebook(notebook)
        if key not in self._known:
            self._known[key] = self._trial(notebook)
        return self._known[key]

    def returns(self, notebook: NotebookNode) -> bool:
        """Whether a run of it shows what was recorded of the original. Raises OutOfTime."""
        try:
            snapshot = snapshot_with_metadata(self._subject.snapshot, self._subject.notebook, notebook)
            found = self._run(notebook, AS_IT_IS, snapshot)
        except ReproError:
            return False
        return not found.failed and all(cell.status in _AGAIN for cell in found.cells)

    def _trial(self, notebook: NotebookNode) -> TrialRuns:
        try:
            recorded = self._run(notebook, self._usual)
            if recorded.failed:
                return TrialRuns(None, recorded.failed)
            for world in self._worlds:
                again = self._run(recorded.notebook, world)
                if again.failed:
                    return TrialRuns(recorded.notebook, again.failed)
                diverged = {cell.id for cell in again.cells if cell.status not in _AGAIN}
                if diverged:
                    return TrialRuns(
                        recorded.notebook, "", texts_that_differ(recorded.notebook, again.notebook, diverged)
                    )
        except ReproError as error:
            return TrialRuns(None, error.what)
        return TrialRuns(recorded.notebook)

    def _run(self, notebook: NotebookNode, world: World, snapshot: Snapshot | None = None) -> RunResult:
        """One run, against the notebook's own outputs or a snapshot."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise OutOfTime
        subject = self._subject
        if snapshot is None:
            context = msgspec.structs.replace(subject.snapshot.context, watch=())
            cells = cell_records(notebook)
            snapshot = msgspec.structs.replace(subject.snapshot, cells=cells, context=context)
        own = replace(
            subject,
            notebook=notebook,
            baseline=Baseline(snapshot),
            verdict=Verdict(subject.verdict.path, "identical"),
        )
        declared = declared_world(notebook, subject.notebook, subject.verdict.context_changes)
        return Laboratory(own, left).run(world | declared)


def texts_that_differ(
    one: NotebookNode, other: NotebookNode, cells: Set[CellId]
) -> dict[CellId, Sequence[tuple[str, str]]]:
    """By cell, the texts that differ; none of a cell that has other outputs, or of pictures."""
    first, second = (
        {cell.id: _outputs(cell) for _, cell in code_cells(each) if cell.id in cells} for each in (one, other)
    )
    return {cell: _pairs(first[cell], second.get(cell, {})) for cell in first}


def _pairs(one: Mapping[Any, str], other: Mapping[Any, str]) -> Sequence[tuple[str, str]]:
    if one.keys() != other.keys():
        return ()
    return [(text, other[key]) for key, text in one.items() if text != other[key]]


def _outputs(cell: NotebookNode) -> dict[tuple[int, str], str]:
    return {
        (number, mime): text if not is_binary(mime) else ""
        for number, output in enumerate(canonical_outputs(shown_outputs(cell)))
        for mime, text in output.data.items()
    }
