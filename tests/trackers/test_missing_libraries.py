"""A tracker whose library is not installed says how to install it, and is no burden otherwise."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tracked_record import RECORD

from jupyter_repro.errors import MissingExtra, NoAccess
from jupyter_repro.extensions.registry import parts
from jupyter_repro.records.tracked_run import Destination
from jupyter_repro.trackers.aim import repositories as aim_repositories

LIBRARIES = {
    "wandb": "wandb:study?mode=offline",
    "neptune": "neptune:team/study",
    "aim": "aim:runs",
    "dvclive": "dvclive:runs",
    "mlflow": "mlflow:sqlite:///mlflow.db",
}


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_that_is_not_installed_is_reported_with_the_command(name, tmp_path, monkeypatch):
    for module in [each for each in sys.modules if each.partition(".")[0] == name]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(aim_repositories, "_NEWEST_PYTHON", sys.version_info[:2])
    with pytest.raises(MissingExtra) as error:
        parts("trackers")[name].log(Destination(LIBRARIES[name], str(tmp_path), "study"), RECORD)
    assert error.value.remedy == f"install it with: pip install 'jupyter-repro[{name}]'"


def test_aim_on_a_python_that_it_is_not_published_for_is_reported_with_another_way(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "aim", None)
    monkeypatch.setattr(aim_repositories, "_NEWEST_PYTHON", (3, 10))
    with pytest.raises(NoAccess, match=r"it is published for Python 3\.10 and older") as error:
        parts("trackers")["aim"].log(Destination("aim:runs", str(tmp_path), "study"), RECORD)
    assert "mlflow:" in error.value.remedy


def test_finding_the_trackers_imports_none_of_their_libraries():
    code = (
        "import sys; from jupyter_repro.extensions.registry import parts; parts('trackers');"
        f"print([name for name in {[*LIBRARIES, 'h2o', 'pyarrow']} if name in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )
