"""What `why` puts back of Python itself."""

from __future__ import annotations

import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from why_notebooks import asked, first_cause

from jupyter_repro.environments.pyenv import found_pythons
from jupyter_repro.rescuing.rescue import rescue

OLD, NEW = "3.11", "3.12"
"""Since Python 3.12 `sum` compensates the errors of floating point numbers."""
SUMS = {OLD: "0.9999999999999999", NEW: "1.0"}
HERE = ".".join(map(str, sys.version_info[:2]))
OTHER = OLD if HERE >= NEW else NEW


@pytest.fixture
def notebook(tmp_path):
    """One that stores what another Python gives."""
    pythons = found_pythons(OTHER)
    if not pythons:
        pytest.skip(f"there is no Python {OTHER}")
    cell = new_code_cell("print(sum([0.1] * 10))", execution_count=1)
    cell.outputs = [new_output("stream", name="stdout", text=f"{SUMS[OTHER]}\n")]
    language = {"name": "python", "version": pythons[0].parts[-3]}
    path = tmp_path / "a.ipynb"
    nbformat.write(new_notebook(cells=[cell], metadata={"language_info": language}), path)
    return path


def test_the_recorded_release_with_the_packages_of_here_shows_that_python_is_the_cause(notebook):
    rescue(notebook, asof="2025-06-30")
    verdict = asked(notebook)
    cause = first_cause(verdict)
    assert (cause.kind, cause.certainty) == ("python", "proven")
    tried = [each for each in verdict.experiments if each.how == "put-back"]
    assert [(each.kind, each.outcome) for each in tried] == [("python", "returns")]
