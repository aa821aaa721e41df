"""JAX in processes of its own: keys from the pinned seed, and a flag that is taken back."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytest.importorskip("jax")

APPLY = "import jax, os; from jupyter_repro.pins.jax import JaxPin, key; undo = JaxPin().apply({})\n"
FLAG = "--xla_gpu_deterministic_ops=true"


def printed(code, **environ):
    """What a fresh Python prints."""
    kept = {name: value for name, value in os.environ.items() if name != "XLA_FLAGS"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**kept, **environ}
    )
    return done.stdout.removesuffix("\n")


KEYS = "print([jax.random.key_data(key()).tolist() for _ in range(3)], jax.random.normal(key(), (2,)))"


def test_keys_repeat_in_another_process_and_are_all_different():
    found = printed(
        APPLY.format(42) + KEYS + "; print(len({str(jax.random.key_data(key())) for _ in range(9)}))"
    )
    assert printed(APPLY.format(42) + KEYS) == "\n".join(found.splitlines()[:-1])
    assert printed(APPLY.format(43) + KEYS) != "\n".join(found.splitlines()[:-1])
    assert found.splitlines()[-1] == "9"


def test_the_first_key_is_that_of_the_seed():
    code = """
from jupyter_repro.pins.jax import JaxPin, key
import jax
for seed in (0, 42, 2**31, 2**32 - 1):
    undo = JaxPin().apply(seed)
    print((jax.random.key_data(key()) == jax.random.key_data(jax.random.key(seed))).all())
    undo()
"""
    assert printed(code).split() == ["True"] * 4


def test_the_keys_start_anew_with_a_seed():
    code = "first = key(); key(); JaxPin().reseed(42); print((first == key()).item())"
    assert printed(APPLY.format(42) + code) == "True"


def test_without_a_pin_there_is_no_key_and_it_is_said_what_to_do():
    code = """
from jupyter_repro.errors import ReproError
undo()
try: key()
except ReproError as error: print(error.remedy)
"""
    assert "%repro pin" in printed(APPLY.format(42) + code)


def test_a_key_is_there_before_the_notebook_has_imported_jax():
    code = "import jupyter_repro; jupyter_repro.pin(42); key = jupyter_repro.jax_key(); import jax"
    assert printed(code + "; print((key == jax.random.key(42)).item())") == "True"


FLAGS = "print(os.environ.get('XLA_FLAGS'))\n"


def test_operations_are_asked_to_repeat_and_jax_computes_with_the_flag():
    """XLA ends the process when it does not know a flag."""
    code = FLAGS + "print(jax.numpy.arange(3).sum()); undo()\n" + FLAGS
    assert printed(APPLY.format(42) + code).splitlines() == [FLAG, "3", "None"]


@pytest.mark.parametrize("own", ["--xla_gpu_deterministic_ops=false", "--xla_cpu_use_thunk_runtime=true", ""])
def test_the_notebooks_own_flags_stay(own):
    while_pinned, after = printed(APPLY.format(42) + FLAGS + "undo()\n" + FLAGS, XLA_FLAGS=own).split("\n")
    assert after == own
    assert while_pinned == (own if "deterministic" in own else f"{own} {FLAG}".strip())


def test_a_flag_that_was_added_since_stays():
    code = "os.environ['XLA_FLAGS'] += ' --another=1'; undo()\n"
    assert printed(APPLY.format(42) + code + FLAGS) == "--another=1"


def test_no_flag_is_set_once_xla_has_read_them():
    assert printed("import jax; jax.devices()\n" + APPLY.format(42) + FLAGS) == "None"
