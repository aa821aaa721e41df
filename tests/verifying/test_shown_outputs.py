"""Outputs that a page shows, held against those that were recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import notebook_of

from jupyter_repro.canonical.canonical_form import canonical_outputs, record_outputs
from jupyter_repro.notebooks.magic_answers import ANSWER
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.records.snapshot import CellRecord, Snapshot
from jupyter_repro.verifying.shown_outputs import compared_with_recorded

PATH = Path("a.ipynb")


def printed(text):
    return [{"output_type": "stream", "name": "stdout", "text": text}]


def recorded(notebook, *texts):
    """A snapshot in which each cell of the notebook printed a text."""
    cells = tuple(
        CellRecord(
            cell.id,
            source_digest(cell.source),
            record_outputs(canonical_outputs(printed(text) if text else [])),
        )
        for cell, text in zip(notebook.cells, texts, strict=True)
    )
    return Snapshot(notebook="a.ipynb", recorded="2026-01-01T00:00:00Z", kernel="", language="", cells=cells)


def compared(source, was, shown):
    """What differs of one cell, in words, that printed `was` when it was recorded."""
    notebook = notebook_of(source)
    found = compared_with_recorded(notebook, PATH, recorded(notebook, was), {"cell-0": shown})
    return [each.summary for each in found["cell-0"]]


def test_the_same_outputs_are_the_same():
    assert compared("f()", "1\n", printed("1\n")) == []


def test_other_outputs_are_reported_with_both_values():
    (summary,) = compared("f()", "0.81\n", printed("0.91\n"))
    assert "0.81 became 0.91" in summary


def test_the_canonical_form_counts_and_not_the_text():
    assert compared("f()", "<C at 0x7f0000000001>\n", printed("<C at 0x7f0000000002>\n")) == []


def test_a_cell_that_ran_and_shows_nothing_shows_other_outputs():
    assert len(compared("f()", "1\n", [])) == 1


@pytest.mark.parametrize("source", ["%repro ignore\nf()", "%repro tolerance 0.5\nf()"])
def test_what_the_author_allows_to_differ_is_not_reported(source):
    assert compared(source, "0.81\n", printed("0.91\n")) == []


def test_answers_of_our_own_magics_are_no_outputs_of_the_cell():
    answer = {
        "output_type": "display_data",
        "data": {"text/plain": "pinned"},
        "metadata": {ANSWER: {}},
    }
    assert compared("f()", "1\n", [answer, *printed("1\n")]) == []


def test_what_is_no_output_is_passed_over():
    assert compared("f()", "1\n", [None, 3, *printed("1\n")]) == []


def test_outputs_of_the_file_are_compared_where_the_page_has_the_same():
    notebook = notebook_of("f()", "g()", "h()")
    for cell, text in zip(notebook.cells, ("1\n", "3\n", ""), strict=True):
        cell.outputs = printed(text) if text else []
    snapshot = recorded(notebook, "1\n", "2\n", "stripped\n")
    found = compared_with_recorded(notebook, PATH, snapshot, dict.fromkeys(["cell-0", "cell-1", "cell-2"]))
    assert {name: len(differences) for name, differences in found.items()} == {
        "cell-0": 0,
        "cell-1": 1,
        "cell-2": 0,
    }


def test_only_what_is_asked_for_is_answered_and_nothing_of_cells_that_the_file_lacks():
    notebook = notebook_of("f()", "g()")
    snapshot = recorded(notebook, "1\n", "2\n")
    del notebook.cells[1]
    found = compared_with_recorded(notebook, PATH, snapshot, {"cell-1": printed("2\n"), "other": None})
    assert found == {}
