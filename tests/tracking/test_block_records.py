"""Named parts of a run as runs below it."""

from __future__ import annotations

import math

import msgspec

from jupyter_repro.records.run_blocks import RunBlock
from jupyter_repro.records.tracked_run import Destination, OwnRun, RunInput, RunRecord
from jupyter_repro.tracking.block_records import block_records, without_trials
from jupyter_repro.tracking.outbox import Publication
from jupyter_repro.tracking.script_publishing import script_records

T = "2026-01-01T00:00:00Z"
BLOCKS = [
    RunBlock("cv", T, T, metrics={"loss": None}),
    RunBlock("fold 0", T, T, parent=0, params={"k": "0"}, metrics={"loss": 0.5}),
    RunBlock("fit", T, "", failed="ValueError"),
]
RUN = RunRecord("ab", "a", T, "ada", {}, {"repro.snapshot": "blake3:ab", "repro.notebook": "a.ipynb"})


def test_each_is_a_run_below_the_one_that_it_stands_in():
    found = list(block_records(RUN, BLOCKS))
    assert [(each.name, each.parents) for each in found] == [
        ("cv", ("blake3:ab",)),
        ("fold 0", ("blake3:ab", "blake3:ab/0")),
        ("fit", ("blake3:ab",)),
    ]
    assert [each.tags["repro.parent"] for each in found] == ["blake3:ab", "blake3:ab/0", "blake3:ab"]
    assert math.isnan(found[0].metrics["loss"])
    assert [each.metrics for each in found[1:]] == [{"loss": 0.5}, {}]
    assert [each.failed for each in found] == ["", "", "ValueError"]


def test_the_same_parts_of_the_same_snapshot_are_the_same_runs():
    assert [each.id for each in block_records(RUN, BLOCKS)] == [
        each.id for each in block_records(RUN, BLOCKS)
    ]
    assert len({each.id for each in block_records(RUN, BLOCKS)}) == 3


def test_a_run_is_sent_after_those_that_it_is_a_part_of():
    place = Destination("mlflow:", "/", "x")
    names = [Publication(place, each).name for each in (RUN, *block_records(RUN, BLOCKS))]
    first, cv, fold, fit = names
    assert sorted(names)[0] == first
    assert sorted(names)[-1] == fold
    assert {cv, fit} == set(sorted(names)[1:3])


STORE = "mlflow:"
SWEEP = [
    RunBlock("Optuna study", T, T, kind="sweep", count=3),
    RunBlock(
        "seed=1", T, T, parent=0, params={"seed": "1"}, numeric=("seed",), metrics={"loss": 1.0}, kind="trial"
    ),
    RunBlock(
        "seed=2", T, T, parent=0, params={"seed": "2"}, numeric=("seed",), metrics={"loss": 3.0}, kind="trial"
    ),
    RunBlock(
        "seed=3", T, T, parent=0, params={"seed": "3"}, numeric=("seed",), failed="ValueError", kind="trial"
    ),
]
READ = RunInput("a.csv", "blake3:cd", 1)
SEEDED = msgspec.structs.replace(RUN, params={"seed": 7, "pins": "numpy"}, inputs=(READ,))


def test_a_sweep_of_a_library_has_the_form_of_our_own():
    whole, *trials = block_records(SEEDED, SWEEP)
    assert (whole.params, whole.failed, whole.inputs) == ({"seed": "1, 2, 3"}, "1 trial failed", (READ,))
    assert whole.tags["repro.sweep"] == "2 of 3 trials, 1 failed"
    assert (whole.metrics["loss/mean"], whole.metrics["loss/seeds"]) == (2.0, 2.0)
    assert [each.params for each in trials] == [
        {"repro.seed": 7, "pins": "numpy", "seed": seed} for seed in (1, 2, 3)
    ]
    assert [each.tags["repro.trial"] for each in trials] == ["seed=1", "seed=2", "seed=3"]
    assert {each.parents[-1] for each in trials} == {whole.tags["repro.snapshot"]}


def test_runs_that_the_notebook_started_for_trials_alone_lie_below_a_new_one_for_the_sweep():
    own = tuple(OwnRun(STORE, f"run {number}") for number in (1, 2))
    blocks = [SWEEP[0], *(msgspec.structs.replace(SWEEP[n], own=(own[n - 1].id,)) for n in (1, 2))]
    whole, *trials = block_records(msgspec.structs.replace(SEEDED, own=own), blocks)
    assert (whole.own, whole.parents, whole.beside) == ((), (), own)
    assert "repro.parent" not in whole.tags
    assert [each.own for each in trials] == [(own[0],), (own[1],)]
    assert all("repro.snapshot" not in each.beside_own().tags for each in trials)


def test_the_run_around_those_of_trials_holds_the_files_and_is_the_sweeps():
    first, around = OwnRun(STORE, "trial"), OwnRun(STORE, "whole")
    run = msgspec.structs.replace(SEEDED, own=(first, around))
    blocks = [SWEEP[0], msgspec.structs.replace(SWEEP[1], own=("trial",))]
    assert without_trials(run, blocks).own == (around, first)
    whole, _ = block_records(run, blocks)
    assert whole.own == (around,)


def test_each_execution_of_a_script_is_a_run_of_its_own(tmp_path):
    blocks = BLOCKS[:2]
    first, second = (script_records(blocks, tmp_path / "s.py") for _ in range(2))
    assert first[0].id != second[0].id
    assert first[1].parents == (first[0].tags["repro.snapshot"],)
    assert [each.name for each in first] == ["cv", "fold 0"]
