"""A live session's snapshot against the one from outside."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import written
from live import lines_but_time, run_in_order, session

import jupyter_repro
from jupyter_repro.pinning.environment_pins import environment_pins
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path


def verified(path):
    """Whether a fresh run agreed with the notebook's snapshot."""
    return bool(decode_snapshot(snapshot_path(path).read_bytes(), path).verified)


@pytest.fixture(scope="module")
def once_verified(once_recorded, tmp_path_factory):
    """A notebook that reads a CSV file, recorded from outside and verified."""
    folder = tmp_path_factory.mktemp("verified") / "sales"
    path = Path(shutil.copytree(once_recorded.parent, folder)) / once_recorded.name
    jupyter_repro.verify(path)
    return path


@pytest.fixture
def recorded(once_verified, tmp_path):
    """A copy of it."""
    return Path(shutil.copytree(once_verified.parent, tmp_path / "recorded")) / once_verified.name


def test_of_what_was_verified_a_live_snapshot_is_a_claim_again(recorded):
    assert verified(recorded)
    from_outside = lines_but_time(recorded)
    answer = run_in_order(recorded, **environment_pins(42, {}, os.environ))
    assert lines_but_time(recorded) == from_outside
    assert "not verified until a fresh run agrees" in answer
    assert not verified(recorded)
    assert jupyter_repro.verify(recorded).status == "identical"
    assert verified(recorded)


def test_a_front_end_that_sends_no_cell_ids_gives_the_same(recorded):
    from_outside = lines_but_time(recorded)
    run_in_order(recorded, ids=False, **environment_pins(42, {}, os.environ))
    assert lines_but_time(recorded) == from_outside


def test_a_kernel_started_without_a_hash_seed_says_so_in_the_snapshot(recorded):
    from_outside = lines_but_time(recorded)
    run_in_order(recorded, PYTHONHASHSEED="random")
    changed = set(lines_but_time(recorded)) ^ set(from_outside)
    assert {line.strip() for line in changed} == {'"PYTHONHASHSEED": "42",', '"PYTHONHASHSEED": "random",'}


def test_nothing_but_the_snapshot_is_written(sales):
    before = sales.read_bytes()
    run_in_order(sales)
    assert sales.read_bytes() == before
    assert sorted(path.name for path in sales.parent.iterdir() if path.is_file()) == [
        "sales.csv", "sales.ipynb", "sales.repro.json",
    ]  # fmt: skip


def test_verify_and_diff_answer_in_the_notebook_whatever_lies_beside_it(sales):
    (sales.parent / "click.py").write_text("raise SystemExit('not the library')")
    run_in_order(sales)
    with session(sales.parent) as live:
        live.run("%load_ext jupyter_repro")
        assert "sales.ipynb identical" in live.shown("%repro verify sales.ipynb")
        (sales.parent / "sales.csv").write_text("price\n9\n")
        assert "data\n  sales.csv" in live.shown("%repro diff sales.ipynb")
        assert "in no git repository" in live.shown("%repro diff sales.ipynb --rev HEAD")


def test_in_a_run_from_outside_the_magics_pin_and_write_nothing(tmp_path):
    path = written(
        tmp_path / "a.ipynb",
        "%load_ext jupyter_repro\n%repro pin 3",
        "import random\nrandom.random()",
        "%repro snapshot a.ipynb",
    )
    snapshot = jupyter_repro.snapshot(path)
    assert snapshot.context.seed == 3
    assert [len(cell.outputs) for cell in snapshot.cells] == [0, 1, 0]
    assert jupyter_repro.verify(path).status == "identical"
