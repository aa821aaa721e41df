"""Departures of a session, and the sentences that a snapshot has of them."""

from __future__ import annotations

import pytest

from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.records.departures import OPEN, SAVED, Departure, departure_in, sentence

NAMES = CellNames([1, 3, 7, 12])
EACH = {
    "[2] ran after [4]": Departure("out-of-order", 3, other=12),
    "[1] ran 2 times": Departure("repeated", 1, times=2),
    "[3] was not run": Departure("not-run", 7),
    "[1] was edited after it ran, or the notebook is not saved": Departure("edited", 1),
    "a cell ran (In [9]) that the saved notebook does not have": Departure("gone", count=9),
}


@pytest.mark.parametrize("departure", EACH.values(), ids=lambda each: each.kind)
@pytest.mark.parametrize("wording", [SAVED, OPEN], ids=["saved", "open"])
def test_a_sentence_is_read_back_as_what_it_was_written_of(departure, wording):
    assert departure_in(sentence(departure, NAMES, wording), NAMES) == departure


def test_the_sentences_of_a_snapshot_name_cells_as_people_do():
    assert [sentence(departure, NAMES) for departure in EACH.values()] == list(EACH)


@pytest.mark.parametrize(
    ("older", "departure"),
    [
        ("cell 3 ran after cell 12", Departure("out-of-order", 3, other=12)),
        ("cell 1 ran 2 times", Departure("repeated", 1, times=2)),
        ("cell 7 was not run", Departure("not-run", 7)),
        ("cell 1 was edited after it ran, or the notebook is not saved", Departure("edited", 1)),
        ("cell 1 was edited after it ran", Departure("edited", 1)),
    ],
)
def test_a_sentence_of_an_older_snapshot_has_the_index_among_all_cells(older, departure):
    assert departure_in(older, NAMES) == departure


def test_a_cell_that_the_notebook_has_no_more_is_none_that_a_departure_names():
    found = departure_in("[2] ran after [5]", NAMES)
    assert found == Departure("out-of-order", 3)
    assert found.cells == {3}


def test_what_a_departure_names_are_cells_and_no_other_numbers():
    assert [each.cells for each in EACH.values()] == [{3, 12}, {1}, {7}, {1}, set()]


def test_a_sentence_of_another_sort_tells_nothing():
    assert departure_in("[1] was tickled", NAMES) is departure_in("", NAMES) is None
