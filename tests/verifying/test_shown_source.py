"""The code of a cell as a verdict shows it."""

from __future__ import annotations

from jupyter_repro.addresses.secret_words import LEFT_OUT
from jupyter_repro.verifying.shown_source import shown_source


def test_a_short_source_is_shown_as_it_is():
    assert shown_source("a = 1\nb = 2") == "a = 1\nb = 2"


def test_of_a_long_source_the_beginning_and_the_end_are_shown():
    shown = shown_source("\n".join(f"row_{number} = {number}" for number in range(1_000)))
    assert shown.startswith("row_0 = 0\n")
    assert shown.endswith("row_999 = 999")
    assert "left out" in shown


def test_a_line_that_looks_like_a_secret_is_left_out():
    assert shown_source("a = 1\npassword = 'planted'\nb = 2") == f"a = 1\n{LEFT_OUT}\nb = 2"


def test_a_secret_over_two_lines_leaves_nothing():
    assert "planted" not in shown_source("password = (\n    'planted-in-a-cell')\nb = 2")
