"""This project's own binder/: the same environment is built from it, and the examples verify there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import texts, written

from jupyter_repro.environments.built_environments import create
from jupyter_repro.environments.uv import run_uv

ROOT = Path(__file__).parents[2]
BINDER = ROOT / "binder"


@pytest.fixture(scope="module")
def environ(tmp_path_factory):
    """The variables of a program that Binder starts: its environment first on the PATH."""
    folder = tmp_path_factory.mktemp("binder")
    version = (BINDER / "runtime.txt").read_text().strip().removeprefix("python-")
    python = create(folder / "environment", version)
    install = ("pip", "install", "--quiet", "--python", python)
    run_uv(*install, "--require-hashes", "--requirement", BINDER / "requirements.txt", what="binder")
    run_uv(*install, ROOT, what="this project")  # what postBuild does with pip
    found = {**os.environ, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
    for line in (BINDER / "postBuild").read_text().splitlines():
        if line.startswith("jupyter"):
            subprocess.run(line.split(), env=found, check=True, capture_output=True)
    return found


def in_binder(environ, *arguments, cwd):
    return subprocess.run(
        ["sh", BINDER / "start", *arguments],
        cwd=cwd,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_examples_verify_there(environ, tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    names = ("boosting", "classifier", "sales", "simulation")
    notebooks = [f"examples/{name}.ipynb" for name in names]
    done = in_binder(environ, "jupyter", "repro", "verify", "--format", "json", *notebooks, cwd=tmp_path)
    statuses = {each["path"]: each["status"] for each in json.loads(done.stdout)["notebooks"]}
    assert statuses == dict.fromkeys(notebooks, "identical"), done.stderr


def test_the_extension_loads_and_pins_in_the_kernel_that_is_installed_there(environ, tmp_path):
    draw = "import random\nprint(random.random())"
    path = written(
        tmp_path / "a.ipynb", "%load_ext jupyter_repro\n%repro pin 7", draw, kernel="python3-repro"
    )
    shown = []
    for _ in range(2):
        done = in_binder(environ, "jupyter", "execute", "--inplace", path.name, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        shown.append(texts(path)[1])
    assert shown[0] == shown[1] != ""


def test_no_committed_file_of_it_holds_a_download_address():
    for file in BINDER.iterdir():
        assert "://" not in file.read_text()


def test_its_scripts_can_be_started():
    assert all(os.access(BINDER / name, os.X_OK) for name in ("postBuild", "start"))


def test_every_requirement_has_an_exact_version_and_hashes():
    text = (BINDER / "requirements.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines
    assert all(re.match(r"[\w.-]+==\S+ .*--hash=sha256:", line) for line in lines)
