"""Multiruns of the real Hydra."""

from __future__ import annotations

import sys

import pytest
from noted_trials import NotedTrials

from jupyter_repro.sweepers.hydra import HydraSweeper

hydra = pytest.importorskip("hydra")


@pytest.fixture
def noted(tmp_path, monkeypatch):
    from importlib import import_module

    monkeypatch.chdir(tmp_path)
    notes, sweeper = NotedTrials(), HydraSweeper()
    undo = [(import_module(module), sweeper.watch(module, notes))[1] for module in sweeper.modules]
    yield notes
    for each in undo:
        each()


def multirun(monkeypatch, task, *overrides):
    monkeypatch.setattr(sys, "argv", ["notebook", "--multirun", "hydra.output_subdir=null", *overrides])
    run(task)


def run(task):
    task.__module__ = "__main__"  # as in a notebook
    hydra.main(version_base=None, config_path=None)(task)()


def test_each_job_is_a_trial_with_what_was_overridden_and_what_it_answers(noted, monkeypatch):
    def train(settings):
        return {"loss": settings.lr * 2}

    multirun(monkeypatch, train, "+lr=0.5,0.25", "+model=small")
    assert noted.facts == [
        ({"lr": 0.5, "model": "small"}, {"loss": 1.0}, ""),
        ({"lr": 0.25, "model": "small"}, {"loss": 0.5}, ""),
    ]
    assert {trial.sweep for trial, _ in noted.all} == {"Hydra multirun of train"}
    assert noted.running_now == [trial for trial, _ in noted.all]


def test_a_job_that_raises_is_seen_with_its_exception(noted, monkeypatch):
    def train(settings):
        return 1 / settings.n

    with pytest.raises((ZeroDivisionError, SystemExit)):
        multirun(monkeypatch, train, "+n=2,0")
    assert noted.facts == [({"n": 2}, {"value": 0.5}, ""), ({"n": 0}, {}, "ZeroDivisionError")]


def test_a_single_run_is_no_sweep(noted, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["notebook", "hydra.output_subdir=null", "+n=1"])
    run(lambda settings: settings.n)
    assert noted.all == []
