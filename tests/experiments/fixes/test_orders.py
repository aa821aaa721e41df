"""What has no order of its own is sorted where its order can be seen."""

from __future__ import annotations

import pytest
from edited_cells import edited

from jupyter_repro.experiments.fixes.listings import sorted_listings
from jupyter_repro.experiments.fixes.sets import sorted_mixed_sets, sorted_sets

IMPORTS = "import os, glob\nfrom pathlib import Path\nhere = Path('.') / 'x'"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("os.listdir()", "sorted(os.listdir())"),
        ("[n for n in os.listdir('é')]  # names", "[n for n in sorted(os.listdir('é'))]  # names"),
        ("for e in os.scandir('.'):\n    e", "for e in sorted(os.scandir('.'), key=lambda entry: entry.name):\n    e"),
        ("glob.glob(\n    '*.csv'\n)", "sorted(glob.glob(\n    '*.csv'\n))"),
        ("for p in Path('x').iterdir(): p", "for p in sorted(Path('x').iterdir()): p"),
        ("list(here.rglob('*'))", "list(sorted(here.rglob('*')))"),
        ("list((here / 'y').glob('*'))", "list(sorted((here / 'y').glob('*')))"),
        ("next(here.iterdir())", "next(iter(sorted(here.iterdir())))"),
        ("%time 1\nx = os.listdir()", "%time 1\nx = sorted(os.listdir())"),
    ],
)  # fmt: skip
def test_a_listing_is_sorted(before, after):
    assert edited(sorted_listings, IMPORTS, before, kind="filesystem-order") == [IMPORTS, after]
    assert edited(sorted_listings, IMPORTS, after, kind="filesystem-order") is None


@pytest.mark.parametrize(
    "source",
    [
        "sorted(os.listdir())",
        "len(list(here.iterdir()))",
        "{n for n in os.listdir()}",
        "with os.scandir() as entries: pass",
        "thing.glob('*')",
        "os.walk('.')",
        "%time os.listdir()",
    ],
)
def test_a_listing_that_is_sorted_or_cannot_be_is_left_alone(source):
    assert edited(sorted_listings, IMPORTS, source, kind="filesystem-order") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("s = {'a', 'b'}\nlist(s)", "s = {'a', 'b'}\nlist(sorted(s))"),
        ("for x in {'a', 'b'}: print(x)", "for x in sorted({'a', 'b'}): print(x)"),
        ("', '.join(set(words))", "', '.join(sorted(set(words)))"),
        ("s = frozenset(w)\n{x: 1 for x in s}", "s = frozenset(w)\n{x: 1 for x in sorted(s)}"),
        ("a = set(x)\nprint(*(a | b))", "a = set(x)\nprint(*(sorted(a | b)))"),
        ("list(set(x).union(y))", "list(sorted(set(x).union(y)))"),
        ("s = set(x)\ns", "s = set(x)\nsorted(s)"),
        ("enumerate(set(x))", "enumerate(sorted(set(x)))"),
        ("s = {'a'}\nsum(len(x) for x in s)", "s = {'a'}\nsum(len(x) for x in sorted(s))"),
    ],
)
def test_a_set_is_sorted_where_its_order_is_seen(before, after):
    assert edited(sorted_sets, before, kind="hash-order") == [after]
    assert edited(sorted_sets, after, kind="hash-order") is None


@pytest.mark.parametrize(
    "source",
    [
        "sorted(set(x))",
        "len({'a'})",
        "{'a'}.union({'b'}) == y",
        "any(x for x in set(y))",
        "list({1, 2})",
        "s = set(x)\ns = [1]\nlist(s)",
        "def f(s):\n    return list(s)",
        "s = {'a'}\nset(s) == 1",
    ],
)
def test_a_set_whose_order_is_not_seen_is_left_alone(source):
    assert edited(sorted_sets, source, kind="hash-order") is None


def test_a_set_of_several_types_is_sorted_by_text():
    assert edited(sorted_mixed_sets, "list({'a', None})") == ["list(sorted({'a', None}, key=str))"]
