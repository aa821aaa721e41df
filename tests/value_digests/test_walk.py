"""Digests of Python's own values."""

from __future__ import annotations

import copy
import copyreg
import functools
import io
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.value_digests.form import Undigested
from jupyter_repro.value_digests.walk import MOST_LEVELS, Walk
from jupyter_repro.value_digests.words import words


def digest(value):
    return Walk().digest(value)


def why_not(value):
    with pytest.raises(Undigested) as raised:
        digest(value)
    return str(raised.value)


Point = namedtuple("Point", "x y")


@dataclass
class Customer:
    name: str
    age: int


class Colour(Enum):
    RED = 1
    BLUE = 2


class Slotted:
    __slots__ = ("__hidden", "seen")

    def __init__(self, seen, hidden):
        self.seen, self.__hidden = seen, hidden


class Names(list):
    pass


atoms = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.complex_numbers(),
    st.decimals(allow_nan=False), st.dates(), st.datetimes(), st.fractions(), st.uuids(),
)  # fmt: skip
keys = st.one_of(st.text(), st.integers(), st.booleans())
values = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner),
        st.lists(inner).map(tuple),
        st.dictionaries(keys, inner),
        st.sets(keys),
        st.frozensets(keys),
        st.builds(Customer, inner, inner),
        st.builds(Point, inner, inner),
    ),
    max_leaves=20,
)


@given(values)
def test_a_copy_has_the_same_digest(value):
    assert digest(copy.deepcopy(value)) == digest(value)


@given(st.lists(atoms, min_size=1), st.data())
def test_one_changed_element_changes_the_digest(items, data):
    place = data.draw(st.integers(0, len(items) - 1))
    other = data.draw(atoms.filter(lambda each: digest(each) != digest(items[place])))
    assert digest([*items[:place], other, *items[place + 1 :]]) != digest(items)


@given(atoms, atoms)
def test_atoms_with_one_digest_are_equal_and_of_one_type(one, other):
    if digest(one) == digest(other):
        assert type(one) is type(other)
        assert one == other or repr(one) == repr(other)


@given(st.lists(st.text()), st.lists(st.text()))
def test_texts_are_not_run_together(one, other):
    assert (digest(one) == digest(other)) == (one == other)


@given(st.lists(st.one_of(st.integers(), st.text())), st.lists(st.one_of(st.integers(), st.text())))
def test_lists_and_what_they_hold_are_not_run_together(one, other):
    assert digest([one, other]) != digest([[*one, *other]])


def test_sharing_does_not_count():
    shared = [1, 2]
    assert digest([shared, shared]) == digest([[1, 2], [1, 2]])
    assert digest(["ab", "ab"]) == digest(["ab", "".join(["a", "b"])])
    long = list(range(1000))
    assert digest([long, long, [long]]) == digest([list(range(1000)), list(range(1000)), [list(range(1000))]])


def test_what_is_met_twice_is_digested_once():
    value = []
    for _ in range(60):
        value = [value, value]
    assert digest(value)


def test_what_holds_itself_has_a_digest():
    one, other, longer = [1], [1], [1, 2]
    for each in (one, other, longer):
        each.append(each)
    assert digest(one) == digest(other) != digest(longer)
    parent, child = SimpleNamespace(), SimpleNamespace()
    parent.child, child.parent = child, parent
    assert digest(parent) == digest(copy.deepcopy(parent))


def test_a_way_back_counts_from_where_it_stands():
    inner = [list(range(100))]
    outer = [inner, [inner]]
    inner.append(outer)
    assert digest([outer, inner]) == digest(copy.deepcopy([outer, inner]))


def test_nesting_has_a_limit():
    value = []
    for _ in range(MOST_LEVELS + 1):
        value = [value]
    assert why_not(value) == f"nested deeper than {MOST_LEVELS} levels"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        (0.0, -0.0),
        ("1", b"1"),
        ([1], (1,)),
        ({1}, frozenset({1})),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (2**63, -(2**63)),
        ([2**64, 1], [1, 2**64]),
        (None, ...),
        (Decimal("1.0"), Decimal("1.00")),
        (datetime(2020, 1, 1), datetime(2020, 1, 1, tzinfo=UTC)),  # noqa: DTZ001
        (date(2020, 1, 1), date(2020, 1, 2)),
        (timedelta(1), timedelta(2)),
        (Path("a"), Path("b")),
        (Fraction(1, 3), Fraction(2, 3)),
        (Colour.RED, Colour.BLUE),
        (Customer("a", 1), Customer("a", 2)),
        (Point(1, 2), (1, 2)),
        (Slotted(1, 2), Slotted(1, 3)),
        (Names([1]), [1]),
        (range(3), range(4)),
        (slice(1), slice(2)),
        (re.compile("a"), re.compile("a", re.IGNORECASE)),
        (OrderedDict(a=1), {"a": 1}),
        (deque([1], 2), deque([1], 3)),
        (defaultdict(list), defaultdict(set)),
        (functools.partial(int, base=2), functools.partial(int, base=3)),
        (random.Random(1), random.Random(2)),
        (len, max),
        ([].append, [1].append),
        (Customer, Point),
        (re, copy),
        (bytearray(b"a"), bytearray(b"b")),
        (MappingProxyType({1: 2}), MappingProxyType({1: 3})),
        (ValueError("a"), ValueError("b")),
        (Counter("ab"), Counter("aa")),
        (io.StringIO("a"), io.StringIO("b")),
        (io.BytesIO(b"a"), io.BytesIO(b"b")),
    ],
)
def test_different_values_have_different_digests(one, other):
    assert digest(one) == digest(one) != digest(other)


def test_functions_count_by_what_they_do_and_hold():
    def adder(step):
        return lambda x: x + step

    assert digest(adder(1)) == digest(adder(1)) != digest(adder(2))
    assert digest(lambda x: x + 1) != digest(lambda x: x + 2)


def test_functions_with_a_set_inside_have_one_digest_under_any_hash_seed():
    # covered with everything else in test_another_process_gives_the_same_digests
    assert digest(lambda x: x in {"a", "b", "c"})


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ((each for each in ()), "generator"),
        (iter([1]), "list_iterator"),
        (zip([1], [2], strict=True), "zip"),
        (threading.Lock(), "_thread.lock"),
        ([1, {"a": threading.Lock()}], "_thread.lock"),
        (random.SystemRandom(), "random.SystemRandom"),
        (os.environ, "os.environ"),
    ],
)
def test_what_cannot_be_digested_is_named(value, why):
    assert why_not(value) == why


def test_an_open_file_has_no_digest_and_stays_where_it_is():
    with Path(__file__).open() as file:
        assert why_not(file) == "_io.TextIOWrapper"
        assert file.tell() == 0


def test_generators_are_not_drawn_from():
    generator = random.Random(3)
    before = generator.getstate()
    digest(generator)
    assert generator.getstate() == before


def test_what_takes_too_long_is_given_up():
    value = [[number] for number in range(1_000_000)]
    with pytest.raises(Undigested, match="budget"):
        Walk(deadline=time.monotonic() + 0.05).digest(value)


def test_a_walk_goes_on_after_a_value_without_a_digest():
    walk = Walk()
    for _ in range(2):
        with pytest.raises(Undigested):
            walk.digest([[threading.Lock()]])
    assert walk.digest([1]) == digest([1])


def test_the_same_values_have_short_words_that_show_nothing_of_them():
    assert words("secret") == "str of 6"
    assert words([1, 2]) == "list of 2"
    assert words(1.5) == "float"
    assert words(Customer("a", 1)) == "Customer"


IN_THE_NOTEBOOK = """
import random, sys
from jupyter_repro.value_digests.walk import Walk

class Loud:
    def __init__(self): self.x = {"a", "b", "c", "d"}
    def __getstate__(self): print("asked"); return random.random()
    def __reduce__(self): print("asked"); return (Loud, ())
    def __getattribute__(self, name): print("asked"); return object.__getattribute__(self, name)
    def __eq__(self, other): print("asked")
    __hash__ = None

class Many(dict):
    def items(self): print("asked")
    def __iter__(self): print("asked"); return iter(())

def f(x, y={"p", "q", "r"}): return x in {"a", "b", "c"}

for value in (Loud(), Many(a=1), f, Loud, {f, print, len}, {"é", "\\udc80", 1}, [Loud(), f]):
    print(Walk().digest(value))
"""


def test_another_process_gives_the_same_digests_and_nothing_of_the_notebooks_is_called():
    reported = [
        subprocess.run(
            [sys.executable, "-c", IN_THE_NOTEBOOK],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert reported[0] == reported[1]
    assert len(set(reported[0].splitlines())) == 7
    assert "asked" not in reported[0]


def test_an_exception_is_the_same_where_a_library_pickles_its_traceback_as_well(monkeypatch):
    raised = ValueError("a")
    before = digest(raised)
    monkeypatch.setitem(copyreg.dispatch_table, ValueError, lambda error: (ValueError, ("another",)))
    assert digest(raised) == before
