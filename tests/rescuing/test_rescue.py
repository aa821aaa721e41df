"""Real rescues; the other notebooks of tests/notebooks/rescue are in benchmarks/rescue.py."""

import json
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import inside, tree, written
from installed_package import installed_package

from jupyter_repro.environments.built_environments import create
from jupyter_repro.environments.lock import find_lock
from jupyter_repro.environments.own_packages.repacked_wheels import repacked
from jupyter_repro.errors import NotebookFailed, ReproError
from jupyter_repro.rescuing.rescue import rescue
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path
from jupyter_repro.verifying.isolated_verification import verify_isolated
from jupyter_repro.verifying.notebook import Options

OLD = Path(__file__).parents[1] / "notebooks" / "rescue"


@pytest.fixture
def python(tmp_path):
    """Skips where a Python is not here."""

    def needed(version):
        try:
            create(tmp_path / "probe", version)
        except ReproError as error:
            pytest.skip(f"{error.what}: this rescue needs it")

    return needed


def alone(tmp_path, name):
    folder = tmp_path / "alone"
    folder.mkdir()
    return Path(shutil.copy(OLD / name, folder))


def test_a_notebook_of_2019_gives_its_stored_outputs_again_and_verifies_from_then_on(tmp_path, python):
    python("3.7.16")
    path = alone(tmp_path, "pandas_0_25.ipynb")
    before = path.read_bytes()
    lines = []
    found = rescue(path, tell=lines.append)
    assert found.verdict.status == "identical"
    assert any("pandas 0.25" in line and "10 of 10 cells agree" in line for line in lines)
    assert path.read_bytes() == before
    lock, snapshot = find_lock(path), decode_snapshot(snapshot_path(path).read_bytes(), path)
    assert lock.python.startswith("3.7.")
    assert lock.asof == "2019-10-04"
    assert snapshot.context.packages.imported["pandas"].startswith("0.25")
    assert verify_isolated(path, Options()).status == "identical"


def test_a_data_file_that_is_missing_ends_the_search_and_nothing_is_written(tmp_path):
    path = written(tmp_path / "a.ipynb", "print(1)", "print(open('sales.csv').read())")
    notebook = nbformat.read(path, 4)
    for cell, text in zip(notebook.cells, ("1\n", "price\n"), strict=True):
        cell.outputs = [nbformat.v4.new_output("stream", text=text)]
    nbformat.write(notebook, path)
    before, lines = tree(tmp_path), []
    with pytest.raises(NotebookFailed, match=r"a.ipynb reads sales.csv, which is not here") as error:
        rescue(path, "2024-06-01", tell=lines.append)
    assert "put it where the notebook looks for it" in error.value.remedy
    assert (tree(tmp_path), len(lines)) == (before, 1)


def test_packages_that_were_older_than_the_notebook_are_searched_for(tmp_path, python):
    python("3.8.18")
    path = alone(tmp_path, "pandas_1_0.ipynb")
    found = rescue(path)
    assert found.tries > 1
    assert found.verdict.status == "identical"


def test_files_and_modules_beside_the_notebook_are_recorded_with_it(tmp_path):
    path = written(tmp_path / "a.ipynb", "import mine\nprint(mine.x, open('data/a.csv').read())")
    (tmp_path / "mine.py").write_text("x = 1")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1,2")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", name="stdout", text="1 1,2\n")]
    notebook.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
    nbformat.write(notebook, path)
    found = rescue(path, asof="2023-03-01")
    assert found.verdict.status == "identical"
    context = decode_snapshot(snapshot_path(path).read_bytes(), path).context
    assert (list(context.data), list(context.modules)) == (["data/a.csv"], ["mine.py"])
    assert verify_isolated(path, Options()).status == "identical"


@pytest.mark.parametrize(
    ("change", "reported"),
    [
        (lambda document: document["metadata"].pop("papermill"), "nothing says when"),
        (lambda document: [cell.update(outputs=[]) for cell in document["cells"]], "stores no outputs"),
        (lambda document: document["metadata"]["language_info"].update(version="2.7.1"), "Python 2.7.1"),
        (lambda document: document["metadata"]["kernelspec"].update(language="R"), "its language is R"),
    ],
)
def test_what_cannot_be_rescued_is_reported_in_a_line_and_nothing_is_written(tmp_path, change, reported):
    path = alone(tmp_path, "numpy_1_19.ipynb")
    document = json.loads(path.read_text())
    for cell in document["cells"]:
        cell.setdefault("outputs", []) if cell["cell_type"] == "code" else None
    change(document)
    document["cells"] = [cell for cell in document["cells"] if cell["cell_type"] == "code"]
    path.write_text(json.dumps(document))
    before = tree(path.parent)
    done = inside("rescue", path)
    assert done.returncode == 2
    assert reported in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(path.parent) == before


def test_a_notebook_that_has_a_snapshot_keeps_it(tmp_path):
    path = alone(tmp_path, "numpy_1_19.ipynb")
    snapshot_path(path).write_text("{}")
    with pytest.raises(ReproError, match="has a snapshot already"):
        rescue(path)


def test_a_package_of_the_authors_comes_from_its_wheel_beside_the_notebook(tmp_path):
    wheel = repacked(installed_package(tmp_path / "site", "tinylib"), tmp_path / "nb" / "wheels")
    path = written(tmp_path / "nb" / "a.ipynb", "import tinylib\ntinylib.VERSION")
    document = nbformat.read(path, as_version=4)
    version = ".".join(map(str, sys.version_info[:3]))
    document.metadata.language_info = {"name": "python", "version": version}
    document.cells[0].outputs = [
        nbformat.v4.new_output("execute_result", {"text/plain": "'1.0'"}, execution_count=1)
    ]
    nbformat.write(document, path)
    lines = []
    found = rescue(path, asof="2026-10-01", tell=lines.append)
    assert found.verdict.status == "identical", lines
    assert [each.file for each in find_lock(path).wheels] == [wheel.name]
    wheel.unlink()
    assert verify_isolated(path, Options()).status == "identical"
