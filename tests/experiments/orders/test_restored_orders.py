import nbformat
import pytest
from conftest import tree
from out_of_order import RESTART, stored_by_running, without_counts

import jupyter_repro
from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.orders.copies import order_of
from jupyter_repro.experiments.orders.reordered import write_reordered

SWAPPED = ("n = 1", "n * 10", "n = 2")
COUNTER = ("n = 0", "n += 1\nn", "n * 10")
RESTORED = {
    "two cells swapped": (SWAPPED, (0, 2, 1), (0, 2, 1)),
    "defined below its use": (("total = sum(prices)\ntotal", "prices = [1, 2]"), (1, 0), (1, 0)),
    "defined below a function that reads it": (
        ("def scaled(x):\n    return x * factor", "scaled(2)", "factor = 3"),
        (0, 2, 1),
        (0, 2, 1),
    ),
    "run twice": (COUNTER, (0, 1, 1, 2), (0, 1, 1, 2)),
    "run twice after a later cell": (
        ("xs = []", "xs.append(len(xs))\nxs", "len(xs)"),
        (0, 1, 2, 1),
        (0, 1, 2, 1),
    ),
    "block run twice": (
        ("n = 1", "n = n + 1", "n = n * 2", "n"),
        (0, 1, 2, 1, 2, 3),
        (0, 1, 2, 1, 2, 3),
    ),
    "cell skipped": (("n = 1", "n = 100", "n"), (0, 2), (0, 2)),
    "kernel restarted": (("n = 1", "n += 1\nn", "n * 10"), (0, 2, RESTART, 0, 1), (0, 2, 1)),
    "exception in the middle": (
        ("d = {'a': 1}", "d['b']", "d['a'] * 10", "d['a'] = 2"),
        (0, 1, 3, 2),
        (0, 1, 3, 2),
    ),
    "exception of a name that came later": (("x = 2", "x + y", "y = 3\ny"), (0, 1, 2), (0, 1, 2)),
    "frame filtered before it was shown": (
        ("rows = [1, 2, 3]", "len(rows)", "rows = [row for row in rows if row > 1]"),
        (0, 2, 1),
        (0, 2, 1),
    ),
    "random numbers drawn in another order": (
        ("import random\nrandom.seed(0)", "random.random()", "random.random()"),
        (0, 2, 1),
        (0, 2, 1),
    ),
    "file written below": (
        (
            "from pathlib import Path\nn = Path('n.txt')\nn.write_text('1')",
            "n.read_text()",
            "n.write_text('2')",
        ),
        (0, 2, 1),
        (0, 2, 1),
    ),
}


@pytest.mark.parametrize("case", RESTORED)
def test_the_order_is_found_that_gives_the_stored_outputs(case, tmp_path):
    sources, ran, expected = RESTORED[case]
    found = order_of(stored_by_running(tmp_path / "a.ipynb", sources, *ran))
    assert (found.order, found.why_not) == (expected, ())
    assert found.restored


@pytest.mark.parametrize("case", ["two cells swapped", "run twice", "defined below its use"])
def test_it_is_found_without_execution_counts(case, tmp_path):
    sources, ran, _ = RESTORED[case]
    found = order_of(without_counts(stored_by_running(tmp_path / "a.ipynb", sources, *ran)))
    assert found.restored


NOT_RESTORED = {
    "edited after it ran": (
        (("n = 1", "n + 1", "n * 10"), (0, (1, "n + 5"), 2)),
        {},
        "[2] shows another value in every order that was tried",
    ),
    "defining cell deleted": (
        (("n = 1", "n + 1", "'text'"), (0, 1, 2)),
        {"delete": [0]},
        "the name `n`, which [1] needs, is defined by no cell",
    ),
    "unseeded": (
        (("import random\nn = 1", "random.random()", "n"), (0, 1, 2)),
        {},
        "what [2] shows varies by chance",
    ),
    "edited so that it raises": (
        (("n = 1", "n / 0\nn"), (0, (1, "n"))),
        {},
        "[2] raises ZeroDivisionError: division by zero, which is not among its stored outputs",
    ),
}


@pytest.mark.parametrize("case", NOT_RESTORED)
def test_why_an_order_cannot_be_found_is_said(case, tmp_path):
    (sources, ran), options, why = NOT_RESTORED[case]
    found = order_of(stored_by_running(tmp_path / "a.ipynb", sources, *ran, **options))
    assert not found.restored
    assert len(found.why_not) == 1
    assert found.why_not[0].startswith(why)
    assert found.agreeing == found.of - len(found.departing)


def test_what_only_follows_from_another_cell_is_not_said(tmp_path):
    sources, ran = ("n = 1", "n += 1\nn", "n * 10"), (0, (1, "n += 5\nn"), 2)
    found = order_of(stored_by_running(tmp_path / "a.ipynb", sources, *ran))
    assert found.departing == (1, 2)
    assert [why.partition(" ")[0] for why in found.why_not] == ["[2]"]


def test_nothing_of_the_users_is_touched(tmp_path):
    sources = ("n = 1", "open('n.txt', 'a').write('x')\nn", "n = 2")
    path = stored_by_running(tmp_path / "a.ipynb", sources, 0, 2, 1)
    before = tree(tmp_path)
    found = order_of(path)
    assert found.restored
    assert found.tried > 1
    assert tree(tmp_path) == before


def test_a_notebook_without_outputs_is_refused(tmp_path):
    path = stored_by_running(tmp_path / "a.ipynb", ("n = 1",), 0)
    with pytest.raises(ReproError, match="no outputs are stored"):
        order_of(path)


@pytest.mark.parametrize(
    "case", ["two cells swapped", "run twice", "cell skipped", "exception in the middle"]
)
def test_the_notebook_in_that_order_gives_its_outputs_from_top_to_bottom(case, tmp_path):
    sources, ran, _ = RESTORED[case]
    path = stored_by_running(tmp_path / "a.ipynb", sources, *ran)
    found, out = order_of(path), tmp_path / "b.ipynb"
    write_reordered(path, found.order, out, found.earlier)
    nbformat.validate(nbformat.read(out, as_version=4))
    assert {cell.status for cell in jupyter_repro.verify(out).cells} <= {"identical", "ignored"}
