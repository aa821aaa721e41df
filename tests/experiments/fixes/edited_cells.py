"""Cells edited by a remedy, as tests ask for them."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_notebook

from jupyter_repro.experiments.fixes.remedy import Facts
from jupyter_repro.verdicts import Cause, Where


def edited(make, *sources, kind="rng", cell=-1, line=None, **facts):
    """The sources of these cells after a remedy for a cause in one of them; None where it does nothing."""
    notebook = new_notebook(cells=[new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources)])
    before = [each.source for each in notebook.cells]
    index = cell % len(sources)
    cause = Cause(kind, "proven", "", Where(index, line))
    made = make(notebook, cause, Facts(ids=[each.id for each in notebook.cells], **facts))
    assert [each.source for each in notebook.cells] == before
    return None if made is None else [each.source for each in made.cells]
