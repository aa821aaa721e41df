from __future__ import annotations

import random
import sys

import numpy as np
import pytest

from jupyter_repro.probes.global_generators import GlobalGenerators, LibrariesGenerators


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


@pytest.fixture
def without_numpy(monkeypatch):
    """Generators that were asked before NumPy was loaded, which then seeds its own from entropy."""
    with monkeypatch.context() as unloaded:
        unloaded.setitem(sys.modules, "numpy.random", None)
        asked = GlobalGenerators()
        list(asked.drawn())
    state = np.random.get_state()
    np.random.set_state(np.random.RandomState().get_state())
    yield asked
    np.random.set_state(state)


def test_a_draw_by_the_line_that_loads_numpy_is_seen(without_numpy):
    np.random.rand(3)
    assert list(without_numpy.drawn()) == ["NumPy"]


def test_loading_numpy_draws_nothing(without_numpy):
    assert list(without_numpy.drawn()) == []


def test_a_seed_in_the_line_that_loads_numpy_is_seen(without_numpy):
    np.random.seed(5)
    assert list(without_numpy.drawn()) == []
    np.random.rand(3)
    assert list(without_numpy.drawn()) == []


def test_a_generator_that_a_library_made_without_a_seed_is_seen_when_it_is_drawn_from():
    libraries, generator = LibrariesGenerators(), random.Random()
    libraries.seeded_from_entropy(generator, "faker.generator")
    assert list(libraries.drawn()) == []
    generator.random()
    assert list(libraries.drawn()) == ["faker"]
    libraries.seeded(generator)
    generator.random()
    assert list(libraries.drawn()) == []


@pytest.mark.parametrize("module", ["tempfile", "__main__", ""])
def test_what_python_and_the_notebook_make_is_no_librarys(module):
    libraries, generator = LibrariesGenerators(), random.Random()
    libraries.seeded_from_entropy(generator, module)
    generator.random()
    assert list(libraries.drawn()) == []


def test_a_draw_is_seen_whoever_draws(generators):
    random.shuffle([1, 2, 3])
    assert list(generators.drawn()) == ["random"]
    np.random.default_rng(1).random()
    assert list(generators.drawn()) == []
    np.random.permutation(5)
    assert list(generators.drawn()) == ["NumPy"]


def test_after_a_seed_nothing_is_reported(generators):
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
