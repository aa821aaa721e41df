"""Departures of a session, and the sentences that a snapshot has of them."""

from __future__ import annotations

import pytest

from jupyter_repro.records.departures import OPEN, SAVED, Departure, departure_in, sentence

EACH = {
    "cell 3 ran after cell 12": Departure("out-of-order", 3, other=12),
    "cell 0 ran 2 times": Departure("repeated", 0, times=2),
    "cell 7 was not run": Departure("not-run", 7),
    "cell 1 was edited after it ran, or the notebook is not saved": Departure("edited", 1),
    "a cell ran (In [9]) that the saved notebook does not have": Departure("gone", count=9),
}


@pytest.mark.parametrize("departure", EACH.values(), ids=lambda each: each.kind)
@pytest.mark.parametrize("wording", [SAVED, OPEN], ids=["saved", "open"])
def test_a_sentence_is_read_back_as_what_it_was_written_of(departure, wording):
    assert departure_in(sentence(departure, wording)) == departure


def test_the_sentences_of_a_snapshot_are_those_that_older_ones_have():
    assert [sentence(departure) for departure in EACH.values()] == list(EACH)


def test_what_a_departure_names_are_cells_and_no_other_numbers():
    assert [each.cells for each in EACH.values()] == [{3, 12}, {0}, {7}, {1}, set()]


def test_a_sentence_of_another_sort_tells_nothing():
    assert departure_in("cell 1 was tickled") is departure_in("") is None
