"""The pure parts of the benchmarks that write docs/benchmarks.md, and the names by which they find what they time."""

from __future__ import annotations

import sys
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))
import breakdown
import commands
import growth
import page
import peers
import suites
import timed_verify
from commands import Cost
from timed_verify import IMPORTS, OURS, REST, STANDARD_LIBRARY, Clock, import_row


def test_only_what_stands_between_the_marks_is_written(tmp_path):
    path = tmp_path / "page.md"
    path.write_text("a\n<!-- one -->\nold\n<!-- end -->\nb\n<!-- two -->\nkept\n<!-- end -->\n")
    page.write_between(path, "<!-- one -->", "new")
    assert path.read_text() == "a\n<!-- one -->\nnew\n<!-- end -->\nb\n<!-- two -->\nkept\n<!-- end -->\n"


def test_a_page_without_the_mark_is_left_alone(tmp_path):
    path = tmp_path / "page.md"
    path.write_text("a")
    with pytest.raises(ValueError, match="no place"):
        page.write_between(path, "<!-- one -->", "new")
    assert path.read_text() == "a"


def test_the_page_has_a_place_for_every_table():
    written = page.BENCHMARKS.read_text()
    makers = [
        *(f"peers.py: {suite.name}" for suite in suites.SUITES),
        *(f"growth.py: {name}" for name in growth.GROWTHS),
        "breakdown.py",
    ]
    assert [maker for maker in makers if f"<!-- made by benchmarks/{maker} -->" not in written] == []


def test_a_ratio_is_that_of_the_medians_with_the_spread_of_the_rounds():
    assert page.ratio([1.0, 2.0, 3.0], [4.0, 4.0, 4.0]) == "0.50 (0.25–0.75)"


def test_one_round_has_no_spread():
    assert page.ratio([1.0], [4.0]) == "0.25"
    assert page.with_spread([1.0], 1) == "1.0"


def test_every_peer_has_the_ratios_of_ours():
    costs = {way.name: [Cost(2.0, 1.0)] for way in commands.WAYS}
    rows = peers.costs_table(costs).splitlines()[2:]
    assert [row.endswith("| 1.00 | 1.00 |") for row in rows] == [not way.ours for way in commands.WAYS]


def test_what_one_more_costs_is_taken_between_two_sizes():
    assert growth.one_more({10: 11.0, 100: 101.0, 1000: 2801.0}) == [1.0, 3.0]


def test_growth_is_in_proportion_where_one_more_costs_the_same():
    assert growth.proportion([1.0, 1.1]) == "yes (1.10)"
    assert growth.proportion([1.0, 3.0]) == "no (3.00)"


def test_a_size_that_a_peer_was_not_run_in_stays_empty():
    shown = growth.growth_table("cell", [10, 100], {"ours": {10: 1.0, 100: 1.9}, "theirs": {10: 2.0}})
    assert shown.splitlines()[2:] == [
        "| `ours` | 1.0 s | 1.9 s | 10.0 ms |  |",
        "| `theirs` | 2.0 s |  |  |  |",
    ]


def test_a_row_has_its_own_time_only():
    moments = iter([0, 1, 3, 6, 10])
    clock = Clock(lambda: next(moments))
    clock.enter("outer")
    clock.enter("inner")
    clock.leave()
    clock.leave()
    assert clock.rows == {REST: 1, "outer": 2 + 4, "inner": 3}


def test_what_a_library_imports_is_its_own_time():
    assert import_row("papermill.log", OURS) == f"{IMPORTS}papermill"
    assert import_row("requests", f"{IMPORTS}papermill") == f"{IMPORTS}papermill"
    assert import_row("json", OURS) == STANDARD_LIBRARY
    assert import_row("jupyter_repro.cli", f"{IMPORTS}papermill") == OURS


def test_little_rows_are_added_up():
    shown = breakdown.breakdown_table({"cells": 0.5, "a": 0.004, "b": 0.002}, 0.506, 0.5, 0.6)
    assert shown.splitlines()[2:5] == [
        "| cells | 500 |",
        "| 2 rows below 10 ms | 6 |",
        "| **all of it** | 506 |",
    ]


@pytest.mark.parametrize(
    ("module", "function"),
    [(module, name) for module, names in breakdown.functions().items() for name in names],
)
def test_each_function_that_is_timed_is_there(module, function):
    *classes, name = function.split(".")
    assert callable(vars(reduce(getattr, classes, import_module(module)))[name])


def test_a_function_that_is_timed_answers_as_before():
    clock = Clock()
    timed_verify.time_functions(breakdown, {"subject": "row"}, clock)
    try:
        assert breakdown.subject("a: b") == "a"
        assert "row" in clock.rows
    finally:
        breakdown.subject = breakdown.subject.__wrapped__
