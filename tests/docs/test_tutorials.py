"""The tutorials that are notebooks come out as they were recorded."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

import jupyter_repro

TUTORIALS = Path(__file__).parents[2] / "docs" / "tutorials"


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """The tutorials in a folder where they may write."""
    return Path(shutil.copytree(TUTORIALS, tmp_path_factory.mktemp("docs") / "tutorials"))


@pytest.mark.parametrize("name", [path.name for path in sorted(TUTORIALS.glob("*.ipynb"))])
def test_a_tutorial_verifies(copied, name):
    verdict = jupyter_repro.verify(copied / name)
    assert verdict.status == "identical", verdict.cells
    assert verdict.used.cpu_seconds < 6


@pytest.mark.parametrize("path", sorted(TUTORIALS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_tutorial_begins_with_its_title_and_shows_its_outputs(path):
    cells = nbformat.read(path, as_version=4).cells
    assert cells[0].source.startswith("# ")
    assert any(cell.get("outputs") for cell in cells)
