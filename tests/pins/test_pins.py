"""Each pin in a process of its own: pins change the state of the whole process."""

from __future__ import annotations

import subprocess
import sys

import pytest

PINNED = "from jupyter_repro import pin; pin(42)\n"


def printed(code: str) -> str:
    """What a fresh Python prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


DRAWS = {
    "random, global": "import random; print(random.random())",
    "random, unseeded generator": "import random; print(random.Random().random())",
    "random, seeded with nothing": "import random; random.seed(); print(random.random())",
    "numpy, global": "import numpy as np; print(np.random.rand())",
    "numpy, default_rng": "import numpy as np; print(np.random.default_rng().random())",
    "numpy, RandomState": "import numpy as np; print(np.random.RandomState().rand())",
    "numpy, SeedSequence": "import numpy as np; print(np.random.SeedSequence().entropy)",
}


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
def test_a_draw_repeats_when_pinned_and_does_not_when_not(draw):
    assert printed(PINNED + draw) == printed(PINNED + draw)
    assert printed(draw) != printed(draw)


@pytest.mark.parametrize(
    ("draw", "by_hand"),
    [
        ("import random; print(random.random())", "import random; random.seed(42); print(random.random())"),
        (
            "import numpy as np; print(np.random.rand())",
            "import numpy as np; np.random.seed(42); print(np.random.rand())",
        ),
    ],
    ids=["random", "numpy"],
)
def test_the_seed_given_is_the_seed_each_library_gets(draw, by_hand):
    assert printed(PINNED + draw) == printed(by_hand)


@pytest.mark.parametrize(
    "draw",
    [
        "import random; random.seed(7); print(random.random(), random.Random(8).random())",
        "import numpy as np; np.random.seed(7); print(np.random.rand(), np.random.default_rng(8).random())",
    ],
    ids=["random", "numpy"],
)
def test_the_users_own_seeding_wins(draw):
    assert printed(PINNED + draw) == printed(draw)


def test_two_unseeded_generators_are_not_the_same():
    first, second = printed(
        PINNED + "import random; print(random.Random().random(), random.Random().random())"
    ).split()
    assert first != second


@pytest.mark.parametrize(
    "draw",
    [
        "import secrets; print(secrets.token_hex())",
        "import os; print(os.urandom(8))",
        "import uuid; print(uuid.uuid4())",
        "import random; print(random.SystemRandom().random())",
        "import tempfile; print(next(tempfile._get_candidate_names()))",
    ],
)
def test_what_must_be_unpredictable_stays_so(draw):
    assert printed(PINNED + draw) != printed(PINNED + draw)


def test_unpinning_puts_back_what_was_replaced():
    code = """
import random, numpy as np
from numpy.random import bit_generator
before = random.Random.seed, bit_generator.randbits, random.getstate()
from jupyter_repro.pinning.applied_pins import Pinning
pinning = Pinning()
pinning.pin(1); pinning.pin(2); pinning.unpin()
print(before == (random.Random.seed, bit_generator.randbits, random.getstate()), pinning.seed)
"""
    assert printed(code) == "True None"


def test_pinning_imports_no_library_that_the_notebook_does_not():
    assert printed(PINNED + "import sys; print('numpy' in sys.modules)") == "False"


def test_a_library_that_cannot_be_seeded_is_reported_and_the_others_are_pinned(tmp_path):
    code = """
from jupyter_repro.pinning.applied_pins import Pinning
pinning = Pinning()
class Broken:
    module = "json"
    def apply(self, seed):
        raise ValueError("no seed today")
import json
pinning.pin(3)
pinning._pins["broken"] = Broken()
pinning.pin(4)
print(pinning.state["random"], "|", pinning.state["broken"])
"""
    assert printed(code) == "4 | not pinned: ValueError: no seed today"


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "x", None])
def test_a_seed_out_of_range_is_refused_with_what_to_give(seed):
    from jupyter_repro.errors import ReproError
    from jupyter_repro.pinning.seeds import checked_seed

    with pytest.raises(ReproError, match="is not a seed"):
        checked_seed(seed)
