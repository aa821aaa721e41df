"""H2O, each time with a cluster of its own: models, searches and functions that draw."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys

import pytest

if not os.environ.get("CATALOGUE"):
    pytest.skip("a minute of clusters that start: make catalogue", allow_module_level=True)
pytest.importorskip("h2o")
if not shutil.which("java"):
    pytest.skip("H2O needs Java", allow_module_level=True)

LOAD = """
import json, sys, h2o
from h2o.automl import H2OAutoML
from h2o.estimators import H2OGradientBoostingEstimator as Boosting, H2OKMeansEstimator as KMeans
from h2o.grid import H2OGridSearch as Grid
from jupyter_repro.pins.h2o import H2oPin
pin = H2oPin()
"""
DRAWS = """
h2o.init(port=int(sys.argv[1]), verbose=False, max_mem_size="500m")
h2o.no_progress()
frame = h2o.create_frame(rows=200, cols=3, categorical_fraction=0, integer_fraction=0, binary_fraction=0,
                         missing_fraction=0, seed=1)
frame.names = list("abc")
frame["half"] = (frame["a"] > 0).asfactor()
where = {"x": ["a", "b"], "y": "c", "training_frame": frame}
def listed(frame): return [str(value) for value in frame.as_data_frame(use_pandas=False, header=False)]
def seeds(models): return sorted(model.actual_params["seed"] for model in models)
def boosted(**given):
    model = Boosting(ntrees=2, sample_rate=0.5, **given)
    model.train(**where)
    return model.actual_params["seed"], model.params["seed"]["actual"], model.mse()
def clustered(**given):
    model = KMeans(k=2, **given)
    model.train(x=["a", "b"], training_frame=frame)
    return model.actual_params["seed"]
def searched(hyper={"max_depth": [2, 3]}, criteria=None, **given):
    grid = Grid(Boosting(ntrees=2, sample_rate=0.5, **given), hyper, search_criteria=criteria)
    grid.train(**where)
    return [seeds(grid.models), sorted(model.mse() for model in grid.models)]
def any_two(**given):
    return searched({"max_depth": [2, 3, 4, 5, 6], "min_rows": [2, 5, 9, 20]},
                    {"strategy": "RandomDiscrete", "max_models": 2, **given}, **given)
def segments(**given):
    trained = Boosting(ntrees=2, **given).train_segments(segments=["half"], **where)
    return seeds(h2o.get_model(row[1]) for row in trained.as_frame().as_data_frame(use_pandas=False, header=False))
def automatic(**given):
    found = H2OAutoML(max_models=2, include_algos=["GBM"], nfolds=2, **given)
    found.train(**where)
    return found.seed, listed(found.leaderboard["rmse"])
def importance(**given):
    model = Boosting(ntrees=2, seed=1)
    model.train(**where)
    return [row[1] for row in model.permutation_importance(frame, use_pandas=False, **given).cell_values]
def with_gaps(**given):
    copy = h2o.deep_copy(frame[["a", "b"]], f"gaps{given}".translate({ord(mark): "_" for mark in "{}:' -"}))
    copy.insert_missing_values(0.5, **given)
    return listed(copy)
DRAWS = {
    "model": boosted,
    "clusters": clustered,
    "grid": searched,
    "random grid": any_two,
    "segments": segments,
    "automl": automatic,
    "importance": importance,
    "new frame": lambda **given: listed(h2o.create_frame(rows=9, cols=3, **given)),
    "split": lambda **given: [listed(part) for part in frame.split_frame([0.5], **given)],
    "runif": lambda **given: listed(frame.runif(**given)),
    "folds": lambda **given: listed(frame.kfold_column(3, **given)),
    "stratified folds": lambda **given: listed(frame["half"].stratified_kfold_column(3, **given)),
    "stratified split": lambda **given: listed(frame["half"].stratified_split(0.3, **given)),
}
def drawn(**given): return {name: draw(**given) for name, draw in DRAWS.items()}
"""
PINNED = """
undo = pin.apply(42)
reported = {"pinned": drawn(), "own": drawn(seed=7), "grid of seeds": searched({"seed": [5, 6]})[0]}
reported["another draw"] = listed(frame.runif())
reported["gaps"] = [with_gaps(), with_gaps(seed=-1)]
undo()
reported["undone"] = drawn()
"""
BY_HAND = """
reported = {"by hand": drawn(seed=42), "own": drawn(seed=7), "gaps": [with_gaps(), with_gaps(seed=-1)]}
"""
END = "\nh2o.cluster().shutdown()\nprint(json.dumps(reported))"
MODELS = ("model", "clusters", "grid", "random grid", "segments", "automl")


def free_port():
    """A port for the cluster; it takes the next one as well."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1] - 1


def run(code):
    """What a fresh Python prints."""
    command = [sys.executable, "-W", "ignore", "-c", LOAD + code, str(free_port())]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def reported(code):
    """What is reported by a fresh Python with a fresh cluster."""
    return json.loads(run(DRAWS + code + END).splitlines()[-1])


@pytest.fixture(scope="module")
def pinned():
    return reported(PINNED)


@pytest.fixture(scope="module")
def pinned_again():
    return reported(PINNED)


@pytest.fixture(scope="module")
def by_hand():
    return reported(BY_HAND)


def test_all_draws_repeat_when_pinned_and_none_does_when_it_is_undone(pinned, pinned_again):
    assert pinned["pinned"] == pinned_again["pinned"]
    undone, again = pinned["undone"], pinned_again["undone"]
    assert [name for name in undone if undone[name] == again[name]] == []


def test_a_model_is_the_one_that_is_given_the_seed_by_hand(pinned, by_hand):
    for name in MODELS:
        assert pinned["pinned"][name] == by_hand["by hand"][name]


def test_a_model_tells_the_seed_that_was_used(pinned):
    assert pinned["pinned"]["model"][:2] == [42, 42]
    assert pinned["pinned"]["segments"] == [42, 42]


def test_the_notebooks_own_seeds_win(pinned, by_hand):
    assert pinned["own"] == by_hand["own"]
    assert pinned["grid of seeds"] == [5, 6]


def test_what_repeats_without_a_pin_is_left_alone(pinned, by_hand):
    assert pinned["gaps"] == by_hand["gaps"]


def test_two_draws_of_a_frame_are_not_the_same(pinned):
    assert pinned["another draw"] != pinned["pinned"]["runif"]


UNDO = """
from h2o.estimators.estimator_base import H2OEstimator
from h2o.model import ModelBase
def state(): return [dict(vars(owner)) for owner in (h2o.H2OFrame, H2OEstimator, Grid, H2OAutoML, ModelBase)] + [
    h2o.create_frame, h2o.h2o.create_frame]
before = state()
for seed in (1, 2**32 - 1):
    undo = pin.apply(seed)
    changed = all(a != b for a, b in zip(before, state()))
    undo()
    print(changed, state() == before)
"""


def test_all_is_put_back():
    assert run(UNDO).split() == ["True"] * 4
