"""The experiments that were made, in their order, each heard of as soon as it has ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from jupyter_repro.experiments.factor import Factor, named
from jupyter_repro.experiments.laboratory import Laboratory
from jupyter_repro.verdicts import Experiment, Kind, Outcome

Listener = Callable[[Experiment], None]


def nobody(_experiment: Experiment) -> None:
    """Listens to nothing."""


class ExperimentLog:
    """What was tried, and what came of it."""

    def __init__(self, laboratory: Laboratory, listener: Listener = nobody) -> None:
        self.made: list[Experiment] = []
        self._laboratory = laboratory
        self._listener = listener

    @contextmanager
    def experiment(self, factors: tuple[Factor, ...]) -> Iterator[list[tuple[Outcome, str]]]:
        """Note an experiment with these factors, none for a repetition; what came of it is put into the list."""
        began, runs = monotonic(), self._laboratory.runs
        answer: list[tuple[Outcome, str]] = []
        yield answer
        outcome, what = answer[-1]
        self.add(
            Experiment(
                how=factors[0].how if factors else "repeat",
                kind=_kind(factors),
                name=named(factors),
                outcome=outcome,
                what=what,
                runs=self._laboratory.runs - runs,
                seconds=round(monotonic() - began, 2),
            )
        )

    def not_tried(self, factor: Factor, why: str) -> None:
        """Note that something was not tried."""
        self.add(Experiment(factor.how, factor.kind, factor.name, "not-tried", why))

    def add(self, experiment: Experiment) -> None:
        """Note an experiment."""
        self.made.append(experiment)
        self._listener(experiment)


def _kind(factors: tuple[Factor, ...]) -> Kind:
    kinds = list(dict.fromkeys(factor.kind for factor in factors))
    return " + ".join(kinds)
