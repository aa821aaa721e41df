"""The examples, as a reader runs them."""

from __future__ import annotations

import os
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


@pytest.mark.parametrize("name", ["sales", "classifier", "boosting", "simulation"])
def test_an_example_verifies_identical(examples, name):
    path = examples / f"{name}.ipynb"
    jupyter_repro.snapshot(path)
    assert jupyter_repro.verify(path).status == "identical"


def test_the_example_that_must_fail_says_why_in_its_first_line(examples):
    path = examples / "unrepeatable.ipynb"
    jupyter_repro.snapshot(path)
    verdict = jupyter_repro.verify(path)
    assert (verdict.status, verdict.first_divergence) == ("diverged", 4)
    assert headline(verdict).endswith(
        "secrets.randbits() draws from the operating system's entropy (cell 2, line 2)"
    )


def test_a_changed_number_names_the_first_cell_and_the_file(examples):
    path = examples / "sales.ipynb"
    jupyter_repro.snapshot(path)
    data = examples / "data" / "sales.csv"
    data.write_text(data.read_text().replace("North", "Nord", 1))
    done = command("verify", path)
    first = done.stdout.splitlines()[0]
    assert done.returncode == 1
    assert "diverged at cell 2: data/sales.csv changed since the snapshot" in first
    assert "column 'region': 'North' became 'Nord'" in done.stdout


@pytest.fixture(scope="module")
def simulation(examples):
    """A recorded notebook."""
    path = examples / "simulation.ipynb"
    jupyter_repro.snapshot(path)
    return path


@pytest.mark.parametrize("cwd", [".", "..", "data"])
def test_a_notebook_is_verified_from_any_folder(examples, simulation, cwd):
    path = simulation
    relative = os.path.relpath(path, examples / cwd)
    assert command("verify", relative, cwd=examples / cwd).returncode == 0
    assert command("verify", path, cwd=examples / cwd).returncode == 0
