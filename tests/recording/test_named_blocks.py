"""`with jupyter_repro.run(...)`."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from conftest import written

from jupyter_repro.errors import ReproError
from jupyter_repro.recording.named_blocks import NamedBlocks
from jupyter_repro.taking_snapshots.recorded_run import record


def test_blocks_stand_in_each_other_with_what_was_logged():
    blocks = NamedBlocks()
    with blocks.opened("cv") as outer:
        for fold in range(2):
            with blocks.opened(f"fold {fold}") as inner:
                inner.log_metric("accuracy", fold)
                inner.log_metric("accuracy", fold / 2)
                inner.log_param("fold", fold)
        outer.log_metric("accuracy", 0.5)
    found = blocks.records()
    assert [(each.name, each.parent, each.metrics, each.params) for each in found] == [
        ("cv", -1, {"accuracy": 0.5}, {}),
        ("fold 0", 0, {"accuracy": 0.0}, {"fold": "0"}),
        ("fold 1", 0, {"accuracy": 0.5}, {"fold": "1"}),
    ]
    assert [each.value_of("fold") for each in found[1:]] == [0, 1]
    assert all(each.started and each.ended for each in found)


def test_one_that_raises_is_recorded_and_what_it_raises_is_raised():
    blocks = NamedBlocks()
    with pytest.raises(KeyError), blocks.opened("bad"):
        raise KeyError
    assert [each.failed for each in blocks.records()] == ["KeyError"]
    assert not blocks.any_open


def test_one_of_a_thread_stands_in_the_outermost_one_that_is_open():
    blocks = NamedBlocks()

    def work():
        with blocks.opened("inner"):
            pass

    with blocks.opened("outer"):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert [(each.name, each.parent) for each in blocks.records()] == [("outer", -1), ("inner", 0)]


def test_only_a_number_is_a_metric():
    with NamedBlocks().opened("x") as run, pytest.raises(ReproError, match="no number"):
        run.log_metric("loss", "low")


def test_what_is_not_finite_is_kept_by_its_name_and_what_looks_like_a_secret_is_not():
    blocks = NamedBlocks()
    with blocks.opened("x") as run:
        run.log_metric("loss", float("nan"))
        run.log_param("api_key", "s3cr3t-word")
    assert blocks.records()[0].metrics == {"loss": "nan"}
    assert "s3cr3t" not in blocks.records()[0].params["api_key"]


def test_of_a_cell_that_was_run_again_the_last_run_counts():
    cells = iter(["first", "first", "second", "second"])
    blocks = NamedBlocks(lambda: next(cells))
    for name in ("old", "older", "new"):
        with blocks.opened(name):
            if name == "new":
                with blocks.opened("below"):
                    pass
    found = blocks.records(lambda cell: cell == "second")
    assert [(each.name, each.parent) for each in found] == [("new", -1), ("below", 0)]


def test_a_notebooks_blocks_are_in_its_snapshot(tmp_path):
    source = "import jupyter_repro\nwith jupyter_repro.run('fit') as run:\n    run.log_metric('loss', 0.25)"
    snapshot = record(written(tmp_path / "a.ipynb", source))
    assert [(each.name, each.metrics) for each in snapshot.blocks] == [("fit", {"loss": 0.25})]


def test_a_script_without_a_tracker_runs_as_if_nothing_were_there(tmp_path):
    script = (
        "import sys, jupyter_repro\n"
        "with jupyter_repro.run('a') as run:\n    run.log_metric('x', 1)\n"
        "print('mlflow' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert (ran.stdout, ran.stderr) == ("False\n", "")
