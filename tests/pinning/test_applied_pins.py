"""Pinning a process: seeds, options, the notebook's own seeding, and taking it back."""

from __future__ import annotations

import random

import pytest

from jupyter_repro.errors import ReproError
from jupyter_repro.pinning.applied_pins import PER_CELL, Pinning
from jupyter_repro.pinning.seeds import checked_seed, derived_seed


@pytest.fixture
def pinning():
    """A pinning that is taken back at the end."""
    made = Pinning()
    yield made
    made.unpin()


def test_a_cell_run_twice_or_out_of_order_draws_the_same(pinning):
    pinning.pin(42, [PER_CELL])

    def cell(name):
        pinning.cell_begins(name)
        return random.random()

    first = {name: cell(name) for name in "abc"}
    assert {name: cell(name) for name in "cab"} == first
    assert len(set(first.values())) == 3


def test_without_the_option_a_cells_start_sets_nothing(pinning):
    pinning.pin(42)
    before = random.getstate()
    pinning.cell_begins("a")
    assert random.getstate() == before


def test_what_the_notebook_seeds_itself_is_left_alone(pinning):
    pinning.pin(42, [PER_CELL])
    pinning.cell_begins("a")
    random.seed(7)
    pinning.cell_begins("b")
    assert random.random() == random.Random(7).random()
    assert pinning.own == {"random"}


def test_seeding_with_nothing_is_no_seeding(pinning):
    pinning.pin(42, [PER_CELL])
    random.seed()
    assert pinning.own == set()


def test_pinning_twice_is_pinning_once(pinning):
    original = random.Random.seed
    pinning.pin(42)
    first = random.random()
    pinning.pin(42)
    assert random.random() == first
    pinning.unpin()
    assert random.Random.seed is original


def test_unpinning_puts_everything_back(pinning):
    before = random.Random.seed, random.seed, random.getstate()
    pinning.pin(42, [PER_CELL])
    random.seed(3)
    pinning.unpin()
    assert (random.Random.seed, random.seed) == before[:2]
    assert random.getstate() == before[2]
    assert pinning.seed is None


def test_a_pin_that_cannot_be_taken_back_does_not_stop_the_others(pinning):
    class Stuck:
        module = "json"

        def apply(self, seed):
            def undo():
                raise RuntimeError("stuck")

            return undo

    before = random.seed
    pinning.pin(1)
    pinning._pins["stuck"] = Stuck()
    pinning.pin(2)
    pinning.unpin()
    assert random.seed is before


@pytest.mark.parametrize("seed", [0, 1, 42, 2**31, 2**32 - 1])
def test_every_seed_of_the_range_is_taken_by_every_installed_library(pinning, seed):
    pinning.pin(checked_seed(seed))
    assert set(pinning.state.values()) == {str(seed)}


@pytest.mark.parametrize("text", ["-1", "4294967296", "1.5", "x", "", "1e3", "NaN"])
def test_what_is_no_seed_is_refused(text):
    with pytest.raises(ReproError, match="is not a seed"):
        checked_seed(text)


def test_derived_seeds_depend_on_every_name():
    made = {derived_seed(42, "a"), derived_seed(42, "b"), derived_seed(43, "a"), derived_seed(42, "a", 1)}
    assert len(made) == 4
    assert all(0 <= seed < 2**32 for seed in made)
