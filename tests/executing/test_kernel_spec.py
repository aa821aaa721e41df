"""The kernel spec: what is written, what is left alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import written
from jupyter_client.kernelspec import KernelSpecManager

import jupyter_repro
from jupyter_repro.errors import ReproError, Unwritable
from jupyter_repro.executing import kernel_spec


@pytest.fixture
def prefix(tmp_path, monkeypatch):
    """A prefix that Jupyter looks in."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share" / "jupyter"))
    return str(tmp_path)


def another(folder, name):
    place = folder / "share" / "jupyter" / "kernels" / name
    place.mkdir(parents=True)
    (place / "kernel.json").write_text('{"argv": ["R"], "display_name": "R", "language": "R"}')
    return place


def test_the_spec_starts_this_python_with_our_provisioner(prefix):
    folder = kernel_spec.install(prefix=prefix).folder
    spec = json.loads((folder / "kernel.json").read_text())
    assert spec["argv"] == [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    assert (spec["language"], spec["display_name"]) == ("python", "Python 3 (reproducible)")
    assert spec["metadata"]["debugger"] is True
    assert spec["metadata"]["kernel_provisioner"] == {"provisioner_name": "repro-provisioner"}
    assert (folder / "logo-64x64.png").exists()


def test_jupyter_finds_it_and_has_its_provisioner(prefix):
    kernel_spec.install(prefix=prefix)
    assert "python3-repro" in KernelSpecManager().get_all_specs()


def test_installing_twice_replaces(prefix):
    kernel_spec.install(prefix=prefix)
    folder = kernel_spec.install(display_name="Ours", prefix=prefix).folder
    assert json.loads((folder / "kernel.json").read_text())["display_name"] == "Ours"


def test_a_kernel_of_somebody_else_is_neither_overwritten_nor_removed(tmp_path, prefix):
    place = another(tmp_path, "mine")
    with pytest.raises(ReproError, match="--name NAME"):
        kernel_spec.install("mine", prefix=prefix)
    with pytest.raises(ReproError, match="is not ours"):
        kernel_spec.uninstall("mine")
    assert "R" in (place / "kernel.json").read_text()


def test_the_name_of_a_kernel_that_lies_elsewhere_is_not_taken(tmp_path, prefix):
    with pytest.raises(ReproError, match="another kernel 'python3'"):
        kernel_spec.install("python3", prefix=str(tmp_path / "other"))
    assert not (tmp_path / "other").exists()


def test_a_folder_with_something_else_in_it_is_not_replaced(tmp_path, prefix):
    place = tmp_path / "share" / "jupyter" / "kernels" / "python3-repro"
    place.mkdir(parents=True)
    (place / "notes.txt").write_text("mine")
    with pytest.raises(ReproError):
        kernel_spec.install(prefix=prefix)
    assert (place / "notes.txt").exists()


@pytest.mark.parametrize("name", ["../up", "a b", "", "x/y", "..", "."])
def test_what_is_no_name_is_reported(prefix, name):
    with pytest.raises(ReproError, match="cannot be the name"):
        kernel_spec.install(name, prefix=prefix)


def test_a_folder_that_cannot_be_written_has_a_remedy(tmp_path):
    (tmp_path / "share").write_text("a file where a folder should be")
    with pytest.raises(Unwritable) as raised:
        kernel_spec.install(prefix=str(tmp_path))
    assert "--user" in raised.value.remedy


def test_uninstalling_what_is_not_there_is_reported(prefix):
    with pytest.raises(ReproError, match="there is no kernel 'python3-repro'"):
        kernel_spec.uninstall()


def test_it_is_installed_into_the_environment_it_belongs_to_and_for_the_user_outside_of_one(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    assert kernel_spec.default_prefix() == str(tmp_path)
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    assert kernel_spec.default_prefix() is None
    (tmp_path / "conda-meta").mkdir()
    assert kernel_spec.default_prefix() == str(tmp_path)


def test_our_kernel_stands_for_python3_only_where_it_is_not_installed(prefix):
    assert kernel_spec.runnable("python3-repro") == "python3"
    assert kernel_spec.runnable("julia") == "julia"
    kernel_spec.install(prefix=prefix)
    assert kernel_spec.runnable("python3-repro") == "python3-repro"


def test_a_notebook_of_our_kernel_gives_the_same_where_the_kernel_is_not_installed(tmp_path, prefix):
    kernel_spec.install(prefix=prefix)
    source = "import os, random\n[os.environ['PYTHONHASHSEED'], random.random(), hash('a')]"
    path = written(tmp_path / "a.ipynb", source, kernel="python3-repro")
    assert jupyter_repro.snapshot(path).kernel == "python3-repro"
    kernel_spec.uninstall()
    assert jupyter_repro.verify(path).status == "identical"


def test_papermill_with_our_engine_runs_it_too(tmp_path, prefix):
    path = written(tmp_path / "a.ipynb", "1 + 1", kernel="python3-repro")
    jupyter_repro.snapshot(path)
    papermill = Path(sys.executable).with_name("papermill")
    arguments = [path, tmp_path / "out.ipynb", "--engine", "repro", "--no-progress-bar"]
    done = subprocess.run([papermill, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
