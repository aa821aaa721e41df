"""Commands that take several notebooks, folders and globs; and how much they say."""

from __future__ import annotations

import json
import shutil

import pytest
from conftest import inside, written

from jupyter_repro.snapshots.snapshot_file import snapshot_path


@pytest.fixture
def folder(recorded):
    """Two recorded notebooks, and one that never was."""
    for name in ("a.ipynb", "b.ipynb"):
        shutil.copy(recorded, recorded.with_name(name))
        shutil.copy(snapshot_path(recorded), snapshot_path(recorded.with_name(name)))
    recorded.unlink()
    snapshot_path(recorded).unlink()
    written(recorded.with_name("c.ipynb"), "1")
    return recorded.parent


def test_of_a_folder_those_with_a_snapshot_are_shown_as_one_json_document(folder):
    shown = json.loads(inside("show", ".", "--json", cwd=folder).stdout)
    assert [each["notebook"] for each in shown] == ["sales.ipynb", "sales.ipynb"]
    assert json.loads(inside("show", "a.ipynb", "--json", cwd=folder).stdout)["notebook"] == "sales.ipynb"


def test_a_notebook_that_is_named_and_has_no_snapshot_is_an_error(folder):
    done = inside("show", "a.ipynb", "c.ipynb", cwd=folder)
    assert (done.returncode, "c.ipynb" in done.stderr) == (2, True)


def test_where_no_notebook_of_a_folder_was_recorded_it_says_how_to(tmp_path):
    written(tmp_path / "new" / "c.ipynb", "1")
    done = inside("export", "new", "--pep723", cwd=tmp_path)
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "no notebook in new has a snapshot.")


def test_a_log_of_several_says_whose_each_table_is(folder):
    lines = inside("log", "*.ipynb", cwd=folder).stdout.splitlines()
    assert [line for line in lines if line.endswith(".ipynb")] == ["a.ipynb", "b.ipynb"]


def test_data_of_all_notebooks_of_a_folder_comes_back(folder):
    (folder / "sales.csv").write_text("price\n9\n")
    done = inside("restore", ".", "--data", "--force", cwd=folder)
    assert done.stdout.count("sales.csv") >= 2
    assert (folder / "sales.csv").read_text() == "price\n1.5\n2.0\n"


def test_what_goes_wrong_with_one_does_not_keep_the_others_back(folder):
    (folder / "a.repro.json").write_text("{")
    done = inside("restore", "a.ipynb", "b.ipynb", "--data", cwd=folder)
    assert done.returncode == 2
    assert "a.repro.json cannot be read" in done.stderr
    assert "sales.csv" in done.stdout


def test_where_the_inputs_of_notebooks_are_is_answered_as_json(folder):
    answer = json.loads(inside("data", "status", ".", "--json", cwd=folder).stdout)
    assert [each["notebook"] for each in answer["notebooks"]] == ["a.ipynb", "b.ipynb"]
    assert answer["notebooks"][0]["inputs"][0]["name"] == "sales.csv"


def test_into_is_of_one_notebook(folder):
    done = inside("restore", ".", "--code", "--into", "new", cwd=folder)
    assert (done.returncode, "--into is the folder of one notebook" in done.stderr) == (2, True)


def test_a_quiet_verification_says_nothing_of_what_is_well(folder):
    (folder / "b.repro.json").write_text("{")
    done = inside("verify", "a.ipynb", "-q", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = inside("verify", "a.ipynb", "b.ipynb", "-q", cwd=folder)
    assert done.returncode == 2
    assert "b.repro.json cannot be read" in done.stdout
    assert "a.ipynb" not in done.stdout


def test_json_is_one_option_and_another_format_beside_it_is_wrong_usage(folder):
    assert inside("show", "a.ipynb", "--json", "--format", "text", cwd=folder).returncode == 2
    assert json.loads(inside("diff", "a.ipynb", "--json", cwd=folder).stdout)["cells"] == []
    assert json.loads(inside("lineage", "a.ipynb", "--json", cwd=folder).stdout)["address"] == "a.ipynb"
