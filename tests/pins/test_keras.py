"""Keras in processes of its own, on each backend that is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

pytest.importorskip("keras")

BACKENDS = [name for name in ("tensorflow", "torch", "jax") if find_spec(name)]
if not BACKENDS:
    pytest.skip("Keras has no backend", allow_module_level=True)

LOAD = "import random, keras, numpy as np\n"
APPLY = "from jupyter_repro.pins.keras import KerasPin; pin = KerasPin(); undo = pin.apply({})\n"
PINNED = "from jupyter_repro import pin; pin({})\n"
SHOWING = "def shown(x): return np.asarray(keras.ops.convert_to_numpy(x)).ravel().tolist()\n"
DRAW = (
    SHOWING
    + """
layer = keras.layers.Dense(2); layer.build((None, 3))
print(shown(layer.kernel), shown(keras.random.normal((2,))), shown(keras.random.normal((2,))))
"""
)
DROPOUT = "print(shown(keras.layers.Dropout(0.5)(np.ones((1, 64), 'float32'), training=True)))\n"


def printed(code, backend=BACKENDS[0]):
    """What a fresh Python prints."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    return done.stdout


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_seed_is_the_one_that_is_given_by_hand(backend):
    by_hand = printed(LOAD + "keras.utils.set_random_seed(42)\n" + DRAW, backend)
    assert printed(LOAD + APPLY.format(42) + DRAW, backend) == by_hand


def test_all_draws_repeat_when_pinned_and_none_does_when_not():
    code = DRAW + DROPOUT
    pinned = printed(PINNED.format(42) + LOAD + code)
    assert printed(PINNED.format(42) + LOAD + code) == pinned
    first, second = printed(LOAD + code).splitlines(), printed(LOAD + code).splitlines()
    assert all(a != b for a, b in zip(first, second, strict=True))


def test_no_other_library_is_seeded():
    code = (
        "random.seed(1); np.random.seed(1); before = random.getstate(), np.random.get_state()[1].tolist()\n"
        + APPLY.format(42)
        + "pin.reseed(43); print(before == (random.getstate(), np.random.get_state()[1].tolist()))"
    )
    assert printed(LOAD + code).strip() == "True"


OWN = "keras.utils.set_random_seed(7)\n"
GIVEN = SHOWING + "print(shown(keras.random.normal((2,), seed=5)))\n"


@pytest.mark.parametrize("late", [False, True], ids=["pinned before the import", "pinned after it"])
def test_the_notebooks_own_seeds_win(late):
    pinned = LOAD + PINNED.format(42) if late else PINNED.format(42) + LOAD
    noted = "from jupyter_repro.pinning.applied_pins import PINNING; print('keras' in PINNING.own)\n"
    expected = printed(LOAD + OWN + DRAW + GIVEN)
    assert printed(pinned + OWN + noted + DRAW + GIVEN) == "True\n" + expected


STATE = """
from keras.src.backend.common.global_state import get_global_attribute as known
from keras.src.random import seed_generator
def state(): return seed_generator.python_random, known("global_random_seed"), known("global_seed_generator")
"""
UNDO = """
before = state(); undo = pin.apply(1); keras.random.normal((1,)); changed = state() != before; undo()
print(changed, state() == before)
"""


def test_all_is_put_back():
    """Where nothing was drawn, after the notebook's own seed, and a second time."""
    code = LOAD + STATE + APPLY.format(0) + "undo()\n" + UNDO + OWN + "keras.random.normal((1,))\n" + UNDO * 2
    assert printed(code).split() == ["True"] * 6


RESEED = """
first = shown(keras.random.normal((2,)))
pin.reseed(42); again = shown(keras.random.normal((2,)))
keras.utils.clear_session(); pin.reseed(2**32 - 1); other = shown(keras.random.normal((2,)))
print(first == again != other)
"""


def test_seeding_again_draws_the_same_again():
    assert printed(LOAD + SHOWING + APPLY.format(42) + RESEED).strip() == "True"
