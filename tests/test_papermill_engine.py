"""`papermill in.ipynb out.ipynb --engine repro`, as a user runs it."""

from __future__ import annotations

import shutil
import subprocess
import sys

import nbformat
import pytest
from conftest import edit, written

import jupyter_repro


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A recorded notebook with a parameter and a data file."""
    folder = tmp_path_factory.mktemp("original")
    path = written(
        folder / "a.ipynb", "n = 1", "x = float(open('x.txt').read())", "print(n * x)", "n * x * 2"
    )
    (folder / "x.txt").write_text("1.5")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata.tags = ["parameters"]
    nbformat.write(notebook, path)
    jupyter_repro.snapshot(path, n=3)
    return path


@pytest.fixture
def recorded(original, tmp_path):
    """A copy of it in a folder of its own."""
    return shutil.copytree(original.parent, tmp_path / "there") / original.name


WITHOUT_STORES = (
    "-c",
    "import sys\n"
    "for name in ('papermill.s3', 'papermill.abs', 'papermill.adl', 'rfc3987_syntax'): sys.modules[name] = None\n"
    "from papermill.__main__ import papermill\npapermill()",
)
"""papermill, as if the clients of object stores, whose import takes longer than a run, were not installed."""


def papermill(path, *arguments, words=WITHOUT_STORES):
    out = path.parents[1] / "out.ipynb"
    done = subprocess.run(
        [sys.executable, *words, path, out, "--engine", "repro", *arguments],
        cwd=path.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    return done, nbformat.read(out, as_version=4) if out.exists() else None


def statuses(notebook):
    reported = [cell.metadata.get("jupyter_repro", {}) for cell in notebook.cells if cell.cell_type == "code"]
    return [cell.get("status") for cell in reported]


def test_what_was_recorded_is_run_again_with_its_parameters_from_any_folder(recorded):
    before = recorded.read_bytes()
    done, out = papermill(recorded, words=("-m", "papermill"))
    assert done.returncode == 0, done.stderr
    assert statuses(out) == ["identical", None, "identical", "identical", "identical"]
    assert out.metadata.jupyter_repro.status == "identical"
    assert recorded.read_bytes() == before


def test_a_divergence_fails_after_out_was_written_and_out_shows_the_cell_and_why(recorded):
    recorded.with_name("x.txt").write_text("2.5")
    done, out = papermill(recorded)
    assert done.returncode == 1
    assert "data (proven): x.txt changed" in done.stderr
    assert statuses(out) == ["identical", None, "identical", "diverged", "diverged"]
    diverged, _ = [
        cell for cell in out.cells if cell.metadata.get("jupyter_repro", {}).get("status") == "diverged"
    ]
    assert diverged.outputs[-1].output_type == "error"
    assert "4.5 became 7.5" in diverged.outputs[-1].evalue
    assert "4.5 became 7.5" in done.stderr


def test_parameters_given_to_papermill_stand_in_for_the_recorded_ones_and_are_named(recorded):
    done, out = papermill(recorded, "-p", "n", "4")
    assert done.returncode == 1
    assert "the parameter n is 4, it was 3" in done.stderr
    assert out.metadata.papermill.parameters == {"n": 4}


def test_a_cell_edited_since_fails_as_stale(recorded):
    edit(recorded, 3, "n * x * 3")
    done, out = papermill(recorded)
    assert done.returncode == 1
    assert statuses(out)[-1] == "stale"


def test_without_a_snapshot_papermill_fails_with_the_command_that_records_one(recorded):
    recorded.with_suffix(".repro.json").unlink()
    done, _ = papermill(recorded)
    assert done.returncode == 1
    assert "jupyter repro snapshot" in done.stderr


def test_the_folder_that_papermill_is_given_does_not_lead_astray(recorded):
    done, _ = papermill(recorded, "--cwd", "there")
    assert done.returncode == 0, done.stderr


def test_other_engines_are_left_alone(recorded):
    out = recorded.with_name("plain.ipynb")
    plain = [sys.executable, *WITHOUT_STORES, recorded, out, "--cwd", recorded.parent]
    assert subprocess.run(plain, capture_output=True, check=False).returncode == 0
