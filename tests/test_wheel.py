"""The wheel: it holds the front end, built, and needs no Node.js where it is installed."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from build_hook import npm_version

ROOT = Path(__file__).parents[1]
EXTENSION = "share/jupyter/labextensions/jupyter-repro/"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    arguments = ("--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    subprocess.run([sys.executable, "-m", "pip", "wheel", *arguments], check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        yield archive


@pytest.fixture(scope="module")
def shared(wheel):
    """Folder in the wheel of what is installed beside the package."""
    _, version, *_ = Path(wheel.filename).name.split("-")
    return f"jupyter_repro-{version}.data/data/"


def test_the_front_end_is_where_jupyterlab_looks_for_it(wheel, shared):
    extension = f"{shared}{EXTENSION}"
    package = json.loads(wheel.read(f"{extension}package.json"))
    assert package["jupyterlab"]["_build"]["load"].removeprefix("static/") in {
        Path(name).name for name in wheel.namelist() if name.startswith(f"{extension}static/")
    }
    assert json.loads(wheel.read(f"{extension}install.json"))["packageName"] == "jupyter-repro"
    assert f"{extension}schemas/jupyter-repro/plugin.json" in wheel.namelist()


def test_the_front_end_has_the_version_of_the_wheel(wheel, shared):
    _, version, *_ = Path(wheel.filename).name.split("-")
    package = json.loads(wheel.read(f"{shared}{EXTENSION}package.json"))
    assert package["version"] == npm_version(version)


def test_the_pages_that_messages_name_are_in_the_wheel(wheel):
    for page in (ROOT / "docs").glob("*.md"):
        assert wheel.read(f"jupyter_repro/pages/{page.name}") == page.read_bytes()


@pytest.mark.parametrize(
    ("version", "npm"),
    [
        ("0.2.0", "0.2.0"),
        ("0.2.0rc1", "0.2.0-rc.1"),
        ("0.1.dev760", "0.1.0-dev.760"),
        ("1.2.3.dev4+g0123", "1.2.3-dev.4"),
        ("0.2.0.post1", "0.2.0-post.1"),
    ],
)
def test_a_version_is_written_as_npm_does(version, npm):
    assert npm_version(version) == npm


def test_the_server_extension_is_enabled_by_it(wheel, shared):
    name = f"{shared}etc/jupyter/jupyter_server_config.d/jupyter_repro.json"
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
