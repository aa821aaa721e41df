import nbformat
import pytest
from conftest import notebook_of, tree
from nbformat.v4 import new_output

from jupyter_repro.errors import ReproError
from jupyter_repro.experiments.orders.reordered import SKIPPED, reordered, run_once_each, write_reordered

SOURCES = ("# Title", "n = 1", "# About n", "n", "n = 2", "# The end")


def sources(notebook):
    return [cell.source for cell in notebook.cells]


def test_text_goes_with_the_code_below_it_and_the_title_stays_on_top():
    made = reordered(notebook_of(*SOURCES), (4, 3, 1))
    assert sources(made) == ["# Title", "n = 2", "# About n", "n", "n = 1", "# The end"]


def test_a_cell_that_ran_twice_is_there_twice_under_two_ids():
    made = reordered(notebook_of("n = 1", "n += 1"), (0, 1, 1))
    assert sources(made) == ["n = 1", "n += 1", "n += 1"]
    assert len({cell.id for cell in made.cells}) == 3
    assert made.cells[2].id == "cell-1"
    nbformat.validate(made)


def test_the_last_run_keeps_the_stored_outputs_and_earlier_ones_get_theirs():
    notebook = notebook_of("print('b')")
    notebook.cells[0].outputs = [new_output("stream", text="b\n")]
    made = reordered(notebook, (0, 0), {0: [new_output("stream", text="a\n")]})
    assert [cell.outputs[0].text for cell in made.cells] == ["a\n", "b\n"]


def test_counts_go_from_one_also_those_of_results():
    notebook = notebook_of("1", "2")
    for cell, count in zip(notebook.cells, (7, 5), strict=True):
        cell.execution_count = count
        cell.outputs = [new_output("execute_result", {"text/plain": cell.source}, execution_count=count)]
    made = reordered(notebook, (1, 0))
    assert [(cell.source, cell.execution_count) for cell in made.cells] == [("2", 1), ("1", 2)]
    assert [cell.outputs[0].execution_count for cell in made.cells] == [1, 2]


def test_code_that_did_not_run_comes_last_and_is_not_run():
    made = reordered(notebook_of("n = 1", "n = 100", "n"), (0, 2))
    assert sources(made) == ["n = 1", "n", "n = 100"]
    assert made.cells[-1].metadata.tags == [SKIPPED]


def test_other_metadata_is_kept_and_the_notebook_itself_is_as_it_was():
    notebook = notebook_of(*SOURCES)
    notebook.metadata["author"] = "Ada"
    notebook.cells[1].metadata["tags"] = ["parameters"]
    before = nbformat.writes(notebook)
    made = reordered(notebook, (4, 3, 1))
    assert made.metadata == notebook.metadata
    assert made.cells[4].metadata.tags == ["parameters"]
    assert nbformat.writes(notebook) == before


def test_only_the_runs_of_an_order_are_executed():
    made = run_once_each(notebook_of(*SOURCES), (1, 3, 3))
    assert sources(made) == ["n = 1", "n", "n"]
    assert made.cells[2].id == "cell-3"
    assert made.cells[1].id != "cell-3"


@pytest.fixture
def stored(tmp_path):
    path = tmp_path / "a.ipynb"
    nbformat.write(notebook_of(*SOURCES), path)
    return path


def test_the_notebook_in_another_order_is_written_beside_it(stored, tmp_path):
    before = stored.read_bytes()
    write_reordered(stored, (4, 3, 1), tmp_path / "b.ipynb")
    assert sources(nbformat.read(tmp_path / "b.ipynb", as_version=4))[1] == "n = 2"
    assert stored.read_bytes() == before


def test_a_file_that_is_there_is_not_written_over(stored, tmp_path):
    (tmp_path / "b.ipynb").write_text("mine")
    before = tree(tmp_path)
    with pytest.raises(ReproError, match="is there already"):
        write_reordered(stored, (4, 3, 1), tmp_path / "b.ipynb")
    assert tree(tmp_path) == before


def test_it_is_where_that_is_asked_for(stored, tmp_path):
    (tmp_path / "b.ipynb").write_text("mine")
    write_reordered(stored, (4, 3, 1), tmp_path / "b.ipynb", force=True)
    nbformat.read(tmp_path / "b.ipynb", as_version=4)


@pytest.mark.parametrize("force", [False, True])
def test_the_notebook_itself_is_never_written_to(stored, tmp_path, force):
    (tmp_path / "link.ipynb").symlink_to(stored)
    before = stored.read_bytes()
    for out in (stored, tmp_path / "link.ipynb"):
        with pytest.raises(ReproError, match="is the notebook itself"):
            write_reordered(stored, (4, 3, 1), out, force=force)
    assert stored.read_bytes() == before
