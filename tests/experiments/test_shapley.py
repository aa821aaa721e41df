"""Shares of a change: fair, and exactly the whole of it together."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.experiments.numbers.shapley import both_directions, every_order, fair_shares, sets_of

SETS = [frozenset(which) for which in ((), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2))]
values = st.lists(st.fractions(), min_size=8, max_size=8).map(
    lambda each: {which: (value,) for which, value in zip(SETS, each, strict=True)}
)


@given(values)
def test_the_shares_add_up_to_the_whole_change_in_all_orders_and_in_two(value):
    for orders in (every_order(range(3)), both_directions(range(3))):
        shares = fair_shares(orders, value.__getitem__)
        assert sum(each[0] for each in shares.values()) == value[SETS[-1]][0] - value[SETS[0]][0]


@given(st.lists(st.fractions(), min_size=3, max_size=3))
def test_where_effects_add_up_each_has_its_own_as_its_share(effects):
    shares = fair_shares(every_order(range(3)), lambda which: (sum((effects[each] for each in which), 0),))
    assert [shares[each][0] for each in range(3)] == effects


def test_who_adds_nothing_gets_nothing_and_of_two_that_only_act_together_each_gets_half():
    shares = fair_shares(every_order("abc"), lambda which: (Fraction(which >= {"a", "b"}),))
    assert [shares[each][0] for each in "abc"] == [Fraction(1, 2), Fraction(1, 2), 0]


def test_an_order_over_a_set_that_cannot_be_run_does_not_count():
    value = {frozenset(): (0,), frozenset("a"): None, frozenset("b"): (1,), frozenset("ab"): (3,)}
    assert fair_shares(every_order("ab"), value.get) == {"b": (1,), "a": (2,)}
    assert fair_shares([("a", "b")], value.get) is None


def test_two_orders_ask_for_fewer_sets_than_all_do():
    assert len(sets_of(every_order(range(6)))) == 64
    assert len(sets_of(both_directions(range(6)))) == 12
