"""A notebook whose packages changed is mended by declaring those that it was recorded with."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from planted_packages import Site
from why_notebooks import recorded

from jupyter_repro import verify
from jupyter_repro.experiments.fixes.declared_packages import declared_packages, declared_world
from jupyter_repro.experiments.fixes.mending import mended
from jupyter_repro.experiments.fixes.remedy import Facts
from jupyter_repro.experiments.world import AS_IT_IS
from jupyter_repro.verdicts import Cause, ContextChange
from jupyter_repro.verifying.notebook import Options

BUDGET = 300.0
"""Seconds: for a machine that is busy."""
FACTS = Facts(requirements=["planted==1.0"], python="3.11")
CHANGED = [ContextChange("package", "planted", "1.0", "2.0", matters=True)]


def declaring(*sources):
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    return declared_packages(notebook, Cause("package", "proven", ""), FACTS)


def test_the_recorded_packages_are_declared_in_a_first_cell():
    made = declaring("import planted")
    assert [cell.source for cell in made.cells] == [
        '# /// script\n# requires-python = "==3.11.*"\n# dependencies = [\n#     "planted==1.0",\n# ]\n# ///',
        "import planted",
    ]


def test_a_notebook_that_declares_packages_already_keeps_what_it_says():
    assert declaring("# /// script\n# dependencies = []\n# ///", "import planted") is None


def test_a_run_has_what_the_notebook_declares_and_did_not_before():
    before = new_notebook(cells=[new_code_cell("import planted")])
    after = declaring("import planted")
    assert [each.requirement for each in declared_world(after, before, CHANGED).packages] == ["planted==1.0"]
    assert declared_world(after, after, CHANGED) == AS_IT_IS


@pytest.fixture
def site(tmp_path, monkeypatch):
    made = Site(tmp_path / "packages", ["planted"], ["planted"])
    for name, value in made.variables(tmp_path / "cache").items():
        monkeypatch.setenv(name, value)
    made.install(1)
    return made


def test_with_the_declared_packages_the_recorded_outputs_reproduce(tmp_path, site):
    project = tmp_path / "project"
    project.mkdir()
    path = recorded(project, ["import planted", "print(planted.VALUE)"])
    site.install(2)
    found = mended(path, verify(path), Options(), BUDGET)
    assert [(fix.kind, fix.cured) for fix in found.verdict.fixes] == [("package", True)]
    assert '"planted==1.0"' in found.notebook.cells[0].source
    assert found.notebook.cells[-1].outputs[0].text == "1\n"
