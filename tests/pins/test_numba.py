from __future__ import annotations

import pytest

pytest.importorskip("numba", reason="Numba is installed by make catalogue")

import random

import numpy as np
from numba import njit

from jupyter_repro.pins.numba import NumbaPin
from jupyter_repro.pins.numba_parts import seed_generators


@njit
def of_numpy():
    return np.random.random()


@njit
def of_random():
    return random.random()


def test_compiled_functions_draw_the_same_again():
    NumbaPin().apply(42)
    drawn = of_numpy(), of_random()
    NumbaPin().reseed(42)
    assert (of_numpy(), of_random()) == drawn


def test_another_seed_gives_other_numbers():
    seed_generators(1)
    drawn = of_numpy()
    seed_generators(2)
    assert of_numpy() != drawn


def test_undoing_seeds_from_entropy():
    undo = NumbaPin().apply(42)
    drawn = of_numpy()
    undo()
    assert of_numpy() != drawn
