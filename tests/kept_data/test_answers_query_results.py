from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.kept_data.answers.query_results import query_result

ROWS = st.lists(st.tuples(st.none() | st.integers() | st.text(max_size=3), st.floats()), max_size=8)


@given(ROWS, st.randoms())
def test_the_order_in_which_a_server_sends_rows_does_not_count(rows, random):
    other = list(rows)
    random.shuffle(other)
    one, two = (query_result(("a", "b"), each, ordered=False) for each in (rows, other))
    assert one.digest == two.digest
    assert repr(one.rows) == repr(two.rows)


def test_an_order_that_the_query_asks_for_counts():
    rows = [(2,), (1,)]
    kept, turned = (query_result(["a"], each, ordered=True) for each in (rows, rows[::-1]))
    assert kept.digest != turned.digest
    assert kept.rows == [(2,), (1,)]


@pytest.mark.parametrize(
    "other", [([("a", "b")], [(1,)]), ([("a",)], []), ([("b",)], [(1,)]), ([("a",)], [(1,), (1,)])]
)
def test_names_and_the_number_of_rows_count(other):
    ((names,), rows) = other
    assert (
        query_result(names, rows, ordered=False).digest != query_result(["a"], [(1,)], ordered=False).digest
    )


def test_rows_without_an_order_are_sorted_by_their_values():
    rows = [(10, "b"), (None, "a"), (9, "z"), (-1, ""), (10, "a")]
    assert query_result(["n", "t"], rows, ordered=False).rows == [
        (None, "a"),
        (-1, ""),
        (9, "z"),
        (10, "a"),
        (10, "b"),
    ]


def test_a_frame_has_the_types_that_pandas_reads():
    frame = query_result(["n", "n", "d"], [(1, "x", Decimal("1.5"))], ordered=False).frame()
    assert list(frame.columns) == ["n", "n", "d"]
    assert (frame.dtypes.iloc[0].kind, frame.dtypes.iloc[2].kind) == ("i", "f")


def test_a_frame_without_rows_has_its_columns():
    assert list(query_result(["a", "b"], [], ordered=False).frame().columns) == ["a", "b"]
