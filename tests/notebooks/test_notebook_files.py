import json

import nbformat
import pytest
from conftest import notebook_of, written
from nbformat.v4 import new_code_cell

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.notebooks.notebook_files import (
    code_cells,
    declared_seed,
    encode_notebook,
    kernel_name,
    read_notebook,
    upgraded,
)
from jupyter_repro.notebooks.source_digests import is_ours, source_digest


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "it is empty"),
        ("  \n", "it is empty"),
        ('{"cells": [', "it is not JSON (line 1, column 12)"),
        ("[1, 2]", "it is JSON but not a notebook"),
        ('{"a": 1}', "it is JSON but not a notebook"),
        ('{"nbformat": 5, "nbformat_minor": 0, "cells": [], "metadata": {}}', "its nbformat is 5"),
        ('{"nbformat": 4, "nbformat_minor": 5, "cells": [1], "metadata": {}}', "it is not a valid notebook"),
    ],
)
def test_what_is_no_notebook_is_reported_in_one_line(tmp_path, content, why):
    path = tmp_path / "a.ipynb"
    path.write_text(content)
    with pytest.raises(UnreadableInput) as error:
        read_notebook(path)
    assert f"a.ipynb cannot be read: {why}" in error.value.what


def test_a_missing_file_and_a_binary_one_are_told_apart(tmp_path):
    with pytest.raises(UnreadableInput, match="there is no such file"):
        read_notebook(tmp_path / "none.ipynb")
    (tmp_path / "b.ipynb").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableInput, match="it is not UTF-8 text"):
        read_notebook(tmp_path / "b.ipynb")


def test_reading_and_writing_a_file_of_jupyter_changes_no_byte(tmp_path):
    path = written(tmp_path / "a.ipynb", "# Ünïcode 🎲", "print('…')")
    assert encode_notebook(read_notebook(path)) == path.read_bytes()


def test_a_notebook_of_format_3_is_read_as_format_4(tmp_path):
    cell = {
        "cell_type": "code",
        "input": "1+1",
        "language": "python",
        "outputs": [],
        "collapsed": False,
        "metadata": {},
    }
    document = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": [cell]}],
    }
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(document))
    assert [cell.source for _, cell in code_cells(read_notebook(path))] == ["1+1"]


def test_cells_without_an_id_get_the_same_one_each_time():
    notebook = notebook_of("a = 1", "a = 1", "b = 2")
    for cell in notebook.cells:
        del cell["id"]
    notebook.nbformat_minor = 2
    first, second = upgraded(notebook), upgraded(notebook)
    assert [cell.id for cell in first.cells] == [cell.id for cell in second.cells]
    assert len({cell.id for cell in first.cells}) == 3
    nbformat.validate(first)


def test_of_two_cells_with_one_id_the_second_gets_another():
    notebook = notebook_of("a", "b")
    notebook.cells[1]["id"] = notebook.cells[0]["id"]
    assert [cell.id for cell in upgraded(notebook).cells] == ["cell-0", "cell-0-2"]


def test_white_space_at_the_ends_of_lines_does_not_make_another_source():
    assert source_digest("a = 1  \nb\n") == source_digest("a = 1\nb")
    assert source_digest("  a") != source_digest("a")


def test_our_own_magics_are_told_apart_from_the_users_code():
    assert is_ours("%load_ext jupyter_repro\n%repro pin 42")
    assert not is_ours("%repro pin 42\nimport numpy")
    assert not is_ours("")


def test_the_seed_that_a_notebook_declares_is_found():
    assert declared_seed(notebook_of("# Title", "%load_ext jupyter_repro\n%repro pin 7", "%repro pin 8")) == 7
    assert declared_seed(notebook_of("print(1)")) is None


def test_a_notebook_that_names_no_kernel_runs_on_python3():
    notebook = notebook_of("1")
    assert kernel_name(notebook) == "python3"
    notebook.metadata = nbformat.NotebookNode()
    notebook.cells.append(new_code_cell("2"))
    assert kernel_name(notebook) == "python3"
