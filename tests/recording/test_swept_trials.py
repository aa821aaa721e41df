"""Trials that a library runs in the notebook, as they are recorded."""

from __future__ import annotations

from jupyter_repro.extensions.sweepers import EndedTrial, TrialOf
from jupyter_repro.recording.named_blocks import NamedBlocks
from jupyter_repro.recording.tracker_runs.swept_trials import SweptTrials


def guarded(function):
    """The function, which raises nothing."""

    def safe(*arguments):
        try:
            return function(*arguments)
        except Exception:
            return None

    return safe


def test_what_a_look_at_trials_raises_does_not_reach_the_notebook():
    blocks = NamedBlocks()
    trials = SweptTrials(blocks, lambda: None, guarded)

    def look():
        yield TrialOf("a", 1), EndedTrial({"lr": 0.5})
        raise KeyError("metrics")

    trials.ended(look)
    assert [block.kind for block in blocks.records()] == ["sweep", "trial"]
