"""TensorFlow in processes of its own: what repeats, whose seed it is, and what is left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache

import pytest

pytest.importorskip("tensorflow")

LOAD = """
import json, tensorflow as tf
from tensorflow.python.eager import context
from tensorflow.python.framework import config
from jupyter_repro.pins.tensorflow import TensorflowPin
pin, reported = TensorflowPin(), {}
def draw(generator=tf.random): return generator.normal([2]).numpy().tolist()
"""
DRAW = """
reported["global"] = draw()
reported["function"] = tf.function(draw.__globals__["tf"].random.normal)([2]).numpy().tolist()
reported["shuffle"] = [int(n) for n in tf.data.Dataset.range(99).shuffle(99)]
reported["non-deterministic state"] = draw(tf.random.Generator.from_non_deterministic_state())
reported["another one"] = draw(tf.random.Generator.from_non_deterministic_state())
reported["global generator"] = draw(tf.random.get_global_generator())
"""
TELL = "\nprint(json.dumps(reported))"
APPLY = "undo = pin.apply(42)\n"


def reported(code):
    """What a fresh Python tells after it has loaded TensorFlow and run this."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOAD + code + TELL],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    return json.loads(done.stdout)


@cache
def pinned():
    return reported(APPLY + DRAW)


def test_all_draws_repeat_when_pinned_and_none_does_when_not():
    assert reported(APPLY + DRAW) == pinned()
    first, second = reported(DRAW), reported(DRAW)
    assert [name for name in first if first[name] == second[name]] == []


def test_the_seed_is_the_one_that_is_given_by_hand():
    by_hand = reported(
        "tf.random.set_seed(42); tf.random.set_global_generator(tf.random.Generator.from_seed(42))\n"
        "tf.config.experimental.enable_op_determinism()\n"
        + "\n".join(line for line in DRAW.splitlines() if "non_deterministic" not in line)
    )
    assert by_hand == {name: pinned()[name] for name in by_hand}
    assert len(by_hand) == 4


def test_generators_are_not_all_the_same():
    assert pinned()["non-deterministic state"] != pinned()["another one"] != pinned()["global generator"]


OWN = """
tf.random.set_seed(7)
tf.random.set_global_generator(tf.random.Generator.from_seed(8))
reported["own"] = [draw(), draw(tf.random.get_global_generator()), draw(tf.random.Generator.from_seed(9))]
"""


def test_the_notebooks_own_seeds_win():
    assert reported(APPLY + OWN) == reported(OWN)


RESEED = """
import time
first = [draw(), draw(tf.random.get_global_generator())]
draw()
pin.reseed(42)
reported["again"] = first == [draw(), draw(tf.random.get_global_generator())]
pin.reseed(43)
reported["another"] = first != [draw(), draw(tf.random.get_global_generator())]
"""


def test_seeding_again_draws_the_same_again_also_from_the_global_generator():
    assert reported(APPLY + RESEED) == {"again": True, "another": True}


UNDO = """
from tensorflow.python.ops import stateful_random_ops as ops
def replaced(): return tf.random.get_global_generator, ops.get_global_generator, vars(ops.Generator)[
    "from_non_deterministic_state"], config.is_op_determinism_enabled(), ops.global_generator, context.global_seed()
before = replaced()
for seed in (1, 2**32 - 1):
    undo = pin.apply(seed)
    reported[f"changed by {seed}"] = replaced() != before
    tf.random.get_global_generator(), tf.random.normal([1])
    undo()
    reported[f"put back after {seed}"] = replaced() == before
tf.random.set_seed(7); draw(); expected = draw()
tf.random.set_seed(7); draw()
undo = pin.apply(42); draw(); undo()
reported["a seed that was set before goes on"] = draw() == expected
undo = pin.apply(42); own = tf.random.Generator.from_seed(3); tf.random.set_global_generator(own); undo()
reported["the notebook's global generator stays"] = tf.random.get_global_generator() is own
"""


def test_all_is_put_back():
    found = reported(UNDO)
    assert found
    assert [name for name, right in found.items() if not right] == []


CONFIGURED = """
reported["devices"] = context.context()._initialized
undo(); tf.config.experimental.enable_op_determinism(); context.context()._seed = None
pin.apply(1)()
reported["determinism"] = config.is_op_determinism_enabled()
"""


def test_what_the_notebook_configures_is_respected():
    """Pinning starts no device, and takes no determinism away that the notebook asked for without a seed."""
    assert reported(APPLY + CONFIGURED) == {"devices": False, "determinism": True}
