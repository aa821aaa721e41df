"""`%repro pin --per-cell` in real kernels, and what `%repro status` says."""

from __future__ import annotations

import os

import pytest
from conftest import texts, written
from live import session

import jupyter_repro
from jupyter_repro.pinning.environment_pins import environment_pins
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path

CELLS = {
    "a": "import random, numpy as np\nrandom.random(), np.random.rand()",
    "b": "np.random.default_rng().random(), random.Random().random()",
    "c": "random.shuffle(x := list(range(20)))\nx",
}


@pytest.fixture
def kernel(tmp_path):
    """A kernel with the extension."""
    with session(tmp_path, **environment_pins(42, {}, os.environ)) as live:
        live.run("%load_ext jupyter_repro")
        yield live


def test_cells_run_twice_or_out_of_order_show_the_same(kernel):
    kernel.run("%repro pin 42 --per-cell")
    first = {name: kernel.shown(source, name) for name, source in CELLS.items()}
    assert {name: kernel.shown(CELLS[name], name) for name in "cabca"} == first


def test_a_front_end_that_sends_no_ids_has_cells_told_apart_by_their_source(kernel):
    kernel.run("%repro pin 42 --per-cell")
    first = {name: kernel.shown(source) for name, source in CELLS.items()}
    assert {name: kernel.shown(CELLS[name]) for name in "cab"} == first


def test_a_session_out_of_order_shows_what_a_fresh_run_shows(tmp_path, kernel):
    path = written(tmp_path / "n.ipynb", "%load_ext jupyter_repro\n%repro pin 42 --per-cell", *CELLS.values())
    jupyter_repro.snapshot(path)
    assert decode_snapshot(snapshot_path(path).read_bytes(), path).context.pin_options == ("per-cell",)
    assert jupyter_repro.verify(path).status == "identical"
    kernel.run("%repro pin 42 --per-cell")
    for index in (1, 3, 2, 1, 3):
        shown = kernel.shown(list(CELLS.values())[index - 1], f"cell-{index}")
    assert shown == texts(path)[3]


def test_the_option_of_the_command_line_is_recorded_and_replayed(tmp_path):
    path = written(tmp_path / "n.ipynb", "import uuid\nuuid.uuid4()")
    from conftest import inside

    inside("snapshot", path, "--pin-uuid", "--per-cell")
    assert decode_snapshot(snapshot_path(path).read_bytes(), path).context.pin_options == ("per-cell", "uuid")
    assert jupyter_repro.verify(path).status == "identical"


def test_status_is_one_screen_of_what_is_pinned_what_is_not_and_what_was_used(kernel):
    kernel.run("import time\ntime.time()")
    kernel.run("%repro pin 7 --per-cell")
    kernel.run("import numpy as np\nnp.random.seed(1)")
    said = kernel.shown("%repro status")
    assert "seed       7 (set again at each cell's start)" in said
    assert "own seed   numpy: seeded by the notebook itself, and left alone" in said
    assert "unpinned   time.time() reads the clock (In [2], line 2)" in said
    assert "problem" not in said
    assert len(said.splitlines()) <= 24


def test_status_has_a_table_as_its_rich_twin(kernel):
    message = next(
        message for message in kernel.run("%repro status") if message["msg_type"] == "display_data"
    )
    assert message["content"]["data"]["text/html"].startswith('<table class="jupyter-repro">')


def test_status_names_a_library_that_could_not_be_pinned(kernel, tmp_path):
    (tmp_path / "polars.py").write_text("def set_random_seed(seed): raise RuntimeError('half installed')\n")
    kernel.run("%repro pin 42")
    assert kernel.shown("import polars, random; random.random()") == "0.6394267984578837"
    assert "not pinned polars: RuntimeError: half installed" in kernel.shown("%repro status")


def test_a_notebook_that_seeds_itself_gives_the_same_bytes_with_and_without_the_extension(tmp_path):
    source = (
        "import random, numpy as np\nfrom sklearn.ensemble import RandomForestClassifier\n"
        "from sklearn.datasets import make_classification\nrandom.seed(1); np.random.seed(2)\n"
        "X, y = make_classification(random_state=3)\n"
        "forest = RandomForestClassifier(10, random_state=4, n_jobs=2).fit(X, y)\n"
        "print(random.random(), np.random.rand(3), np.random.default_rng(5).random(), random.Random(6).random())\n"
        "print(forest.predict_proba(X[:5]).tobytes().hex(), np.random.permutation(9))"
    )
    shown = []
    for ours in (False, True):
        with session(tmp_path, PYTHONHASHSEED="0") as live:
            if ours:
                live.run("%load_ext jupyter_repro")
                live.run("%repro pin 42 --per-cell")
            shown.append(
                live.shown(source, "seeded") + live.shown("random.random(), np.random.rand()", "later")
            )
    assert shown[0] == shown[1]
