"""`jupyter repro export`, and that what it writes can be built."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from conftest import inside, notebook_of, tree, written

from jupyter_repro.environments.built_environments import create
from jupyter_repro.environments.script_metadata import script_metadata
from jupyter_repro.environments.uv import find_uv
from jupyter_repro.notebooks.notebook_files import encode_notebook, read_notebook

ROOT = Path(__file__).parents[2]
SOURCE = "import dateutil.parser\ndateutil.parser.parse('2026-11-25').isoformat()"


@pytest.fixture(scope="module")
def locked(tmp_path_factory):
    """A notebook with snapshot and lock."""
    folder = tmp_path_factory.mktemp("locked")
    path = written(folder / "dates.ipynb", SOURCE, "import random\nrandom.random()")
    done = inside("snapshot", path, JUPYTER_REPRO_LOCK="requirements")
    assert "locked in" in done.stdout, done.stderr
    return folder


@pytest.fixture
def project(locked, tmp_path):
    shutil.copytree(locked, tmp_path / "project")
    return tmp_path / "project"


def export(project, *arguments, notebooks=("dates.ipynb",)):
    return inside("export", *notebooks, *arguments, cwd=project)


def instructions(dockerfile: Path):
    """Keyword and rest of each line of a Dockerfile."""
    text = dockerfile.read_text().replace("\\\n", " ")
    return [line.split(maxsplit=1) for line in text.splitlines() if line]


def test_what_the_dockerfile_says_builds_an_environment_in_which_the_notebook_verifies(project, tmp_path):
    done = export(project, "--dockerfile", "Dockerfile", "--install", str(ROOT))
    assert done.returncode == 0, done.stderr
    steps = instructions(project / "Dockerfile")
    assert [keyword for keyword, _ in steps] == [
        "FROM",
        "ENV",
        "WORKDIR",
        "COPY",
        "RUN",
        "COPY",
        "RUN",
        "CMD",
    ]
    python = create(tmp_path / "image", steps[0][1].removeprefix("python:").removesuffix("-slim"))
    variables = dict(each.split("=", 1) for each in shlex.split(steps[1][1]))
    environ = {
        **os.environ,
        **variables,
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        "UV_PYTHON": str(python),
    }
    source, place = json.loads(steps[3][1])
    shutil.copytree(project, tmp_path / "work")
    shutil.copy(project / source, tmp_path / "work" / place)
    for keyword, line in steps:
        if keyword == "RUN":  # uv in pip's place: its cache makes it quick
            quick = line.replace("python -m pip install --no-cache-dir", f"{find_uv()} pip install --quiet")
            subprocess.run(quick, shell=True, cwd=tmp_path / "work", env=environ, check=True)
    reported = subprocess.run(
        json.loads(steps[-1][1]),
        cwd=tmp_path / "work",
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert reported.returncode == 0, reported.stdout + reported.stderr
    assert "dates.ipynb identical" in reported.stdout


def test_exported_requirements_are_the_lock_without_addresses_and_the_same_each_time(project):
    places = (
        "--requirements",
        "r.txt",
        "--conda",
        "e.yml",
        "--binder",
        "binder",
        "--dockerfile",
        "Dockerfile",
    )
    assert export(project, *places).returncode == 0
    first = tree(project)
    assert export(project, *places).returncode == 0
    assert tree(project) == first
    assert first["r.txt"] == first["dates.requirements.txt"]
    assert b"://" not in first["r.txt"]
    assert yaml.safe_load(first["e.yml"])["name"] == "dates"
    assert all(os.access(project / "binder" / name, os.X_OK) for name in ("postBuild", "start"))


def test_an_exported_binder_folder_passes_the_check(project):
    export(project, "--binder", "binder")
    done = inside("check", cwd=project)
    assert (done.returncode, done.stdout) == (0, "1 notebook checked, 0 problems\n")


def test_a_conflict_between_two_notebooks_is_one_clear_line_and_nothing_is_written(project):
    for path in list(project.glob("dates.*")):
        shutil.copy(path, path.with_name(path.name.replace("dates", "older")))
    lock = project / "older.requirements.txt"
    lock.write_text(lock.read_text().replace("python-dateutil==", "python-dateutil==0.1."))
    done = export(project, "--requirements", "r.txt", notebooks=("dates.ipynb", "older.ipynb"))
    assert done.returncode == 2
    assert done.stderr.startswith("dates.ipynb needs python-dateutil ")
    assert " and older.ipynb needs python-dateutil 0.1." in done.stderr
    assert not (project / "r.txt").exists()


def test_script_metadata_is_printed(project):
    done = export(project, "--pep723")
    notebook = notebook_of("1")
    notebook.cells[0].source = done.stdout
    found = script_metadata(notebook)
    assert found.requires_python.startswith("==3.")
    assert any(each.startswith("python-dateutil==") for each in found.dependencies)


def test_script_metadata_is_written_with_outputs_untouched_and_the_notebook_still_verifies(project):
    before = read_notebook(project / "dates.ipynb")
    assert export(project, "--pep723", "--write").stdout == "dates.ipynb has its script metadata\n"
    after = read_notebook(project / "dates.ipynb")
    assert script_metadata(after) is not None
    assert after.cells[1:] == before.cells
    assert encode_notebook(after) == (project / "dates.ipynb").read_bytes()
    done = inside("verify", "dates.ipynb", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [(), ("--write", "--requirements", "r.txt")])
def test_wrong_usage_is_reported(project, arguments):
    done = export(project, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_notebook_without_a_snapshot_is_reported(tmp_path):
    path = written(tmp_path / "a.ipynb", "1")
    done = inside("export", path, "--requirements", tmp_path / "r.txt")
    assert done.returncode == 2
    assert "has no snapshot" in done.stderr


def test_a_notebook_outside_of_the_dockerfiles_folder_is_reported(project):
    (project / "docker").mkdir()
    done = export(project, "--dockerfile", "docker/Dockerfile")
    assert done.returncode == 2
    assert "does not lie below the Dockerfile's folder" in done.stderr
