import pytest
from conftest import notebook_of

from jupyter_repro.experiments.orders.flow import flow_of
from jupyter_repro.experiments.orders.stored_cells import stored_cells

NEEDS = {
    "x = x + 1": {"x"},
    "x += 1": {"x"},
    "df = df.dropna()": {"df"},
    "x = 1\nprint(x)": set(),
    "[n for n in xs]": {"xs"},
    "sum(n for n in xs if n > least)": {"xs", "least"},
    "for n in range(3):\n    print(n)": set(),
    "def f(x):\n    return x * factor": set(),
    "class C:\n    a = 1\n    b = a + c": {"c"},
    "f = lambda x: x * factor": set(),
    "import numpy as np\nnp.zeros(3)": set(),
    "with open(name) as file:\n    file.read()": {"name"},
    "if (n := len(xs)) > 1:\n    n": {"xs"},
    "%matplotlib inline\nplt.plot(xs)": {"plt", "xs"},
    "%%time\nx": {"x"},
    "x: int = y": {"y"},
    "await f(x)": {"f", "x"},
    "print(_)": set(),
}


@pytest.mark.parametrize("source", NEEDS)
def test_a_cell_needs_the_names_that_it_reads_before_it_sets_them(source):
    assert flow_of(source).needs == NEEDS[source]


@pytest.mark.parametrize("source", ["from math import *", "%run other.py", "exec(text)", "this is no Python"])
def test_a_cell_that_may_set_any_name_is_known(source):
    assert flow_of(source).anything


@pytest.mark.parametrize("source", ["%matplotlib inline", "!ls", "import math", "%%time\nx = 1"])
def test_a_cell_that_sets_only_its_own_names_is_known(source):
    assert not flow_of(source).anything


def test_a_cell_needs_what_the_functions_that_it_calls_read():
    cells = stored_cells(notebook_of("def f():\n    return g()", "f()", "def g():\n    return x", "x = 1"))
    assert cells[1].needs == {"f", "g", "x"}
    assert cells[0].needs == frozenset()


def test_a_cell_changes_what_the_functions_that_it_calls_change():
    cells = stored_cells(notebook_of("n = 0", "def bump():\n    global n\n    n += 1", "bump()"))
    assert cells[2].changes == {"n"}
    assert cells[2].repeats_itself
