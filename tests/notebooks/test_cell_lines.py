"""The lines of a notebook's file on which its cells stand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jupyter_repro.notebooks.cell_lines import CellLines

SOURCES = some.lists(some.text(alphabet='ab"\\{}[]\n:,', max_size=12), max_size=5)


def notebook(sources, *, as_list):
    cells = [
        {
            "cell_type": "code",
            "metadata": {"source": "none"},
            "outputs": [{"data": {"application/json": {"source": source, "cells": [{}]}}}],
            "source": source.splitlines(keepends=True) if as_list else source,
        }
        for source in sources
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@given(SOURCES, some.booleans())
def test_each_cell_is_found_at_the_line_of_its_source(sources, as_list):
    text = json.dumps(notebook(sources, as_list=as_list), indent=1)
    lines = CellLines(text)
    for cell, source in enumerate(sources):
        found = text.splitlines()[lines.line(cell) - 1].strip()
        if as_list and source:
            first = source.splitlines(keepends=True)[0]
            assert found.rstrip(",") == json.dumps(first)
        else:
            assert found.startswith('"source": ')


def test_a_line_of_a_cell_is_a_line_of_the_file():
    text = json.dumps(notebook(["a\nb", "c\nd"], as_list=True), indent=1)
    assert text.splitlines()[CellLines(text).line(1, 2) - 1].strip() == '"d"'


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": [{', '{"cells": [1]}', '{"cells": [{}]}'])
def test_in_what_is_no_notebook_all_is_on_the_first_line(text):
    assert CellLines(text).line(0) == 1
    assert CellLines(text).line(9) == 1


def test_a_file_that_is_not_there_has_no_lines(tmp_path):
    assert CellLines.of(tmp_path / "none.ipynb").line(3) == 1
