"""Locks of pixi and conda-lock as the lock of a project."""

from __future__ import annotations

import pytest
from locked_projects import recorded_with

from jupyter_repro.environments.built_environments import build
from jupyter_repro.environments.lock import find_lock
from jupyter_repro.environments.locked_packages import packages_of
from jupyter_repro.environments.other_locks.listed_packages import conda_platform
from jupyter_repro.environments.project_locking import lock_in_project
from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.records.snapshot import Packages

HERE, ELSEWHERE = conda_platform(), "zos-z"
WHEEL = "https://index.example/six-1.16.0-py2.py3-none-any.whl"
CONDA = "https://channel.example/{platform}/{name}.conda"
PIXI = f"""\
version: 6
environments:
  default:
    packages:
      PLATFORM:
      - conda: {CONDA.format(platform="noarch", name="python-3.11.7-h1_0_cpython")}
      - conda: {CONDA.format(platform="noarch", name="lib-blas-3.9.0-h1_0")}
      - pypi: {WHEEL}
packages:
- conda: {CONDA.format(platform="noarch", name="python-3.11.7-h1_0_cpython")}
  sha256: aa
- conda: {CONDA.format(platform="noarch", name="lib-blas-3.9.0-h1_0")}
  sha256: bb
- pypi: {WHEEL}
  name: six
  version: 1.16.0
  sha256: cc
"""
CONDA_LOCK = f"""\
version: 1
package:
- {{name: python, version: 3.11.7, manager: conda, platform: PLATFORM, dependencies: {{}}, url: x, hash: {{}}}}
- {{name: six, version: 1.16.0, manager: pip, platform: PLATFORM, url: '{WHEEL}', hash: {{sha256: cc}}}}
"""
FILES = {"pixi.lock": PIXI, "conda-lock.yml": CONDA_LOCK}
OF_CONDA = {
    "pixi.lock": (
        f"      - pypi: {WHEEL}",
        f"      - conda: {CONDA.format(platform='noarch', name='toolz-0.12.1-py_0')}\n      - pypi: {WHEEL}",
        f"packages:\n- conda: {CONDA.format(platform='noarch', name='toolz-0.12.1-py_0')}\n  depends: [python >=3.7]",
    ),
}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Answers a notebook that imported packages, with its snapshot, in a project that has one lock."""
    monkeypatch.setenv("JUPYTER_REPRO_LOCK", "project")
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\n")

    def recorded(**imported):
        notebook = tmp_path / "a.ipynb"
        return notebook, recorded_with(notebook, Packages(imported=imported))

    recorded.root = tmp_path
    return recorded


@pytest.mark.parametrize("file", FILES)
def test_it_is_the_projects_lock_and_what_differs_is_said(project, file):
    (project.root / file).write_text(FILES[file].replace("PLATFORM", HERE))
    notebook, snapshot = project(six="1.17.0", toolz="0.12.1")
    assert lock_in_project(notebook, snapshot) == (
        f"its packages are locked in {project.root / file}; six is 1.17.0 here and 1.16.0 in it; "
        "toolz is 0.12.1 here and not in it"
    )
    lock = find_lock(notebook)
    (six,) = packages_of(lock)
    assert (six.requirement, six.hashes) == ("six==1.16.0", ("sha256:cc",))
    assert (lock.python, lock.made_of, lock.by_conda) == ("3.11.7", project.root / file, ())
    assert not (project.root / "pylock.toml").exists()


@pytest.mark.parametrize("file", FILES)
def test_one_of_another_platform_is_one_clear_line(project, file):
    (project.root / file).write_text(FILES[file].replace("PLATFORM", ELSEWHERE))
    notebook, snapshot = project(six="1.16.0")
    what = f"{project.root / file} has the packages of {ELSEWHERE} alone, and this is {HERE}"
    assert lock_in_project(notebook, snapshot).startswith(
        f"its packages are locked nowhere: {what}; add it: "
    )
    with pytest.raises(ReproError, match="has the packages of"):
        find_lock(notebook)


def test_packages_for_python_that_conda_installs_are_named_before_anything_is_built(project, tmp_path):
    text = PIXI
    before, entry, listed = OF_CONDA["pixi.lock"]
    text = text.replace(before, entry, 1).replace("packages:\n- conda:", f"{listed}\n- conda:", 1)
    (project.root / "pixi.lock").write_text(text.replace("PLATFORM", HERE))
    notebook, snapshot = project(toolz="0.12.1")
    assert lock_in_project(notebook, snapshot) == f"its packages are locked in {project.root / 'pixi.lock'}"
    with pytest.raises(ReproError, match="cannot be built by uv: toolz comes from conda") as raised:
        build(tmp_path / "venv", find_lock(notebook))
    assert raised.value.remedy.startswith("build it with: pixi install --locked --manifest-path ")
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("text", ["{", "- a list", "version: 6\nenvironments: [1]", "package: 3"])
@pytest.mark.parametrize("file", FILES)
def test_a_damaged_one_is_one_clear_line(project, file, text):
    (project.root / file).write_text(text)
    notebook, _ = project()
    with pytest.raises(ReproError) as raised:
        find_lock(notebook)
    assert "\n" not in raised.value.what
    assert isinstance(raised.value, UnreadableInput) or "no platform" in raised.value.what
