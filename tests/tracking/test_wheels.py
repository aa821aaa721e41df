from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest

from jupyter_repro.digest import digest_bytes
from jupyter_repro.errors import ReproError
from jupyter_repro.tracking.wheels import built_wheel

BACKEND = """
import os, zipfile
NAME = "study_tools-1.2-py3-none-any.whl"

def build_wheel(folder, config_settings=None, metadata_directory=None):
    for left in ("build", "study_tools.egg-info", "src/study_tools.egg-info"):
        os.makedirs(left, exist_ok=True)
    if os.path.exists("broken"):
        raise SystemExit("it is broken")
    with zipfile.ZipFile(os.path.join(folder, NAME), "w") as wheel:
        wheel.writestr("study_tools.py", open("study_tools.py").read())
        about = "Metadata-Version: 2.1", "Name: study-tools", "Version: 1.2"
        wheel.writestr("study_tools-1.2.dist-info/METADATA", "\\n".join(about))
        tags = "Wheel-Version: 1.0", "Root-Is-Purelib: true", "Tag: py3-none-any"
        wheel.writestr("study_tools-1.2.dist-info/WHEEL", "\\n".join(tags))
        wheel.writestr("study_tools-1.2.dist-info/RECORD", "")
    return NAME
"""
PYPROJECT = """
[project]
name = "study-tools"
version = "1.2"
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""


@pytest.fixture
def project(tmp_path):
    """A package with a notebook in a folder of its own, whose pyproject.toml only has settings of a tool."""
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / "backend.py").write_text(BACKEND)
    (tmp_path / "study_tools.py").write_text("x = 1\n")
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    (notebooks / "pyproject.toml").write_text("[tool.jupyter-repro]\nseed = 1\n")
    return tmp_path


def test_the_project_is_built_as_a_wheel_with_its_name_version_and_digest(project):
    wheel, content = built_wheel(project / "notebooks/a.ipynb")
    assert (wheel.file, wheel.name, wheel.version) == (
        "wheel/study_tools-1.2-py3-none-any.whl",
        "study-tools",
        "1.2",
    )
    assert wheel.digest == digest_bytes(content)
    assert zipfile.ZipFile(BytesIO(content)).read("study_tools.py") == b"x = 1\n"
    assert not list(project.rglob("*.whl"))


def test_what_a_build_leaves_in_the_project_is_removed_and_what_was_there_before_stays(project):
    (project / "src").mkdir()
    (project / "build").mkdir()
    for broken in (False, True):
        before = {path for path in project.rglob("*") if "__pycache__" not in path.parts}
        if broken:
            (project / "broken").touch()
            before.add(project / "broken")
        with suppress(ReproError):
            built_wheel(project / "notebooks/a.ipynb")
        assert {path for path in project.rglob("*") if "__pycache__" not in path.parts} == before


def test_one_that_does_not_build_is_reported(project):
    (project / "broken").touch()
    with pytest.raises(ReproError, match=f"the package of {project.name} does not build"):
        built_wheel(project / "notebooks/a.ipynb")


def test_without_a_package_there_is_none(tmp_path):
    with pytest.raises(ReproError, match="no package is built from"):
        built_wheel(tmp_path / "a.ipynb")


def test_a_pyproject_without_a_package_is_reported_what_it_lacks(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\n")
    with pytest.raises(ReproError) as raised:
        built_wheel(tmp_path / "a.ipynb")
    assert raised.value.remedy.startswith("add [project] and [build-system] to")
