"""The experiments that were made, in their order, each heard of when it begins and as soon as it has ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from jupyter_repro.experiments.factor import Factor, named
from jupyter_repro.experiments.laboratory import Laboratory
from jupyter_repro.verdicts import Experiment, How, Kind, Outcome

Listener = Callable[[Experiment], None]
Beginning = Callable[[How, str], None]
"""Hears how and with what an experiment is made that begins now."""


def nobody(_experiment: Experiment) -> None:
    """Listens to nothing."""


def unheard(_how: How, _name: str) -> None:
    """Hears of no beginning."""


class ExperimentLog:
    """What was tried, and what came of it."""

    def __init__(
        self, laboratory: Laboratory, listener: Listener = nobody, beginning: Beginning = unheard
    ) -> None:
        self.made: list[Experiment] = []
        self._laboratory = laboratory
        self._listener, self._beginning = listener, beginning

    @contextmanager
    def experiment(self, factors: tuple[Factor, ...]) -> Iterator[list[tuple[Outcome, str]]]:
        """Note an experiment with these factors, none for a repetition; what came of it is put into the list."""
        began, runs = monotonic(), self._laboratory.runs
        how, name = (factors[0].how if factors else "repeat"), named(factors)
        self._beginning(how, name)
        answer: list[tuple[Outcome, str]] = []
        yield answer
        outcome, what = answer[-1]
        self.add(
            Experiment(
                how=how,
                kind=_kind(factors),
                name=name,
                outcome=outcome,
                what=what,
                runs=self._laboratory.runs - runs,
                seconds=round(monotonic() - began, 2),
            )
        )

    def not_tried(self, factor: Factor, why: str) -> None:
        """Note that something was not tried."""
        self.add(Experiment(factor.how, factor.kind, factor.title or factor.name, "not-tried", why))

    def add(self, experiment: Experiment) -> None:
        """Note an experiment."""
        self.made.append(experiment)
        self._listener(experiment)


def _kind(factors: tuple[Factor, ...]) -> Kind:
    kinds = list(dict.fromkeys(factor.kind for factor in factors))
    return " + ".join(kinds)
