"""Reading which functions the calls of a cell mean."""

from __future__ import annotations

import datetime
import time

import pytest

from jupyter_repro.notebooks.cell_source import CellSource

NAMES = {
    "datetime": datetime,
    "dt": datetime.datetime,
    "date": datetime.date,
    "time": time,
    "clock": time.time,
}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("datetime.datetime.now()", "datetime.datetime.now"),
        ("dt.now()", "datetime.datetime.now"),
        ("date.today()", "datetime.date.today"),
        ("time.time()", "time.time"),
        ("id(1)", "builtins.id"),
        ("nobody.knows()", ""),
        ("a[0]()", ""),
    ],
)
def test_a_call_is_named_by_what_it_means(source, name):
    assert [call.name for call in CellSource(source, NAMES).calls] == [name]


@pytest.mark.parametrize(
    ("source", "sure"),
    [
        ("dt.now()", True),
        ("with open(x) as f:\n    dt.now()", True),
        ("if x:\n    dt.now()", False),
        ("def f():\n    dt.now()", False),
        ("x = lambda: dt.now()", False),
        ("[dt.now() for _ in x]", False),
        ("x and dt.now()", False),
    ],
)
def test_a_call_is_sure_where_it_runs_whenever_the_cell_does(source, sure):
    found = {call.sure for call in CellSource(source, NAMES).calls if call.name == "datetime.datetime.now"}
    assert found == {sure}


def test_lines_are_those_of_the_cell_below_a_cell_magic_too():
    assert [call.node.lineno for call in CellSource("%%time\n\ndt.now()", NAMES).calls] == [3]


@pytest.mark.parametrize("source", ["", "this is not python", "\x00", "%%html\n<b>", "("])
def test_what_is_not_python_has_no_calls(source):
    assert CellSource(source, NAMES).calls == ()


def test_no_property_of_the_users_objects_is_run():
    class Trap:
        @property
        def now(self):
            raise AssertionError("it was run")

    assert [call.name for call in CellSource("trap.now()", {"trap": Trap()}).calls] == [""]
