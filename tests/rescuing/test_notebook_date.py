import subprocess
from datetime import date

import nbformat
import pytest
from conftest import notebook_of, written
from nbformat.v4 import new_output

from jupyter_repro.environments.python_releases import newest_on, python_of
from jupyter_repro.errors import ReproError
from jupyter_repro.rescuing.notebook_date import date_of, parsed, stamped


def commit(folder, when):
    day = {"GIT_AUTHOR_DATE": f"{when}T12:00:00Z", "GIT_COMMITTER_DATE": f"{when}T12:00:00Z"}
    names = {f"GIT_{who}_{what}": "x@y.z" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run(
            ["git", *arguments], cwd=folder, env={"PATH": "/usr/bin:/bin", **day, **names}, check=True
        )


def shows(path, text):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].outputs = [new_output("stream", name="stdout", text=text)]
    nbformat.write(notebook, path)
    return notebook


def test_the_commit_that_brought_the_outputs_dates_them(tmp_path):
    path = written(tmp_path / "a.ipynb", "print(1)")
    commit(tmp_path, "2018-01-01")
    shows(path, "1")
    commit(tmp_path, "2018-05-01")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("a word"))
    nbformat.write(notebook, path)
    commit(tmp_path, "2020-01-01")
    assert date_of(path, notebook).day == date(2018, 5, 1)


def test_outputs_that_are_not_committed_have_no_date(tmp_path):
    path = written(tmp_path / "a.ipynb", "print(1)")
    commit(tmp_path, "2018-01-01")
    with pytest.raises(ReproError, match="nothing says when"):
        date_of(path, shows(path, "1"))


def test_what_was_run_before_it_was_committed_is_of_the_day_that_it_was_run(tmp_path):
    path = written(tmp_path / "a.ipynb", "print(1)")
    notebook = shows(path, "1")
    notebook.metadata["papermill"] = {"end_time": "2017-03-04T00:00:00"}
    nbformat.write(notebook, path)
    commit(tmp_path, "2018-01-01")
    assert date_of(path, notebook).day == date(2017, 3, 4)
    assert date_of(path, notebook, "2016-02-03").day == date(2016, 2, 3)


@pytest.mark.parametrize(
    ("metadata", "day"),
    [
        ({"executionInfo": {"timestamp": 1573000000000}}, date(2019, 11, 6)),
        ({"execution": {"iopub.execute_input": "2021-02-03T04:05:06Z"}}, date(2021, 2, 3)),
        ({"ExecuteTime": {"end_time": "2018-07-01T10:00:00Z"}}, date(2018, 7, 1)),
        ({"papermill": {"end_time": None}}, None),
        ({"execution": ["odd"]}, None),
        ({"executionInfo": {"timestamp": 1e30}}, None),
        ({"executionInfo": {"timestamp": 0}}, None),
    ],
)
def test_a_cells_stamp_dates_it(metadata, day):
    notebook = notebook_of("1")
    notebook.cells[0].metadata.update(metadata)
    assert [found.day for found in stamped(notebook)] == ([day] if day else [])


def test_what_is_no_date_is_reported():
    with pytest.raises(ReproError, match="'soon' is no date"):
        parsed("soon")


def test_python_is_the_one_of_the_metadata_else_the_newest_of_the_day():
    notebook = notebook_of("1")
    notebook.metadata["language_info"] = {"name": "python", "version": "3.6.9"}
    assert python_of(notebook, date(2024, 1, 1)) == "3.6.9"
    assert python_of(notebook_of("1"), date(2019, 10, 20)) == "3.8"
    assert newest_on(date(2010, 1, 1)) == "3.5"


@pytest.mark.parametrize("reported", [{"version": "2.7.12"}, {"name": "R", "version": "3.6.1"}])
def test_what_has_no_environment_to_build_is_reported(reported):
    notebook = notebook_of("1")
    notebook.metadata["language_info"] = reported
    with pytest.raises(ReproError):
        python_of(notebook, date(2019, 1, 1))
