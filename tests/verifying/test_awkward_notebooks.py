"""Every awkward notebook is recorded and verified for real."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import jupyter_repro
from jupyter_repro.errors import NotebookFailed

HERE = Path(__file__).parents[1] / "notebooks"
FAILING = {"timeout", "dies", "errors_stored"}
OTHERWISE = {"entropy": "diverged", "progress_bar": "equivalent", "cell_magics": "equivalent"}


@pytest.fixture
def copied(tmp_path):
    """A copy of all notebooks, so that snapshots are written elsewhere."""
    return Path(shutil.copytree(HERE, tmp_path / "notebooks"))


OLD = HERE / "rescue"
"""Those do not run on the packages of today."""
NAMES = sorted(
    str(path.relative_to(HERE))
    for path in HERE.rglob("*.ipynb")
    if path.stem not in FAILING and path.parent != OLD
)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_verifies_as_it_should(copied, name):
    path = copied / name
    jupyter_repro.snapshot(path)
    verdict = jupyter_repro.verify(path)
    assert verdict.status == OTHERWISE.get(path.stem, "identical"), verdict


def test_a_stored_error_without_a_tag_is_not_recorded_as_if_nothing_were(copied):
    with pytest.raises(NotebookFailed, match="cell 1: ValueError: not tagged"):
        jupyter_repro.snapshot(copied / "errors_stored.ipynb")


def test_every_draw_from_entropy_is_named_and_none_is_taken_for_an_id(copied):
    jupyter_repro.snapshot(copied / "entropy.ipynb")
    verdict = jupyter_repro.verify(copied / "entropy.ipynb")
    assert [cell.status for cell in verdict.cells] == ["diverged"] * 3
    assert [cell.causes[0].kind for cell in verdict.cells] == ["entropy"] * 3
