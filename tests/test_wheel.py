"""The wheel: it holds the front end, built, and needs no Node.js where it is installed."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = "jupyter_repro-0.1.0.data/data/"
EXTENSION = f"{SHARED}share/jupyter/labextensions/jupyter-repro/"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    arguments = ("--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    subprocess.run([sys.executable, "-m", "pip", "wheel", *arguments], check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        yield archive


def test_the_front_end_is_where_jupyterlab_looks_for_it(wheel):
    package = json.loads(wheel.read(f"{EXTENSION}package.json"))
    assert package["jupyterlab"]["_build"]["load"].removeprefix("static/") in {
        Path(name).name for name in wheel.namelist() if name.startswith(f"{EXTENSION}static/")
    }
    assert json.loads(wheel.read(f"{EXTENSION}install.json"))["packageName"] == "jupyter-repro"
    assert f"{EXTENSION}schemas/jupyter-repro/plugin.json" in wheel.namelist()


def test_the_server_extension_is_enabled_by_it(wheel):
    name = f"{SHARED}etc/jupyter/jupyter_server_config.d/jupyter_repro.json"
    assert json.loads(wheel.read(name))["ServerApp"]["jpserver_extensions"] == {"jupyter_repro": True}


def test_the_package_itself_holds_no_second_copy_and_no_source_of_it(wheel):
    assert not [name for name in wheel.namelist() if name.startswith("jupyter_repro/labextension")]
    assert not [name for name in wheel.namelist() if name.endswith((".ts", ".tsx", ".map"))]


def test_jupyterlab_finds_it_here():
    listed = subprocess.run(
        [Path(sys.executable).with_name("jupyter"), "labextension", "list"],
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(line for line in listed.stderr.splitlines() if "jupyter-repro" in line)
    assert "enabled" in line
    assert "OK" in line
