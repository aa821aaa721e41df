"""The few of many things that matter are found with few tests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.experiments.smallest_set import smallest_set


class Counting:
    """Passes where all of some are among what is tried."""

    def __init__(self, *needed):
        self.needed, self.tests = set(needed), []

    def __call__(self, tried):
        self.tests.append(tried)
        return self.needed <= set(tried)


@pytest.mark.parametrize("culprit", range(64))
def test_one_of_64_takes_at_most_seven_tests(culprit):
    test = Counting(culprit)
    assert smallest_set(range(64), test) == (culprit,)
    assert len(test.tests) <= 7


def test_the_likeliest_one_alone_takes_no_more_tests_than_halving_does():
    test = Counting(0)
    assert smallest_set(range(40), test) == (0,)
    assert len(test.tests) <= 7


@given(st.sets(st.integers(0, 39), min_size=1, max_size=4))
def test_what_matters_only_together_is_found_and_nothing_is_tried_twice(needed):
    test = Counting(*needed)
    assert smallest_set(range(40), test) == tuple(sorted(needed))
    assert len(set(test.tests)) == len(test.tests)


def test_where_not_even_all_of_them_bring_it_back_there_is_none():
    assert smallest_set("abc", lambda _tried: False) == ()


def test_of_two_that_each_suffice_one_is_found():
    assert smallest_set("ab", lambda tried: bool(tried)) in {("a",), ("b",)}
