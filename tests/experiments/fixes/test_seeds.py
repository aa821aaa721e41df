"""A seed is put where there is none, and nowhere else."""

from __future__ import annotations

import pytest
from edited_cells import edited

from jupyter_repro.experiments.fixes.seeded_calls import seeded_calls
from jupyter_repro.experiments.fixes.seeded_libraries import pinned_at_the_top, seeded_libraries

NUMPY, SKLEARN = "import numpy as np", "from sklearn.model_selection import train_test_split, KFold"


@pytest.mark.parametrize(
    ("imports", "before", "after"),
    [
        (NUMPY, "r = np.random.default_rng()", "r = np.random.default_rng(42)"),
        (NUMPY, "r = np.random.default_rng( None ) # x", "r = np.random.default_rng( 42 ) # x"),
        (NUMPY, "np.random.RandomState(seed=None)", "np.random.RandomState(seed=42)"),
        (NUMPY, "np.random.Generator(np.random.PCG64())", "np.random.Generator(np.random.PCG64(42))"),
        ("from numpy.random import default_rng as d", "d(\n)", "d(\n42)"),
        ("import random", "r = random.Random()", "r = random.Random(42)"),
        ("import random as r", "x = r.SystemRandom().random()", "x = r.Random(42).random()"),
        (SKLEARN, "train_test_split(X, y)", "train_test_split(X, y, random_state=42)"),
        (SKLEARN, "train_test_split(X, y, )", "train_test_split(X, y, random_state=42 )"),
        (SKLEARN, "train_test_split(\n    X,\n    y,\n)", "train_test_split(\n    X,\n    y, random_state=42\n)"),
        (SKLEARN, "train_test_split(X, y, random_state=None)", "train_test_split(X, y, random_state=42)"),
        (SKLEARN, "KFold(3, shuffle=True)", "KFold(3, shuffle=True, random_state=42)"),
        ("from sklearn import svm", "svm.LinearSVC()", "svm.LinearSVC(random_state=42)"),
        ("import pandas as pd", "df.sample(3)", "df.sample(3, random_state=42)"),
        ("import pandas as pd", "df.sample(frac=(1)).head()", "df.sample(frac=(1), random_state=42).head()"),
        ("import polars as pl", "df.sample(3)", "df.sample(3, seed=42)"),
    ],
)  # fmt: skip
def test_what_has_no_seed_is_given_one(imports, before, after):
    assert edited(seeded_calls, imports, before) == [imports, after]
    assert edited(seeded_calls, imports, after) is None


@pytest.mark.parametrize(
    ("imports", "source"),
    [
        (NUMPY, "np.random.default_rng(7)"),
        (NUMPY, "np.random.default_rng(seed)"),
        (SKLEARN, "KFold(3)"),
        (SKLEARN, "train_test_split(X, **more)"),
        (SKLEARN, "train_test_split(X, random_state=0)"),
        (SKLEARN, "train_test_split(X  # all\n)"),
        ("import random\nimport pandas", "random.sample(names, 3)"),
        ("import random\nimport pandas\nr = random.Random(1)", "r.sample(names, 3)"),
        ("", "default_rng()"),
        ("", "df.sample(3)"),
        (NUMPY, "%time np.random.default_rng()"),
    ],
)
def test_what_has_a_seed_or_is_something_else_is_left_alone(imports, source):
    assert edited(seeded_calls, imports, source) is None


def test_only_the_line_of_the_cause_is_edited_where_something_is_found_there():
    source = "import random\na = random.Random()\nb = random.Random()"
    assert edited(seeded_calls, source, line=3) == [
        "import random\na = random.Random()\nb = random.Random(42)"
    ]
    assert edited(seeded_calls, source, line=1)[0].count("42") == 2


def test_a_function_that_another_cell_defines_is_edited_there():
    cells = ("import random", "def f():\n    return random.Random().random()", "print(f())")
    assert edited(seeded_calls, *cells)[1] == "def f():\n    return random.Random(42).random()"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import random\nprint(random.random())", "import random\nrandom.seed(42)\nprint(random.random())"),
        (
            "import numpy as np; x = 1\nnp.random.rand()",
            "import numpy as np; x = 1\nnp.random.seed(42)\nnp.random.rand()",
        ),
        ("from numpy import random as r\nr.rand()", "from numpy import random as r\nr.seed(42)\nr.rand()"),
        ("import torch\r\nx = torch.rand(2)", "import torch\r\ntorch.manual_seed(42)\nx = torch.rand(2)"),
    ],
)
def test_a_library_is_seeded_below_its_import(before, after):
    assert edited(seeded_libraries, before) == [after]
    assert edited(seeded_libraries, after) is None


def test_a_library_that_another_cell_imports_is_seeded_there():
    assert edited(seeded_libraries, "import random", "random.random()") == [
        "import random\nrandom.seed(42)",
        "random.random()",
    ]


@pytest.mark.parametrize(
    "source",
    ["import random", "from random import random\nrandom()", "import numpy as np\nnp.random.default_rng()"],
)
def test_a_library_that_is_not_drawn_from_or_not_named_is_not_seeded(source):
    assert edited(seeded_libraries, source) is None


def test_a_pin_is_put_above_the_first_cell_and_once():
    made = edited(pinned_at_the_top, "x", seed=7)
    assert made == ["%load_ext jupyter_repro\n%repro pin 7", "x"]
    assert edited(pinned_at_the_top, *made) is None
