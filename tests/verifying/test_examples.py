"""The examples as their page tells of them; test_awkward_notebooks.py records and verifies each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import command

import jupyter_repro
from jupyter_repro.reporters.verdict_words import headline

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """A copy of the examples."""
    return Path(shutil.copytree(EXAMPLES, tmp_path_factory.mktemp("copy") / "examples"))


def test_the_example_that_must_fail_says_why_in_its_first_line(examples):
    path = examples / "unrepeatable.ipynb"
    jupyter_repro.snapshot(path)
    verdict = jupyter_repro.verify(path)
    assert (verdict.status, verdict.first_divergence) == ("diverged", 4)
    assert headline(verdict).endswith(
        "secrets.randbits() draws from the operating system's entropy ([2], line 2)"
    )


def test_a_changed_number_names_the_first_cell_and_the_file(examples):
    path = examples / "sales.ipynb"
    jupyter_repro.snapshot(path)
    data = examples / "data" / "sales.csv"
    data.write_text(data.read_text().replace("North", "Nord", 1))
    done = command("verify", path)
    first = done.stdout.splitlines()[0]
    assert done.returncode == 1
    assert "diverged at [2]: data/sales.csv changed since the snapshot" in first
    assert "column 'region': 'North' became 'Nord'" in done.stdout
