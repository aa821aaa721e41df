"""The seed that is given is the seed that each library gets, and a seed that the notebook gives wins."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest

PINNED = "from jupyter_repro import pin; pin(42)\n"
DATA = "import numpy as np; r = np.random.RandomState(0); X = r.rand(200, 4); y = X[:, 0] + r.rand(200)\n"
FIT = ".fit(X, y).predict(X[:3]).tolist())"

BY_HAND = {
    "polars": (
        "import polars as pl",
        "pl.set_random_seed({})",
        "print(pl.Series(range(99)).sample(3).to_list())",
    ),
    "faker": ("from faker import Faker", "Faker.seed({})", "print(Faker().name())"),
    "torch": ("import torch", "torch.manual_seed({})", "print(torch.rand(3).tolist())"),
    "tensorflow": (
        "import tensorflow as tf",
        "tf.random.set_seed({})",
        "print(tf.random.normal([2]).numpy().tolist())",
    ),
    "keras": (
        "import keras, random, numpy as np",
        "keras.utils.set_random_seed({})",
        "l = keras.layers.Dense(1); l.build((None, 2)); print(l.get_weights()[0].tolist(),"
        " np.array(keras.random.normal((2,))).tolist())",
    ),
}
"""Library: its import, seeding it by hand, and a draw."""

ARGUMENTS = {
    "xgboost": (DATA + "import xgboost as x", "x.XGBRegressor(n_estimators=3, subsample=0.5{})"),
    "lightgbm": (
        DATA + "import lightgbm as x",
        "x.LGBMRegressor(n_estimators=3, subsample=0.5, subsample_freq=1, verbose=-1, force_row_wise=True{})",
    ),
    "catboost": (
        DATA + "import catboost as x",
        "x.CatBoostRegressor(iterations=3, verbose=0, allow_writing_files=False{})",
    ),
}
"""Library: its import, and a model that takes a seed as an argument."""


def there(table):
    """The rows whose library is installed."""
    return [pytest.param(*row, id=name) for name, row in table.items() if find_spec(name)]


def printed(code):
    """What a fresh Python prints."""
    run = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(("load", "seeding", "draw"), there(BY_HAND))
def test_a_library_draws_what_it_draws_when_it_is_seeded_by_hand(load, seeding, draw):
    by_hand = printed("\n".join((load, seeding.format(42), draw)))
    assert printed("\n".join((PINNED, load, draw))) == by_hand
    own = printed("\n".join((load, seeding.format(7), draw)))
    assert printed("\n".join((PINNED, load, seeding.format(7), draw))) == own != by_hand


@pytest.mark.parametrize(("load", "model"), there(ARGUMENTS))
def test_a_model_is_the_one_that_is_given_the_seed_by_hand(load, model):
    def fitted(before, *seeds):
        fits = ["print('fitted')\nprint(" + model.format(seed) + FIT for seed in seeds]
        return printed("\n".join((before, load, *fits))).split("fitted")[1:]

    pinned, own_of_pinned = fitted(PINNED, "", ", random_state=7")
    by_hand, own = fitted("", ", random_state=42", ", random_state=7")
    assert pinned == by_hand
    assert own_of_pinned == own != pinned


def test_a_salt_that_the_notebook_sets_stays():
    code = "import matplotlib as m; m.rcParams['svg.hashsalt'] = 'own'; pin(7); print(m.rcParams['svg.hashsalt'])"
    assert printed(PINNED + code).strip() == "own"
    code = "import matplotlib as m; m.rcdefaults(); print(m.rcParams['svg.hashsalt'])"
    assert printed(PINNED + code).strip() == "42"


UNDONE = """
from jupyter_repro.pinning.applied_pins import PINNING
import matplotlib, hypothesis.core, faker, joblib.parallel, multiprocessing.pool, concurrent.futures.process, uuid
from importlib.util import find_spec
import importlib
owners = [joblib.parallel.Parallel, multiprocessing.pool.Pool, multiprocessing.process.BaseProcess,
          concurrent.futures.process.ProcessPoolExecutor, uuid, hypothesis.core]
for name, place in {"lightgbm": "basic.Booster", "xgboost": "core.Booster", "catboost": "core.CatBoost"}.items():
    if find_spec(name):
        module, _, attribute = place.partition(".")
        owners.append(getattr(importlib.import_module(f"{name}.{module}"), attribute))
def state():
    return [dict(vars(owner)) for owner in owners], dict(matplotlib.rcParams), faker.generator.random.getstate()
before = state()
PINNING.pin(3, ["uuid"])
assert state() != before
PINNING.unpin()
print(state() == before, PINNING.state)
"""


def test_unpinning_restores_every_library():
    assert printed(UNDONE).strip() == "True {}"


def test_a_library_that_is_seeded_through_a_class_is_left_alone():
    code = "from faker import Faker; from jupyter_repro.pinning.applied_pins import PINNING; "
    code += "Faker.seed(1); print(PINNING.own)"
    assert printed(PINNED + code).strip() == "{'faker'}"


HYPOTHESIS = """
from hypothesis import given, settings, strategies
seen = []
@settings(max_examples=8, database=None)
@given(strategies.integers())
def test(i): seen.append(i)
test(); print(seen)
"""


def test_hypothesis_tries_the_same_examples_at_the_desk_and_in_ci(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    at_the_desk = printed(PINNED + HYPOTHESIS)
    monkeypatch.setenv("CI", "true")
    assert printed(PINNED + HYPOTHESIS) == at_the_desk


def test_cis_own_profile_of_hypothesis_is_put_back(monkeypatch):
    monkeypatch.setenv("CI", "true")
    code = "from hypothesis import settings; own = settings.default.derandomize; "
    code += "from jupyter_repro.pinning.applied_pins import PINNING; "
    code += "PINNING.pin(42); pinned = settings.default.derandomize; "
    code += "PINNING.unpin(); print(own, pinned, settings.default.derandomize)"
    assert printed(code).split() == ["True", "False", "True"]
