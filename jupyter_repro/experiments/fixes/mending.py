"""The remedies with which a notebook reproduces, found by trying them on copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
from nbformat import NotebookNode

from jupyter_repro.experiments.baseline import Baseline, baseline_beside
from jupyter_repro.experiments.fixes.challenges import challenge
from jupyter_repro.experiments.fixes.declared_packages import recorded_requirements
from jupyter_repro.experiments.fixes.remedy import Facts, Remedy
from jupyter_repro.experiments.fixes.shown_edits import edits_shown
from jupyter_repro.experiments.fixes.table import REMEDIES
from jupyter_repro.experiments.fixes.trial_runs import TrialRoom, TrialRuns, texts_that_differ
from jupyter_repro.experiments.laboratory import OutOfTime
from jupyter_repro.experiments.smallest_set import smallest_set
from jupyter_repro.experiments.subject import Subject, subject_of
from jupyter_repro.experiments.world import AS_IT_IS, World
from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.notebooks.notebook_files import code_cells
from jupyter_repro.records.snapshot import CellId
from jupyter_repro.settings import project_root, settings_for
from jupyter_repro.verdicts import Cause, Fix, Verdict
from jupyter_repro.verifying.notebook import Options
from jupyter_repro.verifying.second_look import PINNABLE, was_pinned

_ORDER = ("proven", "observed", "suspected")
_TIME = "the {:g} s for experiments are used up before all fixes were tried; give them more with: --budget SECONDS"
_REPRODUCIBLE = "without the fix, the notebook is reproducible here too: no run shows that the fix helps"


@dataclass(frozen=True)
class Mended:
    """What came of it."""

    verdict: Verdict
    """With the fixes that were tried."""
    notebook: NotebookNode | None = None
    """With those that cured it, and its outputs; None where none did."""


@dataclass(frozen=True)
class Step:
    """One remedy for one cause."""

    remedy: Remedy
    cause: Cause


def mended(
    path: Path, verdict: Verdict, options: Options, budget: float, baseline: Baseline | None = None
) -> Mended:
    """The verdict with the fixes that were tried on copies of the notebook, and the copy that reproduces.

    `budget` is in seconds. The notebook itself stays as it is. Ctrl-C ends it, and nothing is cured then. Raises
    ReproError for what cannot be read.
    """
    if verdict.root is None:
        return Mended(verdict)
    subject = subject_of(path, options, verdict, baseline or baseline_beside(path))
    mending = _Mending(subject, budget)
    notes: tuple[str, ...] = ()
    chosen: tuple[Step, ...] = ()
    try:
        chosen = mending.search()
    except OutOfTime:
        notes = (_TIME.format(budget),)
    except KeyboardInterrupt:
        notes = ("the trial of fixes was stopped",)
    fixes = tuple(mending.fixes(chosen))
    with_fixes = msgspec.structs.replace(verdict, fixes=fixes, notes=(*verdict.notes, *notes))
    return Mended(with_fixes, mending.executed(chosen) if chosen else None)


class _Mending:
    """Tries remedies, each alone and then together."""

    def __init__(self, subject: Subject, budget: float) -> None:
        self._subject, self._notebook = subject, subject.notebook
        self._causes = _causes(subject.verdict)
        self._kinds = frozenset(cause.kind for cause in self._causes)
        # the pins would hide what is to be mended
        hidden = not was_pinned(subject.snapshot) and bool(self._kinds & PINNABLE)
        usual = World(pinned=False) if hidden else AS_IT_IS
        variables = subject.snapshot.context.variables
        self._room = TrialRoom(subject, budget, usual, challenge(self._kinds, variables))
        self._why_not: dict[Step, str] = {}
        self._facts = Facts()

    @cached_property
    def _steps(self) -> Sequence[Step]:
        """Each remedy that edits something, once; those that do the least first."""
        steps: list[Step] = []
        made = [self._notebook]
        for remedy in REMEDIES:
            for cause in self._causes:
                edited = (
                    remedy.make(self._notebook, cause, self._facts) if cause.kind in remedy.kinds else None
                )
                if edited is not None and edited not in made:
                    made.append(edited)
                    steps.append(Step(remedy, cause))
        return steps

    def search(self) -> tuple[Step, ...]:
        """The steps that are needed together, and nothing else is; () where none are known."""
        if not self._causes:
            return ()
        as_it_is = self._room.trial(self._notebook)
        if as_it_is.executed is not None and as_it_is.repeats:
            return self._declared(as_it_is.executed)
        self._facts = _facts(self._subject, as_it_is.varying)
        for step in self._steps:
            if self._cures((step,)):
                return (step,)
        harmless = [each for each in self._steps if not self._breaks(each, as_it_is)]
        return smallest_set(harmless, self._cures) if len(harmless) > 1 else ()

    def _declared(self, executed: NotebookNode) -> tuple[Step, ...]:
        """Of a notebook that varies no more: what lets the recorded outputs pass, for the sources are as they were."""
        verdict = self._subject.verdict
        diverged = {cell.id for cell in verdict.cells if cell.status == "diverged"}
        varying = texts_that_differ(self._notebook, executed, diverged)
        self._facts = _facts(self._subject, varying)
        for step in self._steps:
            edited = self._edited(self._notebook, (step,))
            if self._room.returns(edited) and self._room.trial(edited).repeats:
                return (step,)
            self._why_not[step] = _REPRODUCIBLE
        return ()

    def fixes(self, chosen: Sequence[Step]) -> Iterator[Fix]:
        """Those that cured, then those that were tried and did not."""
        before = self._notebook
        for step in chosen:
            after = self._edited(before, (step,))
            yield Fix(step.cause.kind, step.remedy.what, edits_shown(before, after), cured=True)
            before = after
        for step, why_not in self._why_not.items():
            if step not in chosen:
                after = self._edited(self._notebook, (step,))
                diff = edits_shown(self._notebook, after)
                yield Fix(step.cause.kind, step.remedy.what, diff, cured=False, why_not=why_not)

    def executed(self, chosen: Sequence[Step]) -> NotebookNode | None:
        """The notebook with these steps, and the outputs that it has then."""
        return self._room.trial(self._edited(self._notebook, chosen)).executed

    def _edited(self, notebook: NotebookNode, steps: Sequence[Step]) -> NotebookNode:
        for step in steps:
            notebook = step.remedy.make(notebook, step.cause, self._facts) or notebook
        return notebook

    def _cures(self, steps: tuple[Step, ...]) -> bool:
        found = self._room.trial(self._edited(self._notebook, steps))
        if len(steps) == 1 and not found.repeats:
            self._why_not[steps[0]] = self._words(found)
        return found.repeats

    def _breaks(self, step: Step, as_it_is: TrialRuns) -> bool:
        failed = self._room.trial(self._edited(self._notebook, (step,))).failed
        return bool(failed) and not as_it_is.failed

    def _words(self, found: TrialRuns) -> str:
        if found.failed:
            return f"the notebook fails: {found.failed}"
        names = CellNames(index for index, _ in code_cells(self._notebook))
        indexes = [index for index, cell in code_cells(self._notebook) if cell.id in found.varying]
        return f"{names.names(indexes)} still differ{'s' if len(indexes) == 1 else ''}"


def _causes(verdict: Verdict) -> Sequence[Cause]:
    """Of all cells, each once; what is known best comes first."""
    found = dict.fromkeys(
        cause for cell in verdict.cells for cause in cell.causes if cause.kind != "upstream"
    )
    return sorted(found, key=lambda cause: _ORDER.index(cause.certainty))


def _facts(subject: Subject, varying: Mapping[CellId, Sequence[tuple[str, str]]]) -> Facts:
    folder = subject.folder
    return Facts(
        ids=tuple(cell.id for cell in subject.notebook.cells),
        seed=settings_for(folder).seed,
        folder=(folder / subject.snapshot.context.folder).resolve(),
        project=project_root(folder),
        varying=varying,
        explained={
            cell.id: frozenset(cause.kind for cause in cell.causes)
            for cell in subject.verdict.cells
            if cell.causes
        },
        variables=subject.snapshot.context.variables,
        requirements=recorded_requirements(subject.snapshot.context),
        python=".".join(subject.snapshot.context.python.get("version", "").split(".")[:2]),
    )
