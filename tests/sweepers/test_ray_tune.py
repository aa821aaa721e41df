"""Ray Tune, in the shape that its answers have: the library itself is larger than all others of the tests together."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import pytest
from noted_trials import NotedTrials

from jupyter_repro.sweepers.ray_tune import RayTuneSweeper

LAST = {"loss": 0.25, "done": True, "training_iteration": 1, "timestamp": 1_700_000_000, "time_total_s": 5.0}


@pytest.fixture
def tune(monkeypatch):
    """Modules with the names that are used of them."""
    result = ModuleType("ray.tune.result")
    result.AUTO_RESULT_KEYS = ("training_iteration", "timestamp", "time_total_s")
    tune = ModuleType("ray.tune")
    good = SimpleNamespace(config={"lr": 0.5}, metrics=LAST, error=None)
    bad = SimpleNamespace(config={"lr": 0.75}, metrics={}, error=ValueError("x"))
    tune.Tuner = type("Tuner", (), {"fit": lambda _self: [good, bad]})
    trial = SimpleNamespace(config={"lr": 0.5}, last_result=LAST, status="TERMINATED")
    lost = SimpleNamespace(config={"lr": 0.75}, last_result=None, status="ERROR")
    tune.run = lambda: SimpleNamespace(trials=[trial, lost])
    monkeypatch.setitem(sys.modules, "ray.tune.result", result)
    monkeypatch.setitem(sys.modules, "ray.tune", tune)
    return tune


@pytest.mark.parametrize(
    ("start", "failed"),
    [(lambda tune: tune.Tuner().fit(), "ValueError"), (lambda tune: tune.run(), "failed")],
    ids=["a tuner", "tune.run"],
)
def test_each_trial_is_seen_with_its_settings_and_without_what_ray_adds(tune, start, failed):
    notes = NotedTrials()
    undo = RayTuneSweeper().watch("ray.tune", notes)
    start(tune)
    undo()
    start(tune)
    assert notes.facts == [({"lr": 0.5}, {"loss": 0.25}, ""), ({"lr": 0.75}, {}, failed)]
    (_, first), _ = notes.all
    assert (first.ended - first.started).total_seconds() == 5
    assert len({trial for trial, _ in notes.all}) == 2
