"""What a sweeper tells, kept in a list."""

from __future__ import annotations

from contextlib import nullcontext

from jupyter_repro.extensions.sweepers import EndedTrial, TrialOf


class NotedTrials:
    """Takes what a sweeper sees."""

    def __init__(self) -> None:
        self.running_now: list[TrialOf] = []
        self.all: list[tuple[TrialOf, EndedTrial]] = []

    def running(self, trial):
        self.running_now.append(trial)
        return nullcontext()

    def ended(self, look):
        self.all.extend(look())

    @property
    def facts(self):
        return [(each.params, each.metrics, each.failed) for _, each in self.all]
