"""Lines of a cell's programs between its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.comparators.stdout import StdoutComparator, is_merged_otherwise
from jupyter_repro.policies.policy import Policy

PROGRAMS = Policy(programs=True)
RECORDED = "py 0\nchild 0\npy 1\nchild 1\npy 2\nchild 2\n"


@pytest.mark.parametrize(
    "found",
    [
        "py 0\npy 1\nchild 0\nchild 1\npy 2\nchild 2\n",
        "child 0\nchild 1\nchild 2\npy 0\npy 1\npy 2\n",
        "py 0\npy 1\npy 2\nchild 0\nchild 1\nchild 2\n",
    ],
)
def test_two_pipes_that_are_read_at_other_moments_are_let_pass(found):
    divergence = StdoutComparator().compare(RECORDED, found, PROGRAMS)
    assert "different pipes" in divergence.allowed
    assert not StdoutComparator().compare(RECORDED, found, Policy()).allowed


@pytest.mark.parametrize(
    "found",
    [
        "py 2\npy 1\npy 0\nchild 0\nchild 1\nchild 2\n",
        RECORDED.replace("child 1", "child 7"),
        RECORDED + "py 3\n",
        "",
    ],
)
def test_another_order_or_other_lines_are_a_divergence(found):
    assert not StdoutComparator().compare(RECORDED, found, PROGRAMS).allowed


@pytest.mark.parametrize(
    ("recorded", "found", "passes"),
    [
        ("Writing made.py\n", "Overwriting made.py\n", True),
        ("Overwriting a b.txt\n", "Writing a b.txt\n", True),
        ("Writing made.py\n", "Overwriting other.py\n", False),
        ("Writing made.py\n", "Appending to made.py\n", False),
    ],
)
def test_whether_a_file_that_the_cell_writes_was_there_is_let_pass(recorded, found, passes):
    in_its_cell = StdoutComparator().compare(recorded, found, Policy(writes_file=True))
    assert bool(in_its_cell.allowed) is passes
    assert not StdoutComparator().compare(recorded, found, Policy()).allowed


@given(st.lists(st.integers(0, 99), unique=True, max_size=12), st.data())
def test_every_merge_of_two_sequences_is_known_as_one(numbers, data):
    lines = [str(number) for number in numbers]
    mine = [data.draw(st.booleans()) for _ in lines]
    one = [line for line, own in zip(lines, mine, strict=True) if own]
    other = [line for line, own in zip(lines, mine, strict=True) if not own]
    merged = []
    while one or other:
        merged.append((one if one and (not other or data.draw(st.booleans())) else other).pop(0))
    assert is_merged_otherwise(lines, merged)
