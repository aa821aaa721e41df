from __future__ import annotations

import random

import numpy as np
import pytest

from jupyter_repro.probes.global_generators import GlobalGenerators


@pytest.fixture
def generators():
    states = random.getstate(), np.random.get_state()
    asked = GlobalGenerators()
    random.seed()
    np.random.seed()
    assert list(asked.drawn()) == []
    yield asked
    random.setstate(states[0])
    np.random.set_state(states[1])


def test_a_draw_is_seen_whoever_draws(generators):
    random.shuffle([1, 2, 3])
    assert list(generators.drawn()) == ["random"]
    np.random.default_rng(1).random()
    assert list(generators.drawn()) == []
    np.random.permutation(5)
    assert list(generators.drawn()) == ["NumPy"]


def test_after_a_seed_nothing_is_told(generators):
    random.seed(1)
    np.random.seed(1)
    assert list(generators.drawn()) == []
    random.random()
    np.random.rand(2000)
    assert list(generators.drawn()) == []


def test_many_draws_at_once_are_no_seed(generators):
    for _ in range(700):
        random.random()
    np.random.rand(1000)
    assert list(generators.drawn()) == ["random", "NumPy"]
