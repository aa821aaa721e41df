"""The forms of an exported environment."""

from __future__ import annotations

import json
import subprocess

import yaml
from packaging.requirements import Requirement

from jupyter_repro.environments.export import agreed
from jupyter_repro.environments.exported_forms import (
    Exported,
    binder_files,
    conda_text,
    dockerfile_text,
    requirements_text,
)
from jupyter_repro.environments.locked_packages import LockedPackage

NUMPY = LockedPackage("numpy", "2.4.6", hashes=("sha256:aa", "sha256:bb"))
COLORAMA = LockedPackage("colorama", "0.4.6", marker="sys_platform == 'win32'", hashes=("sha256:cc",))
GIT = LockedPackage("six", address="git+https://example.org/six@0123")
EXPORTED = Exported("3.11.7", (COLORAMA, NUMPY), {"TZ": "Etc/UTC", "PYTHONHASHSEED": "42"})


def test_requirements_have_versions_markers_and_hashes():
    assert requirements_text(EXPORTED) == (
        "# python 3.11.7\n"
        "colorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:cc\n"
        "numpy==2.4.6 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
    )


def test_requirements_with_a_repository_have_no_hashes_since_pip_takes_none_then():
    text = requirements_text(Exported("3.11.7", (NUMPY, GIT), {}))
    assert text == "# python 3.11.7\nnumpy==2.4.6\nsix @ git+https://example.org/six@0123\n"


def test_condas_environment_has_python_and_a_section_for_pip():
    document = yaml.safe_load(conda_text(EXPORTED, "a: b"))
    assert document["name"] == "a: b"
    *of_conda, of_pip = document["dependencies"]
    assert of_conda == ["python=3.11.7", "pip"]
    assert [Requirement(each).name for each in of_pip["pip"]] == ["colorama", "numpy"]


def test_a_dockerfile_has_its_python_its_variables_and_its_notebooks():
    lines = dockerfile_text(EXPORTED, "pins.txt", ['a "b".ipynb'], "jupyter-repro").splitlines()
    assert lines[0] == "FROM python:3.11.7-slim"
    assert lines[1:3] == ['ENV PYTHONHASHSEED="42" \\', '    TZ="Etc/UTC"']
    assert lines[-1].startswith("CMD ")
    assert json.loads(lines[-1][4:]) == ["jupyter", "repro", "verify", 'a "b".ipynb']


def test_binders_scripts_are_sh_and_its_python_is_a_minor_version():
    files = binder_files(EXPORTED, "some thing")
    assert files["runtime.txt"] == "python-3.11\n"
    for name in ("postBuild", "start"):
        subprocess.run(["sh", "-n"], input=files[name], text=True, check=True)
    assert "pip install --no-cache-dir 'some thing'" in files["postBuild"]


def test_start_gives_what_it_starts_the_recorded_variables():
    start = binder_files(EXPORTED, "x")["start"]
    done = subprocess.run(
        ["sh", "-c", start, "start", "printenv", "PYTHONHASHSEED"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "42\n"


def test_only_variables_that_all_notebooks_agree_on_are_exported():
    one = {"TZ": "Etc/UTC", "PYTHONHASHSEED": "1", "locale in force": "C.UTF-8"}
    assert agreed([one, {**one, "PYTHONHASHSEED": "2"}]) == {"TZ": "Etc/UTC"}
