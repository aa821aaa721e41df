"""Which source of chance, held alike in each run, makes an output come out alike that else differs from run to run."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.drift import Conclusion
from jupyter_repro.experiments.experiment_log import ExperimentLog
from jupyter_repro.experiments.factor import Factor, together
from jupyter_repro.experiments.laboratory import Laboratory, RunResult
from jupyter_repro.experiments.smallest_set import smallest_set
from jupyter_repro.experiments.world import World
from jupyter_repro.verdicts import Kind, Outcome


class ChanceSearch:
    """Holds sources of chance, each set of them once."""

    def __init__(
        self, laboratory: Laboratory, log: ExperimentLog, world: World, runs: int, *, fails: bool = False
    ) -> None:
        """`world` is the one in which the output varies; `runs` must be alike to be believed.

        `fails` says that the notebook fails in each run anyway.
        """
        self._fails = fails
        self._laboratory, self._log, self._world, self._runs = laboratory, log, world, runs
        self._alike: dict[frozenset[str], bool] = {}

    def search(self, factors: Sequence[Factor], suspected: Sequence[Kind]) -> Conclusion:
        """The fewest sources that make it come out alike; those that the evidence names are tried alone, first."""
        for factor in factors:
            if factor.cannot:
                self._log.not_tried(factor, factor.cannot)
        possible = [each for each in factors if not each.cannot]
        named = [each for each in possible if each.kinds & set(suspected)]
        alone = next((each for each in named if self.is_alike((each,))), None)
        causes = (alone,) if alone else self._together(named, possible)
        return Conclusion(
            causes, tuple(each for each in named if each not in causes and self._was_alone(each))
        )

    def _together(self, named: Sequence[Factor], possible: Sequence[Factor]) -> tuple[Factor, ...]:
        """Several that are needed together, of those that the evidence names where these are enough."""
        if len(named) > 1 and self.is_alike(tuple(named)):
            return smallest_set(named, self.is_alike)
        return _backed(smallest_set(possible, self.is_alike), named)

    def is_alike(self, factors: tuple[Factor, ...]) -> bool:
        """Whether all runs are alike where these are held."""
        names = frozenset(each.name for each in factors)
        if names not in self._alike:
            with self._log.experiment(factors) as answer:
                answer.append(self._outcome(factors))
            self._alike[names] = answer[-1][0] in {"alike", "returns"}
        return self._alike[names]

    def _was_alone(self, factor: Factor) -> bool:
        return frozenset({factor.name}) in self._alike

    def _outcome(self, factors: tuple[Factor, ...]) -> tuple[Outcome, str]:
        world = self._world | together(factors)
        results: list[RunResult] = []
        try:
            with self._laboratory.holding():
                for _ in range(self._runs):
                    results.append(self._laboratory.run(world))
                    if not results[-1].is_like(results[0]):
                        return self._not_alike(factors)
        except ReproError as error:
            return "failed", error.what
        if results[0].failed and not self._fails:
            return "failed", results[0].failed
        return ("returns" if results[0].returns else "alike"), ""

    def _not_alike(self, factors: tuple[Factor, ...]) -> tuple[Outcome, str]:
        """A source that this kernel could not hold has not been tried."""
        why = self._laboratory.not_held
        reasons = "; ".join(dict.fromkeys(why[each.name] for each in factors if each.name in why))
        return ("not-tried" if reasons and len(factors) == 1 else "differs"), reasons


def _backed(found: tuple[Factor, ...], named: Sequence[Factor]) -> tuple[Factor, ...]:
    """Of several that were needed together, those that the evidence names; of one alone, that one.

    A source that cannot be held for certain needs others by luck: what nobody saw used is not proven by that.
    """
    backed = tuple(each for each in found if each in named)
    return backed or (found if len(found) == 1 else ())
