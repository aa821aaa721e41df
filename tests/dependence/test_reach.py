from __future__ import annotations

import pytest

from jupyter_repro.dependence.reach import Dependence
from jupyter_repro.dependence.statements import ANY


def places(*cells: str, of: int = -1, line: int = 0) -> set[tuple[int, int]]:
    """(cell, first line) of each statement that a cell depends on, the last one where none is named."""
    of = len(cells) - 1 if of < 0 else of
    return {(each.cell, each.first) for each in Dependence(dict(enumerate(cells))).steps(of, line)}


def test_a_cell_depends_on_who_set_what_it_shows():
    assert places("a = 1", "b = 2", "print(a)") == {(0, 1), (2, 1)}


def test_what_was_set_again_is_not_depended_on():
    assert places("a = 1", "a = 2", "a") == {(1, 1), (2, 1)}


def test_another_variable_of_the_same_cell_is_innocent():
    assert places("a = read('a.csv')\nb = read('b.csv')", "len(b)") == {(0, 2), (1, 1)}


def test_dependence_goes_through_functions_as_they_are_when_called():
    cells = ("K = 1", "def f(x):\n    return x + K", "K = 2", "unused = 3", "y = f(1)", "y")
    assert places(*cells) == {(1, 1), (2, 1), (4, 1), (5, 1)}


def test_dependence_goes_through_a_function_that_calls_another():
    cells = ("def a():\n    return T", "def b():\n    return a()", "T = 1", "U = 1", "b()")
    assert places(*cells) == {(0, 1), (1, 1), (2, 1), (4, 1)}


def test_dependence_goes_through_methods_of_a_class():
    cells = ("LIMIT = 1", "class Model:\n    def fit(self):\n        return LIMIT", "m = Model()", "m.fit()")
    assert places(*cells) == {(0, 1), (1, 1), (2, 1), (3, 1)}


@pytest.mark.parametrize(
    "change",
    ["a.append(1)", "a[0] = 1", "a += [1]", "fill(a)", "f(x, out=a)", "a.b.c = 1", "a.drop(1, inplace=True)"],
)
def test_a_change_in_place_counts(change):
    assert (1, 1) in places("a = []", change, "print(a)")


@pytest.mark.parametrize("reading", ["print(a)", "b = len(a)", "b = a.mean()", "b = a[0]", "display(a)"])
def test_reading_changes_nothing(reading):
    assert (1, 1) not in places("a = []", reading, "print(a)")


def test_a_module_is_many_things():
    cells = ("import numpy as np", "np.random.shuffle(x)", "np.mean(y)")
    assert places(*cells) == {(0, 1), (2, 1)}


def test_seeding_a_generator_is_what_drawing_from_it_depends_on():
    cells = ("import numpy as np", "np.random.seed(1)", "np.random.rand()")
    assert places(*cells) == {(0, 1), (1, 1), (2, 1)}


def test_options_of_a_module_reach_all_of_it():
    cells = ("import pandas as pd", "pd.set_option('display.max_rows', 3)", "pd.DataFrame()")
    assert (1, 1) in places(*cells)


def test_a_file_that_is_written_and_read_again_is_a_dependence():
    assert (1, 1) in places("t = 1", "save(t, 'out.csv')", "read('out.csv')")


def test_a_command_of_the_shell_uses_the_names_that_it_is_given():
    assert places("a = 1", "b = 2", "!echo {b}") == {(1, 1), (2, 1)}


@pytest.mark.parametrize(
    "source", ["%load_ext gain", "m = importlib.import_module('gain')", "m = __import__('gain.deep')"]
)
def test_a_module_that_a_text_names_is_imported(source):
    assert "gain" in Dependence({0: source}).imported


def test_names_from_nowhere_may_come_of_what_sets_anything():
    assert (0, 1) in places("from lib import *", "b = 2", "print(load())")


def test_only_the_line_that_raised_counts():
    cells = ("a = 1\nb = 2", "print(a)\nb.nothing")
    assert places(*cells, line=2) == {(0, 2), (1, 2)}


def test_a_cell_that_is_not_python_depends_on_itself():
    assert places("a = 1", "%%bash\necho 1") == {(1, 1)}


def test_time_magics_hold_python():
    assert places("a = 1", "%%time\nprint(a)") == {(0, 1), (1, 2)}


def test_what_a_function_of_the_notebook_prints_is_shown_where_it_is_called():
    cells = ("def report(x):\n    print(x)", "a = 1", "done = report(a)\nother = 2")
    assert places(*cells) == {(0, 1), (1, 1), (2, 1)}


def test_steps_count_the_way():
    steps = {each.cell: step for each, step in Dependence({0: "a = 1", 1: "b = a", 2: "b"}).steps(2).items()}
    assert steps == {0: 2, 1: 1, 2: 0}


def test_comprehensions_and_loops_use_what_they_go_over():
    assert places("a = [1]", "c = [2]", "for i in a:\n    print([i for j in a])") == {(0, 1), (2, 1)}


def test_a_function_may_have_another_name():
    assert places("K = 1", "def f():\n    return K", "g = f", "g()") == {(0, 1), (1, 1), (2, 1), (3, 1)}


def test_a_function_that_calls_itself_comes_to_an_end():
    assert places("def f(n):\n    return f(n - 1) + K", "K = 1", "f(3)") == {(0, 1), (1, 1), (2, 1)}


@pytest.mark.parametrize(
    ("source", "module", "line"),
    [
        ("def clean(values):\n    from cleaning import normal\n    return normal(values)", "cleaning", 2),
        (
            "from importlib import import_module\nall_ = [import_module(f'studies.{name}') for name in 'ab']",
            "studies",
            2,
        ),
        ("import importlib\n\nimportlib.import_module(NAME)", ANY, 3),
    ],
)
def test_an_import_is_found_at_its_own_line(source, module, line):
    statements = Dependence({0: source}).importing({module})
    assert [each.line_importing({module}) for each in statements] == [line]


def test_an_expression_for_pandas_reads_the_names_in_it():
    assert places("limit = 3", "t = table()", "t.query('n > @limit')") == {(0, 1), (1, 1), (2, 1)}
    assert (0, 1) in places("limit = 3", "def few(t):\n    return t.eval('n > @limit')", "few(t)")
