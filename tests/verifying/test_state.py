"""Divergences that no output shows, found with real kernels."""

from __future__ import annotations

import json

import nbformat
import pytest
from conftest import inside, written
from live import lines_but_time, session

import jupyter_repro
from jupyter_repro.notebooks.notebook_files import code_cells
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, encode_snapshot, snapshot_path
from jupyter_repro.taking_snapshots.recorded_run import RecordingOptions, record
from jupyter_repro.verifying.notebook import verify

HIDDEN = (
    "%load_ext jupyter_repro\n%repro watch X_train",
    "import numpy as np\nn = 100",
    "X_train = np.random.default_rng().normal(size=(n, 3))",
    "print(X_train.shape)",
    "X_train = X_train - X_train.mean(axis=0)",
)


def recorded_live(path, *first):
    """Run the notebook in a session that pins nothing, and take its snapshot."""
    with session(path.parent) as live:
        for source in first:
            live.run(source)
        for _, cell in code_cells(nbformat.read(path, as_version=4)):
            live.run(cell.source, cell.id)
        assert "recorded" in live.shown(f"%repro snapshot {path.name}")
    return path


def snapshot_at(path):
    return decode_snapshot(snapshot_path(path).read_bytes(), "")


@pytest.fixture(scope="module")
def hidden_draw(tmp_path_factory):
    path = written(tmp_path_factory.mktemp("hidden") / "hidden.ipynb", *HIDDEN)
    return recorded_live(path)


def test_a_hidden_draw_is_found_in_the_cell_that_drew_and_its_cause_is_named(hidden_draw):
    verdict = verify(hidden_draw)
    assert (verdict.status, verdict.first_divergence) == ("diverged", 2)
    (divergence,) = verdict.root.divergences
    assert divergence.variable == "X_train"
    assert divergence.summary == (
        "the variable X_train is not what was recorded: ndarray float64 (100, 3), as before, with other content "
        "(no output of this cell shows it)"
    )
    assert verdict.root.causes[0].kind == "rng"
    assert verdict.root.causes[0].where.cell == 2


def test_what_is_computed_from_it_departs_because_of_it_and_a_cell_between_does_not(hidden_draw):
    by_index = {cell.index: cell for cell in verify(hidden_draw).cells}
    assert by_index[3].status == "identical"
    assert by_index[4].status == "diverged"
    assert [cause.kind for cause in by_index[4].causes] == ["upstream"]


def test_the_terminal_names_the_cell_and_not_an_output(hidden_draw):
    reported = inside("verify", hidden_draw).stdout
    assert "[3]: the variable X_train is not what was recorded" in reported
    assert "output 0" not in reported


def test_a_pinned_draw_is_identical(tmp_path):
    path = written(tmp_path / "hidden.ipynb", *HIDDEN)
    jupyter_repro.snapshot(path)
    assert verify(path).status == "identical"


def test_a_snapshot_holds_of_each_cell_what_changed_in_it(tmp_path):
    path = written(
        tmp_path / "n.ipynb", "%load_ext jupyter_repro\n%repro watch x", "x = [1]", "1", "x += [2]", "del x"
    )
    snapshot = jupyter_repro.snapshot(path)
    reported = [cell.state for cell in snapshot.cells]
    assert [set(state) for state in reported] == [set(), {"x"}, set(), {"x"}, {"x"}]
    assert [state.get("x", "").partition(" ")[2] for state in reported] == [
        "",
        "list of 1",
        "",
        "list of 2",
        "",
    ]
    assert reported[4] == {"x": "gone"}
    assert snapshot.context.watch == ("x",)
    assert verify(path).status == "identical"


def test_two_snapshots_of_the_same_notebook_differ_in_nothing_but_their_time(tmp_path):
    path = written(
        tmp_path / "n.ipynb", "s = {str(i) for i in range(99)}", "def f(x): return x", "t = {f: s}"
    )
    contents = []
    for _ in range(2):
        record(path, RecordingOptions(watch=("--all",)))
        contents.append(lines_but_time(path))
    assert contents[0] == contents[1]


def test_a_notebook_without_a_line_of_ours_is_watched_from_outside_and_so_verified(tmp_path):
    path = written(tmp_path / "n.ipynb", "import os\nx = os.environ.get('REPRO_TEST', 'a')", "y = 1")
    done = inside("snapshot", path, "--watch", "x")
    assert done.returncode == 0, done.stderr
    assert snapshot_at(path).context.watch == ("x",)
    assert verify(path).status == "identical"
    done = inside("verify", path, "--format", "json", REPRO_TEST="b")
    (verdict,) = json.loads(done.stdout)["notebooks"]
    assert (done.returncode, verdict["first_divergence"]) == (1, 0)


def test_all_variables_are_watched_from_outside_until_it_is_ended(tmp_path):
    path = written(
        tmp_path / "n.ipynb", "import math\nfrom math import pi\nx, _y = 1, 2\ndef f(): pass\nit = iter([1])"
    )
    assert inside("snapshot", path, "--watch-all").returncode == 0
    assert set(snapshot_at(path).cells[0].state) == {"f", "it", "pi", "x"}
    assert snapshot_at(path).cells[0].state["it"] == "not digested: list_iterator"
    inside("snapshot", path)
    assert snapshot_at(path).context.watch == ("--all",)
    inside("snapshot", path, "--no-watch")
    assert (snapshot_at(path).context.watch, snapshot_at(path).cells[0].state) == ((), {})


def test_a_variable_that_is_another_in_every_run_can_be_left_out(tmp_path):
    path = written(tmp_path / "n.ipynb", "import time\nx = 1\nt0 = time.time()")
    record(path, RecordingOptions(watch=("--all",)))
    assert verify(path).status == "diverged"
    inside("snapshot", path, "--watch-all", "--watch-except", "t0")
    assert snapshot_at(path).context.watch == ("--all", "--except", "t0")
    assert verify(path).status == "identical"


def test_a_wrong_name_is_a_wrong_usage(tmp_path):
    path = written(tmp_path / "n.ipynb", "x = 1")
    done = inside("snapshot", path, "--watch", "x.y")
    assert (done.returncode, "is not the name of a variable" in done.stderr) == (2, True)


def test_a_variable_that_is_missing_or_new_is_reported(tmp_path):
    source = "import os\nif os.environ.get('REPRO_TEST'):\n    new = 1\nelse:\n    old = 1"
    path = written(tmp_path / "n.ipynb", "first = 1", source)
    record(path, RecordingOptions(watch=("--all",)))
    done = inside("verify", path, "--format", "json", REPRO_TEST="1")
    (verdict,) = json.loads(done.stdout)["notebooks"]
    reported = [each["summary"] for each in verdict["cells"][1]["divergences"]]
    assert reported == [
        "the variable new is there, which was not when this was recorded (int) (no output of this cell shows it)",
        "the variable old is missing, which was recorded (int) (no output of this cell shows it)",
    ]


def test_a_cell_whose_outputs_are_ignored_is_ignored_with_its_state(tmp_path):
    path = written(
        tmp_path / "n.ipynb",
        "%load_ext jupyter_repro\n%repro watch x",
        "%repro ignore\nimport time\nx = time.time()",
    )
    recorded_live(path)
    assert verify(path).status == "identical"


def test_a_session_that_is_watched_by_hand_is_compared_from_there_on(tmp_path):
    path = written(tmp_path / "n.ipynb", "x = 1", "y = 2", "x = 3")
    with session(tmp_path) as live:
        live.run("%load_ext jupyter_repro")
        live.run("x = 1", "cell-0")
        live.run("%repro watch x")
        live.run("y = 2", "cell-1")
        live.run("x = 3", "cell-2")
        live.run("%repro snapshot n.ipynb")
    assert [set(cell.state) for cell in snapshot_at(path).cells] == [set(), {"x"}, {"x"}]
    assert verify(path).status == "identical"


def test_snapshots_from_before_there_was_a_watch_are_read(tmp_path):
    path = written(tmp_path / "n.ipynb", "x = 1\nx")
    old = json.loads(encode_snapshot(jupyter_repro.snapshot(path)))
    del old["context"]["watch"]
    for cell in old["cells"]:
        del cell["state"]
    snapshot_path(path).write_text(json.dumps(old))
    assert verify(path).status == "identical"
