"""How much metrics vary from seed to seed, and how that is reported."""

from __future__ import annotations

import json
import math

import pytest

from jupyter_repro.recording.named_blocks import Run
from jupyter_repro.records.run_blocks import RunBlock
from jupyter_repro.records.sweeps import Sweep, Trial, encode_sweep
from jupyter_repro.reporters.sweep_text import sweep_text, trial_words
from jupyter_repro.sweeping.trial_metrics import block_metrics
from jupyter_repro.tracking.spread import is_loss, spread_metrics, spreads


def trials(**values):
    return [
        Trial(f"lr={lr},seed={seed}", {"lr": lr, "seed": seed}, seed, "recorded", 1.5, {"accuracy": value})
        for lr, of_lr in (("a", values["a"]), ("b", values["b"]))
        for seed, value in enumerate(of_lr, 1)
    ]


def test_mean_and_sample_deviation_are_over_the_seeds_of_a_setting():
    first, second = spreads(trials(a=[1.0, 2.0, 4.0], b=[5.0]))
    assert (first.setting, first.metric, first.n, first.best) == ({"lr": "a"}, "accuracy", 3, 4.0)
    assert first.mean == pytest.approx(7 / 3)
    assert first.deviation == pytest.approx((7 / 3) ** 0.5)
    assert (second.deviation, second.n) == (None, 1)


def test_the_best_of_a_loss_is_the_lowest_unless_it_is_said_otherwise():
    every = trials(a=[1.0, 2.0], b=[3.0, 4.0])
    assert [each.best for each in spreads(every)] == [2.0, 4.0]
    assert [each.best for each in spreads(every, lower=["accuracy"])] == [1.0, 3.0]


def test_what_is_not_finite_is_shown_and_left_out_of_mean_and_deviation_with_a_word():
    every = trials(a=[1.0, math.nan, 3.0], b=[math.inf])
    first, second = spreads(every)
    assert (first.mean, first.n, first.left_out, first.best) == (2.0, 2, 1, 3.0)
    assert math.isnan(second.mean)
    assert second.n == 0
    sweep = Sweep(notebook="a.ipynb", started="2026-01-01", values={"lr": ("a",)}, trials=tuple(every))
    reported = sweep_text(sweep, spreads(every))
    assert "nan" in reported
    assert "2 of 3" in reported
    assert reported.endswith("mean, std and best leave out what is nan or infinite")
    written = json.loads(encode_sweep(sweep))
    assert [trial["metrics"]["accuracy"] for trial in written["trials"]] == [1.0, "nan", 3.0, "inf"]


def test_what_a_block_logged_that_is_not_finite_is_kept():
    run = Run("fit")
    run.log_metric("loss", float("nan"))
    run.log_metric("most", -math.inf)
    found = block_metrics([run.block(started="2026-01-01T00:00:00Z")])
    assert math.isnan(found["loss"])
    assert found["most"] == -math.inf


@pytest.mark.parametrize("name", ["loss", "val_loss", "rmse", "test.mae", "error_rate", "log loss"])
def test_a_loss_is_known_by_its_name(name):
    assert is_loss(name)


@pytest.mark.parametrize("name", ["accuracy", "f1", "auc", "r2", "terms", "lifetimes"])
def test_other_metrics_are_none(name):
    assert not is_loss(name)


def test_the_tables_tell_results_failures_and_the_spread():
    every = [
        *trials(a=[0.5, 0.75], b=[]),
        Trial("x", {"lr": "b", "seed": 1}, 1, "failed", what="failed in [2]: ValueError: no"),
        Trial("y", {"lr": "b", "seed": 2}, 2),
    ]
    sweep = Sweep(
        notebook="a.ipynb", started="", values={"lr": ("a", "b"), "seed": (1, 2)}, trials=tuple(every)
    )
    assert sweep_text(sweep, spreads(every)).split("\n") == [
        "lr  seed  accuracy  seconds",
        "a   1          0.5      1.5",
        "a   2         0.75      1.5",
        "b   1                        failed in [2]: ValueError: no",
        "b   2                        waiting",
        "",
        "lr  metric     mean       std    best  n",
        "a   accuracy  0.625  0.176777  0.75 ↑  2",
    ]


def test_one_seed_is_said_to_be_no_result():
    every = trials(a=[0.5], b=[0.25])
    sweep = Sweep(notebook="", started="", values={"lr": ("a", "b"), "seed": (1,)}, trials=tuple(every))
    assert "one seed is no result" in sweep_text(sweep, spreads(every))


def test_a_trial_is_reported_in_a_line():
    done, *_ = trials(a=[0.5], b=[])
    assert trial_words(done) == "✓ lr=a,seed=1  accuracy 0.5  1.5 s"
    assert trial_words(Trial("x", {}, 1, "failed", what="no")) == "✗ x  no"


def test_metrics_of_blocks_are_those_of_the_outermost_that_have_them():
    t = ""
    blocks = [
        RunBlock("cv", t, metrics={"accuracy": 0.5}),
        RunBlock("fold 0", t, parent=0, metrics={"accuracy": 0.4, "loss": 1.0}),
        RunBlock("fold 1", t, parent=0, metrics={"accuracy": 0.6, "loss": 2.0, "bad": None}),
    ]
    known = {"accuracy": 0.5, "fold 0/loss": 1.0, "fold 1/loss": 2.0, "bad": math.nan}
    assert block_metrics(blocks) == pytest.approx(known, nan_ok=True)


def test_a_tracker_gets_the_spread_of_what_was_tried_with_several_seeds_by_names_it_takes():
    trials = [
        Trial("x", {"act": act, "seed": seed}, seed, "recorded", metrics={"loss": seed + add})
        for act, add in (("re/lu,=x", 0), ("tanh", 1))
        for seed in (1, 3)
    ]
    found = spread_metrics(spreads(trials))
    assert found["loss/act re_lu__x/mean"] == 2
    assert found["loss/act tanh/best"] == 2
    assert {name.rpartition("/")[2] for name in found} == {"mean", "std", "best", "seeds"}
    only_seeds = [Trial("x", {"seed": seed}, seed, "recorded", metrics={"loss": seed}) for seed in (1, 3)]
    assert set(spread_metrics(spreads(only_seeds))) == {
        f"loss/{part}" for part in ("mean", "std", "best", "seeds")
    }
    assert spread_metrics(spreads(trials[:1])) == {}
