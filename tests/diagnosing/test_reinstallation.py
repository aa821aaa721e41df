"""What brings a package back that no index has."""

from __future__ import annotations

import pytest

from jupyter_repro.collectors.packages import NOT_INSTALLED
from jupyter_repro.diagnosing.reinstallation import reinstalled
from jupyter_repro.records.snapshot import Origin
from jupyter_repro.verdicts import ContextChange

GONE = ContextChange("package", "mine", "1.0", NOT_INSTALLED)
SIX = ContextChange("package", "six", "1.16.0", "1.17.0")
WHEEL = "mine-1.0-py3-none-any.whl"
LOCK = (
    f'[tool.jupyter-repro]\npython = "3.11.7"\n[tool.jupyter-repro.wheels]\n"{WHEEL}" = "blake3:{"0" * 64}"\n'
)


@pytest.fixture
def notebook(tmp_path):
    (tmp_path / "a.pylock.toml").write_text(LOCK)
    return tmp_path / "a.ipynb"


def test_its_wheel_is_brought_back_and_installed_with_the_rest(notebook):
    wheel = notebook.parent / "wheels" / WHEEL
    assert (
        reinstalled([GONE, SIX], {}, str(notebook))
        == f"jupyter repro restore {notebook} --wheels && pip install {wheel} six==1.16.0"
    )


def test_a_wheel_that_is_there_needs_not_be_brought_back(notebook):
    wheel = notebook.parent / "wheels" / WHEEL
    wheel.parent.mkdir()
    wheel.touch()
    assert reinstalled([GONE], {}, str(notebook)) == f"pip install {wheel}"


@pytest.mark.parametrize(
    ("origin", "remedy"),
    [
        (
            Origin(address="mine-1.0-py3-none-any.whl"),
            "install mine 1.0 again, from mine-1.0-py3-none-any.whl",
        ),
        (Origin(address="../mine", editable=True), "install mine 1.0 again, from ../mine"),
        (Origin(address="https://h/mine", commit="4711"), "pip install 'mine @ git+https://h/mine@4711'"),
        (Origin(), "pip install mine==1.0"),
    ],
)
def test_without_a_wheel_no_index_is_asked_for_a_name_that_may_be_somebody_elses(tmp_path, origin, remedy):
    assert reinstalled([GONE], {"mine": origin}, str(tmp_path / "a.ipynb")) == remedy
