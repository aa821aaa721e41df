"""Sets whose order shows, as the source of a cell says."""

from __future__ import annotations

import pytest

from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.probes.hash_order import HashOrderProbe

CLASS = """\
class Words:
    def __init__(self, text):
        self.known = set(text.split())

    def index(self):
        return {word: n for n, word in enumerate(self.known)}
"""
FUNCTION = "def longest(words):\n    return max(set(words), key=len)"


@pytest.fixture(autouse=True)
def no_hash_seed(monkeypatch):
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)


def lines(source, **namespace):
    read = HashOrderProbe().read(CellSource(source, namespace))
    return [line for line, _, _ in read]


@pytest.mark.parametrize(
    "source",
    [
        "list(set(names) - {'id'})",
        "list({'a'} | other)",
        "[name for name in set(names) & set(more)]",
        "tuple(set(names).union(more))",
        "for name in {'a', 'b'}.difference(more): pass",
        "dict.fromkeys(set(names))",
        "list(box.words)",
        CLASS,
    ],
)
def test_the_order_of_what_is_made_of_sets_shows(source):
    box = type("Box", (), {})()
    box.words = {"a", "b"}
    assert lines(source, names=["a", "b"], more=["b"], other={"c"}, box=box)


@pytest.mark.parametrize(
    "source",
    [
        "sorted(set(names) - {'id'})",
        "len(set(names) & set(more))",
        "list({1, 2} - {3})",
        "list(total - spent)",
        "'a' in set(names)",
        "list(box.words)",
    ],
)
def test_no_order_shows_in_what_is_sorted_counted_or_no_set(source):
    box = type("Box", (), {"words": property(lambda _self: 1 / 0)})()
    assert lines(source, names=["a", "b"], more=["b"], total=5, spent=3, box=box) == []


@pytest.mark.parametrize("source", [FUNCTION, "min({'ab', 'cd'}, key=len)", "sorted(set(names), key=len)"])
def test_elements_that_are_equal_in_a_key_are_suspected(source):
    assert list(HashOrderProbe().suspect(CellSource(source, {"names": ["a"]})))
