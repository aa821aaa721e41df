"""`jupyter repro check`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import nbformat
import pytest
from conftest import edit, inside, written

from jupyter_repro.environments.imported_names import distributions, imported_modules
from jupyter_repro.handing_over.check import is_stale, problems
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.records.snapshot import CellRecord, Context, Origin, Packages, Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path

ROOT = Path(__file__).parents[2]
SOURCE = "%matplotlib inline\nimport numpy.linalg\nfrom sklearn import tree\nimport local"
IMPORTED = {"numpy": "2.4.6", "scikit-learn": "1.9.1", "scipy": "1.17.1", "six": "1.17"}


@pytest.fixture
def project(tmp_path):
    """A recorded notebook, and what its Binder has."""
    (tmp_path / "binder").mkdir()
    (tmp_path / "binder/requirements.txt").write_text("numpy==2.4.6\nscikit-learn>=1.9\n")
    (tmp_path / "binder/runtime.txt").write_text("python-3.11\n")
    (tmp_path / "local.py").write_text("x = 1\n")
    recorded(written(tmp_path / "a.ipynb", SOURCE))
    return tmp_path


def recorded(path, **packages):
    cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    context = Context(
        python={"version": "3.11.7"},
        packages=Packages(**{"imported": IMPORTED, **packages}),
        modules={"local.py": ""},
    )
    records = tuple(CellRecord(cell.id, source_digest(cell.source)) for cell in cells)
    snapshot = Snapshot(path.name, "", "python3", "python", records, context)
    snapshot_path(path).write_bytes(encode_snapshot(snapshot))


def reported(project):
    return [problem.what.replace(f"{project}/", "") for problem in problems(str(project / "a.ipynb"))]


def test_packages_that_others_need_in_turn_and_local_modules_need_not_be_listed(project):
    assert reported(project) == []


def test_a_package_that_is_imported_and_not_listed_is_reported(project):
    (project / "binder/requirements.txt").write_text("numpy\n")
    assert reported(project) == ["it imports scikit-learn, which binder/requirements.txt does not list"]


def test_what_a_local_module_imports_is_to_be_listed_too(project):
    (project / "local.py").write_text("import six\n")
    assert reported(project) == ["it imports six, which binder/requirements.txt does not list"]


def test_a_package_of_a_local_folder_is_not_asked_for(project):
    (project / "binder/requirements.txt").write_text("numpy\n")
    recorded(project / "a.ipynb", origins={"scikit-learn": Origin(address="../sk", editable=True)})
    assert reported(project) == []


def test_a_version_that_is_not_admitted_is_reported_also_of_what_is_not_imported_by_name(project):
    (project / "binder/requirements.txt").write_text("numpy<2\nscikit-learn\nscipy==1.0\n")
    assert reported(project) == [
        "recorded with numpy 2.4.6, but binder/requirements.txt lists numpy<2",
        "recorded with scipy 1.17.1, but binder/requirements.txt lists scipy==1.0",
    ]


def test_another_minor_version_of_python_is_reported(project):
    (project / "binder/runtime.txt").write_text("python-3.12\n")
    assert reported(project) == ["recorded on Python 3.11, but binder/runtime.txt says 3.12"]


def test_a_notebook_that_was_edited_is_reported_as_stale(project):
    edit(project / "a.ipynb", 0, f"{SOURCE}\n1")
    assert reported(project) == ["stale: edited after it was recorded"]


def test_a_notebook_is_stale_where_verify_says_so(tmp_path):
    path = written(tmp_path / "a.ipynb", "import os", "import sys")
    recorded(path)
    snapshot = msgspec.json.decode(snapshot_path(path).read_bytes(), type=Snapshot)
    written(path, "import os", "import sys", "")
    assert not is_stale(path, snapshot)
    written(path, "import os", "import sys", "import os")
    assert is_stale(path, snapshot)
    written(path, "import sys", "import os")
    assert is_stale(path, snapshot)


def test_a_cell_that_was_taken_away_makes_it_stale(project):
    path = snapshot_path(project / "a.ipynb")
    snapshot = msgspec.json.decode(path.read_bytes(), type=Snapshot)
    more = msgspec.structs.replace(snapshot, cells=(*snapshot.cells, CellRecord("gone", "blake3:x")))
    path.write_bytes(encode_snapshot(more))
    assert reported(project) == ["stale: edited after it was recorded"]


def test_imports_are_read_beside_magics_and_from_functions(tmp_path):
    source = "!ls\n%time import a.b\ndef f():\n    from c.d import e\n"
    path = written(
        tmp_path / "a.ipynb", source, "%%bash\nimport nothing", "from . import sibling", "syntax error("
    )
    assert imported_modules(nbformat.read(path, 4)) == {"c"}


def test_modules_are_reported_by_the_distribution_that_was_recorded():
    modules = {"cv2", "PIL", "numpy", "my_package", "os"}
    recorded_there = {"opencv-python-headless": "4", "pillow": "12", "numpy": "2", "my-package": "1"}
    assert distributions(modules, recorded_there) == recorded_there.keys()


def test_the_command_tells_a_line_for_each_problem_and_exits_with_1(project):
    (project / "binder/requirements.txt").write_text("numpy\n")
    done = inside("check", cwd=project)
    assert done.returncode == 1
    first, last = done.stdout.splitlines()
    assert first.startswith("✗ a.ipynb: it imports scikit-learn")
    assert first.endswith("add: scikit-learn==1.9.1")
    assert last == "1 notebook checked, 1 problem"


def test_a_project_that_lists_nothing_is_reported(project):
    (project / "binder/requirements.txt").unlink()
    (project / ".git").mkdir()
    done = inside("check", cwd=project)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "no packages are listed for a.ipynb.",
        "  write them with: jupyter repro export a.ipynb --binder binder",
    ]


def test_this_projects_own_binder_fits_its_examples():
    done = inside("check", "examples", cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "5 notebooks checked, 0 problems\n")


def test_a_problem_of_several_notebooks_is_one_line(project):
    (project / "binder/requirements.txt").write_text("numpy\n")
    recorded(written(project / "b.ipynb", SOURCE))
    done = inside("check", cwd=project)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "✗ a.ipynb, b.ipynb: it imports scikit-learn, which binder/requirements.txt does not list "
        "→ add: scikit-learn==1.9.1",
        "2 notebooks checked, 1 problem",
    ]
    (problem,) = json.loads(inside("check", "--json", cwd=project).stdout)["problems"]
    assert problem["notebooks"] == ["a.ipynb", "b.ipynb"]


def test_all_notebooks_without_a_list_are_named_at_once(project):
    recorded(written(project / "b.ipynb", SOURCE))
    shutil.rmtree(project / "binder")
    done = inside("check", cwd=project)
    assert done.stderr.startswith("no packages are listed for a.ipynb, b.ipynb."), done
