"""Why a notebook does not reproduce, shown by experiment."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

import msgspec

from jupyter_repro.experiments.baseline import Baseline, baseline_beside
from jupyter_repro.experiments.chance import sources_held
from jupyter_repro.experiments.chance_search import ChanceSearch
from jupyter_repro.experiments.dependence_search import depends_on
from jupyter_repro.experiments.drift import Conclusion, Drift
from jupyter_repro.experiments.experiment_log import Beginning, ExperimentLog, Listener, nobody, unheard
from jupyter_repro.experiments.factor import Factor
from jupyter_repro.experiments.first_commit import commit_words, first_commit
from jupyter_repro.experiments.judged_causes import concluded, has_no_place
from jupyter_repro.experiments.laboratory import Laboratory, OutOfBuilds, OutOfTime, RunResult, result_of
from jupyter_repro.experiments.numbers.attribution import NumberAttribution
from jupyter_repro.experiments.put_back.table import to_put_back
from jupyter_repro.experiments.repetition import MOST_RUNS, rate_words, runs_needed
from jupyter_repro.experiments.scene import scene
from jupyter_repro.experiments.sources_seen import kinds_seen
from jupyter_repro.experiments.stored_order import may_be_out_of_order, order_search
from jupyter_repro.experiments.subject import folders_of, notebook_of, subject_of
from jupyter_repro.experiments.variations import VARIATIONS
from jupyter_repro.experiments.world import AS_IT_IS, World
from jupyter_repro.notebooks.notebook_files import read_notebook, upgraded
from jupyter_repro.snapshots.stored_snapshots import load_snapshot
from jupyter_repro.verdicts import Attribution, Experiment, Outcome, Verdict
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
    runs: int = 1
    """How often the notebook is verified first, to see a divergence that shows in some runs only."""
    stress: bool = False
    """Whether a notebook that reproduces is tried under other circumstances."""


AS_USUAL, A_MINUTE = Options(), Inquiry()


def why(
    path: Path,
    options: Options = AS_USUAL,
    inquiry: Inquiry = A_MINUTE,
    listener: Listener = nobody,
    baseline: Baseline | None = None,
    beginning: Beginning = unheard,
) -> Verdict:
    """Verify a notebook, and prove by experiment why it does not come out as it was recorded.

    Each run has a view of the project of its own: nothing that lies here is written to, and nothing is sent to a
    tracker. `baseline` stands in place of the snapshot beside the notebook. Ctrl-C ends the experiments, and what is
    known by then is the answer. Raises ReproError for what cannot be read.
    """
    verified, rate = _first_departure(path, baseline, options, inquiry.runs)
    if verified.run is None:
        return verified.verdict
    if verified.verdict.root is None:
        return _steady(path, verified.verdict, options, inquiry, listener, baseline, rate)
    subject = subject_of(path, options, verified.verdict, baseline or baseline_beside(path))
    laboratory = Laboratory(subject, inquiry.budget, inquiry.most_builds)
    log = ExperimentLog(laboratory, listener, beginning)
    conclusion = Conclusion()
    attributions: tuple[Attribution, ...] = ()
    notes: tuple[str, ...] = ()
    inquirer = _Inquirer(laboratory, log, result_of(verified.run, subject.root), inquiry.runs)
    try:
        if rate.runs > 1:
            log.add(rate)
        conclusion = inquirer.explain(varies=rate.outcome == "differs" and rate.runs > 1)
        conclusion = inquirer.placed(conclusion)
        attributions = inquirer.attributions()
    except OutOfBuilds:
        notes = (_BUILDS.format(inquiry.most_builds),)
    except OutOfTime:
        notes = (_TIME.format(inquiry.budget),)
    except KeyboardInterrupt:
        notes = (_STOPPED,)
    verdict = concluded(subject, conclusion, tuple(log.made))
    return msgspec.structs.replace(verdict, notes=(*verdict.notes, *notes), attributions=attributions)


def _first_departure(
    path: Path, baseline: Baseline | None, options: Options, runs: int
) -> tuple[Verified, Experiment]:
    """The first verification that diverges, else the last one, and how many do.

    A notebook that reproduces is verified twice at least.
    """
    began = monotonic()
    made = [_verified(path, baseline, options)]
    while made[-1].run and len(made) < max(runs, 1 if made[0].verdict.root else 2):
        made.append(_verified(path, baseline, options))
    diverged = [each for each in made if each.verdict.root]
    what = rate_words(len(diverged), len(made)) + " diverge" if len(made) > 2 else ""
    outcome: Outcome = "returns" if not diverged else "alike" if len(diverged) == len(made) else "differs"
    seconds = round(monotonic() - began, 2)
    return (diverged or made[-1:])[0], Experiment("repeat", "", "", outcome, what, len(made), seconds)


_TIME = "the {:g} s for experiments are used up; give them more with: --budget SECONDS"
_BUILDS = "packages were installed for {} runs, which is as often as may be; allow more with: --max-builds N"
_STOPPED = "the experiments were stopped"


def _verified(path: Path, baseline: Baseline | None, options: Options) -> Verified:
    """Verified with a view of the project of its own."""
    snapshot = baseline.snapshot if baseline else load_snapshot(path)
    notebook = notebook_of(path, baseline) if baseline else None
    recorded = snapshot or stored_as_snapshot(upgraded(read_notebook(path)), path)
    with scene(folders_of(path, recorded), {}) as seen:
        unseen = replace(options, mark=False, view=seen.view)
        return verified_against(snapshot, path, unseen, notebook)


class _Inquirer:
    """Chooses experiments by what the evidence suspects and the last one has shown."""

    def __init__(self, laboratory: Laboratory, log: ExperimentLog, first: RunResult, runs: int) -> None:
        """`first` is the run that has shown the divergence, of so many."""
        self._laboratory, self._log, self._first, self._runs = laboratory, log, first, runs
        self._drift: Drift | None = None
        self._subject = laboratory.subject
        asked = self._subject.asked
        self._kinds = [cause.kind for cause in asked.causes] if asked else []

    def explain(self, *, varies: bool) -> Conclusion:
        """What causes the divergence; `varies` says that not each run has it."""
        second = self._repeated(self._first)
        if varies or not second.is_like(self._first):
            return self._chance(AS_IT_IS, [self._first, second])
        if second.returns:  # only what the notebook stores is another
            return Conclusion()
        if may_be_out_of_order(self._subject):
            found = order_search(self._laboratory, self._log)
            if found.causes:
                return found
        found = self._put_back()
        if found.causes or was_pinned(self._subject.snapshot):
            return found if found.causes else self._varied(second, found)
        return self._unpinned(found)

    def placed(self, conclusion: Conclusion) -> Conclusion:
        """The same with what is seen closely, where nothing says yet where a source is used that was held."""
        if not any(has_no_place(factor, self._subject) for factor in conclusion.causes):
            return conclusion
        pinned = None if was_pinned(self._subject.snapshot) else False
        return replace(conclusion, closely=self._laboratory.run(World(pinned=pinned, closely=True)).uses)

    def attributions(self) -> tuple[Attribution, ...]:
        """Where the numbers' change comes from, as far as it comes of what can be put back."""
        if self._drift is None:
            return ()
        return NumberAttribution(self._laboratory, self._drift, self._first).attributions()

    def _repeated(self, first: RunResult, world: World = AS_IT_IS) -> RunResult:
        with self._log.experiment(()) as answer:
            result = self._laboratory.run(world)
            alike = result.is_like(first)
            answer.append(("returns" if result.returns else "alike" if alike else "differs", ""))
        return result

    def _chance(self, world: World, seen: Sequence[RunResult]) -> Conclusion:
        shown = [result.outputs for result in seen]
        recorded = self._recorded()
        runs = runs_needed([*shown, *([recorded] if recorded else [])], max(MOST_RUNS, self._runs))
        held = sources_held(self._laboratory.plan_of(world), self._kinds)
        search = ChanceSearch(
            self._laboratory, self._log, world, runs, fails=all(each.failed for each in seen)
        )
        return search.search(held, [*self._kinds, *kinds_seen(self._subject)])

    def _recorded(self) -> tuple[object, ...]:
        cells = {cell.id: cell.outputs for cell in self._subject.snapshot.cells}
        asked = self._subject.asked
        return cells.get(asked.id, ()) if asked else ()

    def _put_back(self) -> Conclusion:
        folders = tuple(self._laboratory.folders)
        factors = to_put_back(self._subject, self._laboratory.kept_content, folders)
        self._drift = Drift(self._laboratory, self._log)
        found = self._since(self._drift.search(factors), self._drift)
        self._to_vary = [factor for factor in factors if factor.how == "vary"]
        return found

    def _since(self, found: Conclusion, drift: Drift) -> Conclusion:
        """The conclusion with the commit that changed the one file that is the cause."""
        if len(found.causes) != 1 or found.causes[0].kind not in {"data", "code"}:
            return found
        try:
            commit = first_commit(found.causes[0], drift, self._laboratory.kept_content)
        except OutOfTime:
            return found
        return replace(found, since=commit_words(commit)) if commit else found

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
    baseline: Baseline | None,
    rate: Experiment,
) -> Verdict:
    """A notebook that reproduced each time; under stress, what it depends on nevertheless."""
    subject = subject_of(path, options, verdict, baseline or baseline_beside(path))
    laboratory = Laboratory(subject, inquiry.budget, inquiry.most_builds)
    log = ExperimentLog(laboratory, listener)
    log.add(rate)
    if inquiry.stress:
        with suppress(OutOfTime, KeyboardInterrupt):
            depends_on(VARIATIONS, laboratory, log, laboratory.run())
    return msgspec.structs.replace(verdict, experiments=tuple(log.made))
