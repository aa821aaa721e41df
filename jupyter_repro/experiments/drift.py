"""Which of the things that changed, put back as they were recorded, bring the output back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.experiment_log import ExperimentLog
from jupyter_repro.experiments.factor import Factor, together
from jupyter_repro.experiments.laboratory import Laboratory, RunResult
from jupyter_repro.experiments.smallest_set import smallest_set
from jupyter_repro.experiments.world import AS_IT_IS, World
from jupyter_repro.records.restored_orders import OrderFound
from jupyter_repro.records.snapshot import Use
from jupyter_repro.verdicts import Outcome

MOST_ALONE = 8
"""Innocents that are tried one by one; more are tried all at once."""


@dataclass(frozen=True)
class Conclusion:
    """What experiments have shown."""

    causes: tuple[Factor, ...] = ()
    """Needed together, and nothing else is."""
    innocent: tuple[Factor, ...] = ()
    order: OrderFound | None = None
    """What came of trying other orders of the cells; None where none was tried."""
    since: str = ""
    """Since which commit the one cause is as it is; "" where that is not known."""
    closely: tuple[Use, ...] = ()
    """What was seen in a run in which every call was watched; nothing where there was no need of one."""


class Drift:
    """Puts things back, each set of them once."""

    def __init__(self, laboratory: Laboratory, log: ExperimentLog, world: World = AS_IT_IS) -> None:
        self.possible: tuple[Factor, ...] = ()
        """All that can be put back."""
        self.causes: tuple[Factor, ...] = ()
        """Those that bring the output back together, and each other one that does so alone."""
        self._laboratory, self._log, self._world = laboratory, log, world
        self._outcomes: dict[frozenset[str], Outcome] = {}
        self._results: dict[frozenset[str], RunResult] = {}

    @property
    def results(self) -> Iterable[RunResult]:
        """Of all runs that were made."""
        return self._results.values()

    def search(self, factors: Sequence[Factor]) -> Conclusion:
        """The fewest factors that bring the output back, and those that changed and did nothing."""
        for factor in factors:
            if factor.cannot:
                self._log.not_tried(factor, factor.cannot)
        self.possible = tuple(each for each in factors if not each.cannot and each.how == "put-back")
        if not self.possible:
            return Conclusion()
        self.causes = smallest_set(self.possible, self.returns)
        others = [each for each in self.possible if each not in self.causes]
        conclusion = Conclusion(self.causes, tuple(self._innocent(others))) if self.causes else Conclusion()
        self.causes = (
            *self.causes,
            *(each for each in others if self.is_known((each,)) and self.returns((each,))),
        )
        return conclusion

    def returns(self, factors: tuple[Factor, ...]) -> bool:
        """Whether the output is as recorded again where these are."""
        self._try(factors)
        return self._outcomes[_names(factors)] == "returns"

    def result(self, factors: tuple[Factor, ...]) -> RunResult | None:
        """What came of the run where these are as recorded; None where it could not start."""
        self._try(factors)
        return self._results.get(_names(factors))

    def is_known(self, factors: tuple[Factor, ...]) -> bool:
        """Whether these were put back together already."""
        return _names(factors) in self._outcomes

    def _try(self, factors: tuple[Factor, ...]) -> None:
        if not self.is_known(factors):
            with self._log.experiment(factors) as answer:
                answer.append(self._outcome(factors))
            self._outcomes[_names(factors)] = answer[-1][0]

    def _outcome(self, factors: tuple[Factor, ...]) -> tuple[Outcome, str]:
        try:
            result = self._laboratory.run(self._world | together(factors))
        except ReproError as error:
            return "failed", error.what
        self._results[_names(factors)] = result
        if result.returns:
            return "returns", ""
        return ("failed", result.failed) if result.failed else ("differs", "")

    def _innocent(self, others: Sequence[Factor]) -> Sequence[Factor]:
        """Those that, put back without the causes, change nothing."""
        if len(others) > MOST_ALONE and self._laboratory.left > 0:
            return [] if self.returns(tuple(others)) else others
        return [each for each in others if self._is_innocent(each)]

    def _is_innocent(self, factor: Factor) -> bool:
        """Whether it changes nothing alone; what there is no time for is said to be untried, and is no innocent."""
        if not self.is_known((factor,)) and self._laboratory.left <= 0:
            self._log.not_tried(factor, "the budget is used up")
            return False
        return not self.returns((factor,))


def _names(factors: tuple[Factor, ...]) -> frozenset[str]:
    return frozenset(each.name for each in factors)
