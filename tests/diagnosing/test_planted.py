"""A sample of the planted notebooks: what is said of each is right. `python benchmarks/causes.py` runs them all."""

from __future__ import annotations

import pytest
from planted_cases import BENIGN, HERE, can_run, cases
from planted_judgement import judged

EVERY = {case.name: case for case in cases()}
SAMPLE = (
    "uuid4 names a run in a function",
    "time.time() in a module beside the notebook",
    "a function of a local module computes otherwise",
    "a new file shadows an installed package",
    "the notebook looks whether a file is there",
    "things are sorted by their address in a module",
    "a startup file of IPython sets another value",
    "assertions are not run",
    "free disk is shown",
    "a file sets variables that another cell reads",
    "a library makes names by a generator of its own",
    "nobody answers any more",
    "a cell was deleted that a later one needs",
    "shuffle in a module beside the notebook",
    "stored only: a moment becomes local time in a function",
    "stored only: a list of a set of words in a function",
    "many threads append to one list",
    "a cell of bash writes a file that is read",
    "a traceback names a module's place in another folder",
    "compiled code writes to standard output",
    "a comment was edited above, a file is the cause",
    "options are priced by processes: the payoff in a module is discounted",
    "a clinic fails: a table of its database was renamed",
    "a style sheet of XSLT makes the page that is shown",
)
AT_LEAST = {"planted": 120, "benign": 30, "of a kind": 4, "two changes": 12}


@pytest.mark.parametrize("name", SAMPLE)
def test_what_is_said_is_right(name):
    case = EVERY[name]
    if not can_run(case):
        pytest.skip("it needs what this machine does not have")
    assert not judged(case).wrong


def test_there_are_enough_of_each():
    planted = [case for case in EVERY.values() if not case.is_benign]
    assert len(planted) >= AT_LEAST["planted"]
    assert len(EVERY) - len(planted) >= AT_LEAST["benign"]
    for file in HERE.glob("*.toml"):
        assert sum(case.kind == file.stem for case in EVERY.values()) >= AT_LEAST["of a kind"]
    assert sum(case.kind == "two-changes" for case in planted) >= AT_LEAST["two changes"]
    assert sum(bool(case.through) for case in planted) >= len(planted) * 2 / 3


@pytest.mark.parametrize("case", EVERY.values(), ids=EVERY)
def test_a_place_that_is_right_is_there(case):
    if case.kind == BENIGN:
        assert not case.right.at
        assert not case.right.cure
    places = [*case.right.at, *(place for later in case.right.later for place in later.at)]
    for cell, _, line in (place.partition(":") for place in places):
        lines = case.cells[int(cell)].split("\n") if int(cell) < len(case.cells) else []
        assert not line or lines[int(line) - 1].strip()
