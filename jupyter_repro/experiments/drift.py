"""Which of the things that changed, put back as they were recorded, bring the output back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.experiment_log import ExperimentLog
from jupyter_repro.experiments.factor import Factor, together
from jupyter_repro.experiments.laboratory import Laboratory
from jupyter_repro.experiments.smallest_set import smallest_set
from jupyter_repro.experiments.world import AS_IT_IS, World
from jupyter_repro.records.restored_orders import OrderFound
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
    """What trying other orders of the cells told; None where none was tried."""


class Drift:
    """Puts things back, each set of them once."""

    def __init__(self, laboratory: Laboratory, log: ExperimentLog, world: World = AS_IT_IS) -> None:
        self._laboratory, self._log, self._world = laboratory, log, world
        self._outcomes: dict[frozenset[str], Outcome] = {}

    def search(self, factors: Sequence[Factor]) -> Conclusion:
        """The fewest factors that bring the output back, and those that changed and did nothing."""
        for factor in factors:
            if factor.cannot:
                self._log.not_tried(factor, factor.cannot)
        possible = [each for each in factors if not each.cannot and each.how == "put-back"]
        if not possible:
            return Conclusion()
        causes = smallest_set(possible, self.returns)
        others = [each for each in possible if each not in causes]
        return Conclusion(causes, tuple(self._innocent(others))) if causes else Conclusion()

    def returns(self, factors: tuple[Factor, ...]) -> bool:
        """Whether the output is as recorded again where these are."""
        names = frozenset(each.name for each in factors)
        if names not in self._outcomes:
            with self._log.experiment(factors) as answer:
                answer.append(self._outcome(factors))
            self._outcomes[names] = answer[-1][0]
        return self._outcomes[names] == "returns"

    def _outcome(self, factors: tuple[Factor, ...]) -> tuple[Outcome, str]:
        try:
            result = self._laboratory.run(self._world | together(factors))
        except ReproError as error:
            return "failed", error.what
        if result.returns:
            return "returns", ""
        return ("failed", result.failed) if result.failed else ("differs", "")

    def _innocent(self, others: Sequence[Factor]) -> Sequence[Factor]:
        """Those that, put back without the causes, change nothing."""
        if len(others) > MOST_ALONE:
            return [] if self.returns(tuple(others)) else others
        return [each for each in others if not self.returns((each,))]
