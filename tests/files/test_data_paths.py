from __future__ import annotations

import os
import subprocess
import sys
import timeit
from pathlib import Path

import pytest

from jupyter_repro.files.data_paths import is_data

HOME = str(Path.home())
PROJECT = "/projects/project"


@pytest.mark.parametrize(
    "path",
    [
        f"{PROJECT}/sales.csv", f"{PROJECT}/config.yaml", f"{PROJECT}/.env", f"{PROJECT}/.github/x.csv",
        "/projects/shared/sales.csv", "/srv/sales.csv", "/tmp/sales.csv", "/userdata/x", "/libdata/x",
        f"{HOME}/scikit_learn_data/iris.csv", f"{HOME}/.cachet/x",
    ],
)  # fmt: skip
def test_files_of_projects_and_of_shared_places_are_data(path):
    assert is_data(path, PROJECT)


@pytest.mark.parametrize(
    "path",
    [
        f"{sys.prefix}/share/x", f"{sys.base_prefix}/lib/x", os.__file__, "/usr/share/zoneinfo/UTC",
        "/etc/hosts", "/proc/self/stat", "/dev/null", "/lib64/x.so", f"{HOME}/.cache/x", f"{HOME}/.config/x/y",
        f"{HOME}/.ipython/profile_default/history.sqlite", "/opt/env/lib/python3.12/site-packages/x/data.csv",
        "/opt/dist-packages/x.csv", "/tmp/ipykernel_4711/123.py", f"{PROJECT}/.git/HEAD", f"{PROJECT}/.git",
        f"{PROJECT}/__pycache__/x.bin", f"{PROJECT}/.ipynb_checkpoints/x.csv", f"{PROJECT}/x.pyc",
        f"{PROJECT}/.venv/lib/python3.11/site-packages/x/data.csv",
    ],
)  # fmt: skip
def test_files_of_python_the_system_and_of_tools_are_not_data(path):
    assert not is_data(path, PROJECT)


def test_a_project_within_a_place_of_the_system_has_data_of_its_own():
    folder = f"{sys.prefix}/projects/project"
    assert is_data(f"{folder}/sales.csv", folder)
    assert not is_data(f"{sys.prefix}/share/sales.csv", folder)
    assert not is_data(f"{folder}/.git/HEAD", folder)


def test_a_notebook_in_the_home_folder_does_not_make_caches_data():
    assert is_data(f"{HOME}/sales.csv", HOME)
    assert not is_data(f"{HOME}/.cache/matplotlib/fontlist.json", HOME)


@pytest.mark.parametrize(
    "variable",
    [
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "IPYTHONDIR",
        "MPLCONFIGDIR",
        "XDG_CACHE_HOME",
    ],
)
def test_a_settings_folder_that_a_variable_names_is_not_data(variable):
    script = "import sys; from jupyter_repro.files.data_paths import is_data; print(is_data('/srv/settings/x', '/p'))"
    reported = {
        value: subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, variable: value},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for value in ("/srv/settings", "/srv/other", "")
    }
    assert reported == {"/srv/settings": "False\n", "/srv/other": "True\n", "": "True\n"}


def test_paths_may_be_given_as_path_objects():
    assert is_data(Path(PROJECT, "sales.csv"), Path(PROJECT))


def test_only_the_standard_library_is_imported():
    heavy = "{'msgspec', 'blake3', 'pathlib'}"
    script = f"import sys; import jupyter_repro.files.data_paths; print({heavy} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-Sc", script], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert ran.stdout == "set()\n", ran.stderr


def test_a_rejected_path_costs_microseconds():
    path = f"{sys.prefix}/lib/python3.11/site-packages/numpy/__init__.py"
    fastest = min(timeit.repeat(lambda: is_data(path, PROJECT), number=1000, repeat=20)) / 1000
    assert fastest < 10e-6  # 1 on a quiet machine
