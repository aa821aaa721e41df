"""Why a notebook does not come out again, shown by experiment."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from jupyter_repro.experiments.chance import sources_held
from jupyter_repro.experiments.chance_search import ChanceSearch
from jupyter_repro.experiments.dependence_search import depends_on
from jupyter_repro.experiments.drift import Conclusion, Drift
from jupyter_repro.experiments.experiment_log import Beginning, ExperimentLog, Listener, nobody, unheard
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.judged_causes import concluded
from jupyter_repro.experiments.laboratory import Laboratory, OutOfBuilds, OutOfTime, RunResult, result_of
from jupyter_repro.experiments.put_back.table import to_put_back
from jupyter_repro.experiments.repetition import runs_needed
from jupyter_repro.experiments.scene import scene
from jupyter_repro.experiments.stored_order import may_be_out_of_order, order_search
from jupyter_repro.experiments.subject import folders_of, subject_of
from jupyter_repro.experiments.trackers_off import without_trackers
from jupyter_repro.experiments.variations import VARIATIONS
from jupyter_repro.experiments.world import AS_IT_IS, World
from jupyter_repro.notebooks.notebook_files import read_notebook, upgraded
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import Verdict
from jupyter_repro.verifying.notebook import Options, Verified, stored_as_snapshot, verified_against
from jupyter_repro.verifying.second_look import was_pinned

UNPINNED = World(pinned=False)


@dataclass(frozen=True)
class Inquiry:
    """How far to go."""

    budget: float = 60.0
    """Seconds, after the notebook has been verified."""
    most_builds: int = 10
    """Runs for which packages may be installed."""
    stress: bool = False
    """Whether a notebook that comes out again is tried under other circumstances."""


AS_USUAL, A_MINUTE = Options(), Inquiry()


def why(
    path: Path,
    options: Options = AS_USUAL,
    inquiry: Inquiry = A_MINUTE,
    listener: Listener = nobody,
    snapshot: Snapshot | None = None,
    beginning: Beginning = unheard,
) -> Verdict:
    """Verify a notebook, and prove by experiment why it does not come out as it was recorded.

    Each run has a view of the project of its own: nothing that lies here is written to, and nothing is sent to a
    tracker. `snapshot` stands in place of the one beside the notebook. Ctrl-C ends the experiments, and what is known
    by then is the answer. Raises ReproError for what cannot be read.
    """
    snapshot = snapshot or load_snapshot(path)
    verified = _verified(path, snapshot, options)
    if verified.run is None:
        return verified.verdict
    if verified.verdict.root is None:
        again = _verified(path, snapshot, options)
        if again.verdict.root is None or again.run is None:
            return _steady(path, again.verdict, options, inquiry, listener, snapshot)
        verified = again
    assert verified.run is not None
    subject = subject_of(path, options, verified.verdict, snapshot)
    laboratory = Laboratory(subject, inquiry.budget, inquiry.most_builds)
    log = ExperimentLog(laboratory, listener, beginning)
    conclusion = Conclusion()
    notes: tuple[str, ...] = ()
    try:
        conclusion = _Inquirer(laboratory, log).explain(result_of(verified.run, subject.root))
    except OutOfBuilds:
        notes = (_BUILDS.format(inquiry.most_builds),)
    except OutOfTime:
        notes = (_TIME.format(inquiry.budget),)
    except KeyboardInterrupt:
        notes = (_STOPPED,)
    verdict = concluded(subject, conclusion, tuple(log.made))
    return msgspec.structs.replace(verdict, notes=(*verdict.notes, *notes))


_TIME = "the {:g} s for experiments are used up; give them more with: --budget SECONDS"
_BUILDS = "packages were installed for {} runs, which is as often as may be; allow more with: --max-builds N"
_STOPPED = "the experiments were stopped"


def _verified(path: Path, snapshot: Snapshot | None, options: Options) -> Verified:
    """Verified with a view of the project of its own."""
    recorded = snapshot or stored_as_snapshot(upgraded(read_notebook(path)), path)
    with scene(folders_of(path, recorded), {}) as seen, tempfile.TemporaryDirectory() as scratch:
        unseen = replace(
            options,
            mark=False,
            view=seen.view,
            variables={**options.variables, **without_trackers(Path(scratch))},
        )
        return verified_against(snapshot, path, unseen)


class _Inquirer:
    """Chooses experiments by what the evidence suspects and the last one has shown."""

    def __init__(self, laboratory: Laboratory, log: ExperimentLog) -> None:
        self._laboratory, self._log = laboratory, log
        self._subject = laboratory.subject
        root = self._subject.verdict.root
        self._kinds = [cause.kind for cause in root.causes] if root else []

    def explain(self, first: RunResult) -> Conclusion:
        """What causes the divergence that the first run has shown."""
        second = self._repeated(first)
        if not second.is_like(first):
            return self._chance(AS_IT_IS, [first, second])
        if may_be_out_of_order(self._subject):
            found = order_search(self._laboratory, self._log)
            if found.causes:
                return found
        found = self._put_back()
        if found.causes or was_pinned(self._subject.snapshot):
            return found if found.causes else self._varied(second, found)
        return self._unpinned(found)

    def _repeated(self, first: RunResult, world: World = AS_IT_IS) -> RunResult:
        with self._log.experiment(()) as answer:
            result = self._laboratory.run(world)
            alike = result.is_like(first)
            answer.append(("returns" if result.returns else "alike" if alike else "differs", ""))
        return result

    def _chance(self, world: World, seen: Sequence[RunResult]) -> Conclusion:
        shown = [result.outputs for result in seen]
        recorded = self._recorded()
        runs = runs_needed([*shown, *([recorded] if recorded else [])])
        held = sources_held(self._laboratory.plan_of(world), self._kinds)
        search = ChanceSearch(
            self._laboratory, self._log, world, runs, fails=all(each.failed for each in seen)
        )
        return search.search(held, self._kinds)

    def _recorded(self) -> tuple[object, ...]:
        cells = {cell.id: cell.outputs for cell in self._subject.snapshot.cells}
        root = self._subject.verdict.root
        return cells.get(root.id, ()) if root else ()

    def _put_back(self) -> Conclusion:
        folders = tuple(self._laboratory.folders)
        factors = to_put_back(self._subject, self._laboratory.kept_content, folders)
        found = Drift(self._laboratory, self._log).search(factors)
        self._to_vary = [factor for factor in factors if factor.how == "vary"]
        return found

    def _unpinned(self, found: Conclusion) -> Conclusion:
        """Outputs that were made without pins, and vary without them."""
        first = self._laboratory.run(UNPINNED)
        second = self._repeated(first, UNPINNED)
        if second.is_like(first):
            return self._varied(second, found)
        return self._chance(UNPINNED, [first, second])

    def _varied(self, usual: RunResult, found: Conclusion) -> Conclusion:
        """What the output depends on, of all that the evidence names and that cannot be put back."""
        suspected: list[Factor] = [
            *self._to_vary,
            *(each for each in VARIATIONS if each.kinds & set(self._kinds)),
        ]
        depends = depends_on(suspected, self._laboratory, self._log, usual)
        return replace(found, causes=tuple(depends[:1])) if depends else found


def _steady(
    path: Path,
    verdict: Verdict,
    options: Options,
    inquiry: Inquiry,
    listener: Listener,
    snapshot: Snapshot | None,
) -> Verdict:
    """A notebook that came out again twice; under stress, what it depends on nevertheless."""
    subject = subject_of(path, options, verdict, snapshot)
    laboratory = Laboratory(subject, inquiry.budget, inquiry.most_builds)
    log = ExperimentLog(laboratory, listener)
    with log.experiment(()) as answer:
        answer.append(("returns", "verified twice"))
    log.made[0] = msgspec.structs.replace(log.made[0], runs=2)
    if inquiry.stress:
        with suppress(OutOfTime, KeyboardInterrupt):
            depends_on(VARIATIONS, laboratory, log, laboratory.run())
    return msgspec.structs.replace(verdict, experiments=tuple(log.made))
