"""A live session's snapshot against the one from outside."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from conftest import written
from live import session

import jupyter_repro
from jupyter_repro.environment import environment_pins
from jupyter_repro.notebooks import code_cells, upgraded
from jupyter_repro.records import decode_snapshot, snapshot_path

ROOT = Path(__file__).parents[2]
NOTEBOOKS = [
    *(f"examples/{name}.ipynb" for name in ("sales", "classifier", "boosting", "simulation")),
    *(
        f"tests/notebooks/{name}.ipynb"
        for name in (
            "update_display",
            "clear_output",
            "widgets",
            "raises_exception",
            "warnings",
            "nbformat40",
            "threads",
        )
    ),
]


def lines_but_time(path):
    content = snapshot_path(path).read_text()
    return [line for line in content.splitlines() if not line.startswith((' "recorded"', ' "verified'))]


def run_live(path, *, ids=True, **environ):
    """Pin, run every cell in order, and take the snapshot, as a user does in a front end."""
    with session(path.parent, **environ) as live:
        live.run("%load_ext jupyter_repro")
        live.run("%repro pin 42")
        for _, cell in code_cells(upgraded(nbformat.read(path, as_version=4))):
            live.run(cell.source, cell.id if ids else "")
        return live.shown(f"%repro snapshot {path.name}")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_session_run_in_order_gives_the_snapshot_of_the_command_line(tmp_path, name):
    folder = shutil.copytree((ROOT / name).parent, tmp_path / "copy")
    path = folder / Path(name).name
    jupyter_repro.snapshot(path)
    jupyter_repro.verify(path)
    from_outside = lines_but_time(path)
    run_live(path, **environment_pins(42, {}, os.environ))
    assert lines_but_time(path) == from_outside
    assert not decode_snapshot(snapshot_path(path).read_bytes(), path).verified


def test_a_front_end_that_sends_no_cell_ids_gives_the_same(sales):
    jupyter_repro.snapshot(sales)
    from_outside = lines_but_time(sales)
    run_live(sales, ids=False, **environment_pins(42, {}, os.environ))
    assert lines_but_time(sales) == from_outside


def test_a_kernel_started_without_a_hash_seed_says_so_in_the_snapshot(sales):
    jupyter_repro.snapshot(sales)
    from_outside = lines_but_time(sales)
    run_live(sales, PYTHONHASHSEED="random")
    changed = set(lines_but_time(sales)) ^ set(from_outside)
    assert {line.strip() for line in changed} == {'"PYTHONHASHSEED": "42",', '"PYTHONHASHSEED": "random",'}


def test_a_live_snapshot_is_a_claim_that_a_fresh_run_makes_a_fact(sales):
    answer = run_live(sales)
    assert "not verified until a fresh run agrees" in answer
    assert jupyter_repro.verify(sales).status == "identical"
    assert decode_snapshot(snapshot_path(sales).read_bytes(), sales).verified


def test_nothing_but_the_snapshot_is_written(sales):
    before = sales.read_bytes()
    run_live(sales)
    assert sales.read_bytes() == before
    assert sorted(path.name for path in sales.parent.iterdir() if path.is_file()) == [
        "sales.csv", "sales.ipynb", "sales.repro.json",
    ]  # fmt: skip


def test_verify_and_diff_answer_in_the_notebook_whatever_lies_beside_it(sales):
    (sales.parent / "click.py").write_text("raise SystemExit('not the library')")
    run_live(sales)
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
