"""Numbers of two texts that are the same but for them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.experiments.numbers.changed_numbers import MOST_NUMBERS, changed_numbers
from jupyter_repro.experiments.numbers.numbers_in_text import numbers_in

REPORT = """\
              precision    recall  f1-score   support

           0       0.90      0.80      0.85        50
    accuracy                           0.91       100
"""


def values(read):
    return [read.value(position) for position in range(len(read.numbers))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("accuracy: 0.91", [("accuracy", "0.91")]),
        ("accuracy 91.5%, loss=-1.5e-3.", [("accuracy", "91.5"), ("loss", "-0.0015")]),
        ("{'f1': 0.5, 'auc': np.float64(0.75)}", [("f1", "0.5"), ("auc", "0.75")]),
        ('{\n "accuracy": 0.5\n}', [("accuracy", "0.5")]),
        ("R2 0.5", [("R2", "0.5")]),
        ("accuracy    0.91\nf1          0.80\ndtype: float64", [("accuracy", "0.91"), ("f1", "0.80")]),
        ("1,234.5 rows", [("", "1234.5")]),
        ("on 2026-10-01 at 12:30 with 1.5.2, nan and inf", []),
        ("1e999 " + "9" * 5000, []),
    ],
)
def test_numbers_are_read_with_what_stands_before_them(text, found):
    read = numbers_in(text)
    labels = [read.label(position) for position in range(len(read.numbers))]
    assert list(zip(labels, values(read), strict=True)) == [
        (label, Fraction(value)) for label, value in found
    ]


def test_a_number_of_a_table_is_called_by_its_row_and_column():
    read = numbers_in(REPORT)
    labels = [read.label(position) for position in range(len(read.numbers))]
    assert labels[1:4] == ["0 precision", "0 recall", "0 f1-score"]
    assert labels[5:] == ["accuracy f1-score", "accuracy support"]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_whatever_python_prints_is_read_as_the_same_number(numbers):
    assert [float(value) for value in values(numbers_in(f"x = {numbers}"))] == numbers


@given(st.text())
def test_any_text_can_be_read_and_labelled(text):
    read = numbers_in(text)
    assert len([read.label(position) for position in range(len(read.numbers))]) == len(read.numbers)


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=1, max_size=20))
def test_at_most_ten_numbers_are_reported_those_that_changed_most_first(pairs):
    was, now = (["\n".join(f"m{i}: {pair[side]}" for i, pair in enumerate(pairs))] for side in (0, 1))
    changed = changed_numbers(was, now)
    moved = sorted((abs(Fraction(now - was, was)) for was, now in pairs if was != now), reverse=True)
    if not moved:
        assert changed is None
        return
    relative = [abs(now - was) / was for was, now in zip(changed.recorded, changed.found, strict=True)]
    assert relative == moved[:MOST_NUMBERS]
    assert changed.in_texts(was) == changed.recorded
    assert changed.in_texts(now) == changed.found


def test_a_text_that_differs_in_anything_else_has_no_numbers_to_compare():
    assert changed_numbers(["loss 0.5 in 3 steps"], ["loss 0.4 after 3 steps"]) is None
    assert changed_numbers(["loss 0.5"], ["loss 0.4", "more"]) is None
    changed = changed_numbers(["loss 0.5"], ["loss 0.4"])
    assert changed.in_texts(["loss is 0.3"]) is None
    assert changed.in_texts([]) is None


def test_an_output_that_can_be_compared_counts_though_another_cannot():
    changed = changed_numbers(["at noon", None, "loss   10"], ["at dawn", None, "loss   9.5"])
    assert (changed.names, changed.recorded, changed.found) == (("loss",), (10,), (Fraction("9.5"),))


def test_numbers_that_are_called_alike_are_told_apart_by_where_they_stand():
    changed = changed_numbers(["loss 4\nloss 2", "7"], ["loss 3\nloss 1", "8"])
    assert changed.names == (
        "loss, number 2 of output 1",
        "loss, number 1 of output 1",
        "number 1 of output 2",
    )


def test_of_a_very_long_text_no_number_is_read():
    assert numbers_in("0.5 " * 100_000).numbers == ()


def test_where_lines_break_does_not_matter():
    changed = changed_numbers(["[ 0.5  0.25\n 1.  ]"], ["[0.5 0.125 1. ]"])
    assert (changed.recorded, changed.found) == ((Fraction(1, 4),), (Fraction(1, 8),))
