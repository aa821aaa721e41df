from __future__ import annotations

import pytest
from conftest import notebook_of

from jupyter_repro.notebooks.declared_parameters import declared_parameters


def declaring(source: str, **metadata):
    notebook = notebook_of("x = 1", source)
    notebook.cells[1].metadata.tags = ["parameters"]
    notebook.metadata.update(metadata)
    return notebook


@pytest.mark.parametrize(
    ("source", "parameters"),
    [
        ("lr = 0.1\nname: str = 'a'", {"lr": 0.1, "name": "a"}),
        ("lr, seed = 0.1, 1", {"lr": 0.1, "seed": 1}),
        ("a = b = None", {"a": None, "b": None}),
        ("start = date(2026, 1, 1)", {"start": "date(2026, 1, 1)"}),
        ("low, high = limits()", {"low": "limits()", "high": "limits()"}),
        ("%matplotlib inline\n# rate\nlr = -1e-3", {"lr": -1e-3}),
        ("model.lr = 1\nprint(2)", {}),
    ],
)
def test_what_the_tagged_cell_assigns_is_declared(source, parameters):
    assert declared_parameters(declaring(source)) == parameters


def test_a_notebook_without_such_a_cell_declares_nothing():
    assert declared_parameters(notebook_of("lr = 0.1")) == {}


@pytest.mark.parametrize("language", ["R", "julia"])
def test_of_another_language_it_is_not_known(language):
    kernel = {"name": "ir", "display_name": "R", "language": language}
    assert declared_parameters(declaring("lr <- 0.1", kernelspec=kernel)) is None


def test_of_what_is_no_python_it_is_not_known():
    assert declared_parameters(declaring("lr = ")) is None
