"""`jupyter repro snapshot --output`: the notebook is executed as it was recorded, and stays as it is."""

from __future__ import annotations

import json

from conftest import inside, texts, tree, written

PARAMETERS = "n = 1"


def tagged(path):
    """The notebook with its first cell marked as that of the parameters."""
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["metadata"]["tags"] = ["parameters"]
    path.write_text(json.dumps(notebook))
    return path


def test_a_copy_is_executed_as_the_notebook_was_recorded_and_the_notebook_stays(tmp_path):
    path = tagged(
        written(
            tmp_path / "a.ipynb", PARAMETERS, "import random, time\nprint(n, random.random(), time.tzname[0])"
        )
    )
    assert inside("snapshot", path, "--seed", "7", "-p", "n", "3", TZ="Asia/Tokyo").returncode == 0
    before = tree(tmp_path)
    done = inside("snapshot", path, "--output", tmp_path / "runs" / "b.ipynb", TZ="Europe/Oslo")
    assert done.returncode == 0, done.stderr
    assert {name: content for name, content in tree(tmp_path).items() if "runs" not in name} == before
    assert texts(tmp_path / "runs" / "b.ipynb") == texts(path)
    assert "3 " in texts(path)[1]
    assert "JST" in texts(path)[1]
    assert inside("verify", tmp_path / "runs" / "b.ipynb").returncode == 0


def test_a_copy_runs_in_the_folder_of_its_notebook(sales, tmp_path):
    done = inside("snapshot", sales, "--output", tmp_path / "runs" / "b.ipynb")
    assert done.returncode == 0, done.stderr
    assert "3.5" in "".join(texts(tmp_path / "runs" / "b.ipynb"))
    assert not sales.with_suffix(".repro.json").exists()


def test_a_copy_is_not_written_over_a_notebook_that_was_not_recorded(sales, tmp_path):
    other = written(tmp_path / "other.ipynb", "1 + 1")
    before = tree(tmp_path)
    done = inside("snapshot", sales, "--output", other)
    assert done.returncode == 2
    assert "other.ipynb is there already, and has no snapshot" in done.stderr
    assert tree(tmp_path) == before


def test_a_copy_is_not_written_over_its_own_notebook(recorded):
    before = tree(recorded.parent)
    done = inside("snapshot", recorded, "--output", recorded)
    assert done.returncode == 2
    assert "is the notebook itself" in done.stderr
    assert tree(recorded.parent) == before


def test_a_copy_that_fails_leaves_the_one_that_was_there(sales, tmp_path):
    copy = tmp_path / "b.ipynb"
    assert inside("snapshot", sales, "--output", copy).returncode == 0
    before = copy.read_bytes()
    (tmp_path / "sales.csv").unlink()
    assert inside("snapshot", sales, "--output", copy).returncode == 3
    assert copy.read_bytes() == before
