"""Departures of a session from one run of its notebook: the words, and a real session."""

from __future__ import annotations

import json

import pytest
from conftest import written
from live import session

import jupyter_repro
from jupyter_repro.recording.hidden_state import (
    Cell,
    departures_of,
    hidden_state,
    matched,
    names_of_runs,
    saved_cells,
)
from jupyter_repro.recording.notes import CellRun


def cells_of(*sources):
    return [Cell.of(index, f"cell-{index}", source) for index, source in enumerate(sources)]


def sentences(cells, *runs):
    matches = matched(cells, [CellRun(cell_id, source) for cell_id, source in runs])
    return list(hidden_state(cells, matches))


def test_a_session_in_order_has_none():
    assert (
        sentences(cells_of("a", "b"), ("", "%load_ext jupyter_repro"), ("cell-0", "a"), ("cell-1", "b")) == []
    )


def test_each_departure_from_one_run_in_order_is_a_sentence():
    cells = cells_of("a", "b", "c")
    assert sentences(cells, ("cell-1", "b"), ("cell-0", "a"), ("cell-2", "c")) == ["[1] ran after [2]"]
    assert sentences(cells, ("cell-0", "a"), ("cell-1", "b")) == ["[3] was not run"]
    assert "[1] ran 2 times" in sentences(
        cells, ("cell-0", "a"), ("cell-0", "a"), ("cell-1", "b"), ("cell-2", "c")
    )
    edited = sentences(cells, ("cell-0", "x"), ("cell-1", "b"), ("cell-2", "c"))
    assert edited == ["[1] was edited after it ran, or the notebook is not saved"]
    deleted = sentences(cells, ("cell-0", "a"), ("gone", "d"), ("cell-1", "b"), ("cell-2", "c"))
    assert deleted == ["a cell ran (In [0]) that the saved notebook does not have"]


def test_two_cells_with_one_source_are_matched_in_order_where_there_are_no_ids():
    assert sentences(cells_of("a", "a", "b"), ("run 1", "a"), ("run 2", "a"), ("run 3", "b")) == []


def test_our_own_magics_may_run_as_often_as_one_likes():
    cells = cells_of("a", "%repro status")
    assert sentences(cells, ("cell-0", "a"), ("cell-1", "%repro status"), ("cell-1", "%repro status")) == []


def test_while_a_session_goes_on_a_cell_that_was_not_run_yet_is_no_departure(tmp_path):
    path = written(tmp_path / "a.ipynb", "a", "b")
    cells = saved_cells(path)
    assert departures_of([CellRun(cells[0].id, "a")], str(path)) == []
    assert departures_of([CellRun(cells[1].id, "b"), CellRun(cells[0].id, "a")], str(path)) == [
        "[1] ran after [2]"
    ]


def test_a_run_is_called_as_its_cell_in_the_saved_notebook_whatever_its_prompt(tmp_path):
    path = written(tmp_path / "a.ipynb", "# Title", "a", "b")
    runs = [CellRun("cell-2", "b", count=7), CellRun("gone", "c", count=8), CellRun("new", "d")]
    assert names_of_runs(runs, str(path)) == {"cell-2": "[2]", "gone": "In [8]"}
    assert names_of_runs(runs, "") == {"cell-2": "In [7]", "gone": "In [8]"}


def test_a_cell_below_text_is_named_by_its_number_among_the_code_cells():
    cells = [Cell.of(1, "a", "a"), Cell.of(3, "b", "b")]
    assert sentences(cells, ("b", "b"), ("a", "a")) == ["[1] ran after [2]"]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"cells": 1}', '{"worksheets": []}', "\xff"])
def test_what_is_no_notebook_tells_nothing(tmp_path, content):
    (tmp_path / "a.ipynb").write_bytes(content.encode("latin-1"))
    assert departures_of([CellRun("x", "a")], str(tmp_path / "a.ipynb")) == []


@pytest.fixture
def departed(tmp_path):
    """A session whose status was asked, and its snapshot: a cell was deleted after it ran, another ran twice."""
    path = written(tmp_path / "a.ipynb", "x = 1", "x = x + 1", "x + y")
    ids = [cell.id for cell in saved_cells(path)]
    with session(tmp_path, JPY_SESSION_NAME=str(path)) as live:
        live.run("%load_ext jupyter_repro")
        live.run("y = 40", "deleted")
        for index, source in ((0, "x = 1"), (1, "x = x + 1"), (1, "x = x + 1"), (2, "x + y")):
            live.run(source, ids[index])
        status = live.shown("%repro status")
        live.run("%repro snapshot a.ipynb")
    return path, status


def test_it_is_named_in_the_status_the_snapshot_and_the_verdict(departed):
    path, status = departed
    reported = ["[2] ran 2 times", "a cell ran (In [2]) that the saved notebook does not have"]
    context = json.loads(path.with_suffix(".repro.json").read_bytes())["context"]
    assert context["hidden_state"] == reported
    assert context["data"] == {}  # the status reads the notebook, which is not its data
    assert all(sentence in status for sentence in reported)
    verdict = jupyter_repro.verify(path)
    assert (verdict.status, verdict.first_divergence) == ("failed", 2)
    (cause,) = [each for each in verdict.root.causes if each.kind == "hidden-state"]
    assert cause.certainty == "observed"
    assert all(sentence in cause.what for sentence in reported)
