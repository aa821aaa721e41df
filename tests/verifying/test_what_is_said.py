"""What the command says of notebooks that were reported as misunderstood, from recording to the verdict."""

from __future__ import annotations

import nbformat
import pytest
from conftest import edit, inside, notebook_of, written
from nbformat.v4 import new_output

import jupyter_repro


@pytest.fixture
def limited(tmp_path):
    """A recorded notebook whose last cell fails once its file holds 9."""
    (tmp_path / "limit.txt").write_text("1.5")
    path = written(
        tmp_path / "a.ipynb",
        "limit = float(open('limit.txt').read())\nprint(limit)",
        "rows = [row for row in (1, 2, 3) if row > limit]\nlen(rows)",
        "rows[0] / len(rows)",
    )
    jupyter_repro.snapshot(path)
    return path


def test_the_first_divergence_and_a_later_exception_are_said_together(limited):
    (limited.parent / "limit.txt").write_text("9")
    said = inside("verify", "a.ipynb", cwd=limited.parent).stdout
    assert "diverged at [1]" in said
    assert "failed at [3]: IndexError" in said
    assert "limit.txt changed" in said


def test_a_parameter_that_was_not_given_is_said_with_the_notebooks_own_value(tmp_path):
    path = written(tmp_path / "a.ipynb", "region = 'North'", "print(region)")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, path)
    jupyter_repro.snapshot(path)
    said = inside("verify", "a.ipynb", "-p", "region", "South", cwd=tmp_path).stdout
    assert "the parameter region is 'South'" in said
    assert "'North'" in said
    assert "None" not in said


def test_a_new_cell_is_called_new_and_an_edited_comment_no_more_than_that(tmp_path):
    path = written(tmp_path / "a.ipynb", "x = 1\nx", "x + 1")
    jupyter_repro.snapshot(path)
    recorded = nbformat.read(path, as_version=4)
    new = notebook_of("x = 10\nx").cells[0]
    new["id"] = "new"
    recorded.cells.insert(1, new)
    nbformat.write(recorded, path)
    assert "[2] is new since it was recorded" in inside("verify", "a.ipynb", cwd=tmp_path).stdout
    del recorded.cells[1]
    nbformat.write(recorded, path)
    edit(path, 0, "x = 1\nx\n# a comment")
    said = inside("verify", "a.ipynb", cwd=tmp_path).stdout
    assert "only the source of cells changed, all outputs are as they were recorded" in said


def test_a_name_as_long_as_the_disk_takes_leaves_no_traceback(tmp_path):
    path = written(tmp_path / f"{'語' * 80}.ipynb", "1 + 1")
    done = inside("snapshot", path.name, cwd=tmp_path)
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 0 or "too long" in done.stderr


def test_an_exception_is_said_of_a_notebook_that_was_not_recorded(tmp_path):
    path = written(tmp_path / "a.ipynb", "weight * 2")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].outputs = [new_output("execute_result", data={"text/plain": "6"}, execution_count=1)]
    nbformat.write(notebook, path)
    said = inside("verify", path.name, cwd=tmp_path).stdout
    assert "failed at [1]" in said
    assert "NameError" in said
    assert "weight is assigned in no cell" in said
    assert "recorded context" not in said
