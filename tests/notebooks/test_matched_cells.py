"""Which recorded cell a cell is: the same here, in the front end, and wherever it is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from jupyter_repro.differences.cells import cell_differences
from jupyter_repro.differences.sides import State
from jupyter_repro.notebooks.matched_cells import CellKey, match_cells
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.recording.hidden_state import Cell, hidden_state, matched
from jupyter_repro.recording.notes import CellRun
from jupyter_repro.records.snapshot import CellRecord, Context, Snapshot
from jupyter_repro.verifying.reference import deleted_cells, expected_cells

EXAMPLES = json.loads(Path(__file__).with_name("matched_cells.json").read_text())
EACH = pytest.mark.parametrize("example", EXAMPLES, ids=[each["what"] for each in EXAMPLES])


def keys(cells):
    return [CellKey(cell_id, source) for cell_id, source in cells]


def records(cells):
    return tuple(CellRecord(cell_id, source_digest(source)) for cell_id, source in cells)


def missing(example):
    """Recorded cells that no cell is."""
    return [name for name, _ in example["recorded"] if name not in example["matches"].values()]


@EACH
def test_the_match_is_the_one_that_the_front_end_is_tested_with(example):
    assert match_cells(keys(example["cells"]), keys(example["recorded"])) == example["matches"]


@EACH
def test_verify_matches_so_and_tells_each_deleted_cell(example):
    cells = [new_code_cell(source, id=cell_id) for cell_id, source in example["cells"]]
    notebook = new_notebook(cells=cells)
    context, cells = Context(), records(example["recorded"])
    snapshot = Snapshot("a.ipynb", "", "python3", "python", cells, context)
    sources = dict(example["recorded"])
    assert {name: cell.source_digest for name, cell in expected_cells(notebook, snapshot).items()} == {
        cell_id: source_digest(sources[name]) for cell_id, name in example["matches"].items()
    }
    assert deleted_cells(notebook, snapshot) == missing(example)


@EACH
def test_diff_matches_so(example):
    before, after = (State("", Context(), records(example[side])) for side in ("recorded", "cells"))
    reported = [(each.id, each.what) for each in cell_differences(before, after)]
    assert [name for name, what in reported if what == "was deleted"] == missing(example)
    new = [name for name, _ in example["cells"] if name not in example["matches"]]
    assert [name for name, what in reported if what == "is new"] == new


@EACH
def test_a_session_matches_so(example):
    cells = [Cell.of(index, cell_id, source) for index, (cell_id, source) in enumerate(example["recorded"])]
    runs = [CellRun(cell_id, source) for cell_id, source in example["cells"]]
    found = {run.id: cells[index].id for run, index in matched(cells, runs) if index is not None}
    assert found.items() >= example["matches"].items()


def test_a_run_of_a_deleted_cell_is_none_of_its_twin():
    cells = [Cell.of(0, "a", "x"), Cell.of(1, "b", "y")]
    runs = [CellRun("a", "x"), CellRun("twin", "x"), CellRun("b", "y")]
    reported = list(hidden_state(cells, matched(cells, runs)))
    assert reported == ["a cell ran (In [0]) that the saved notebook does not have"]


def test_a_run_without_an_id_may_be_of_a_cell_that_ran_before():
    cells = [Cell.of(0, "a", "x"), Cell.of(1, "b", "y")]
    runs = [CellRun("run 1", "x"), CellRun("run 2", "y"), CellRun("run 3", "x")]
    reported = list(hidden_state(cells, matched(cells, runs)))
    assert reported == ["[1] ran after [2]", "[1] ran 2 times"]


def test_cells_of_a_file_with_one_id_twice_are_told_apart():
    cells = [Cell.of(0, "a", "x"), Cell.of(1, "a", "y")]
    runs = [CellRun("a", "x"), CellRun("a-2", "y")]
    assert list(hidden_state(cells, matched(cells, runs))) == []
