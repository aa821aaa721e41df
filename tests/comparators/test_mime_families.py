"""Real notebooks of each MIME family: two runs raise no alarm, the smallest change raises exactly one."""

from __future__ import annotations

import family_rows
import nbformat
import pytest
from nbformat.v4 import new_notebook

from jupyter_repro.canonical.canonical_form import canonical_outputs
from jupyter_repro.executing.engine import execute
from jupyter_repro.executing.plan import Plan
from jupyter_repro.policies.policy import CellPolicy
from jupyter_repro.taking_snapshots.assembly import cell_record
from jupyter_repro.verifying.comparison import divergences
from jupyter_repro.verifying.reference import Expected, stored_texts

PATHS = sorted(family_rows.NOTEBOOKS.glob("*.ipynb"))
ROWS = family_rows.rows()


def run(paths, folder):
    """Executed cells of each notebook; one kernel for all, for a kernel's start costs more than most of them."""
    cells = {path.stem: nbformat.read(path, as_version=4).cells for path in paths}
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    whole = new_notebook(cells=[cell for each in cells.values() for cell in each], metadata=metadata)
    ran = iter(execute(whole, Plan(folder, seed=0)).notebook.cells)
    return {name: [next(ran) for _ in each] for name, each in cells.items()}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """The first run."""
    return run(PATHS, tmp_path_factory.mktemp("recorded"))


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The second run, in the opposite order: what a library counts in a session has other numbers."""
    return run(PATHS[::-1], tmp_path_factory.mktemp("found"))


def compared(cell, outputs):
    """How these outputs differ from those of an executed cell."""
    expected = Expected("", cell_record(cell).outputs, stored_texts(cell))
    return divergences(expected, canonical_outputs(outputs), CellPolicy())


def raw(cell):
    """Outputs as they came, but for their execution counts."""
    return [{key: value for key, value in each.items() if key != "execution_count"} for each in cell.outputs]


@pytest.mark.parametrize("name", [path.stem for path in PATHS])
def test_two_runs_raise_no_alarm(recorded, found, name):
    for before, now in zip(recorded[name], found[name], strict=True):
        assert before.outputs
        assert compared(before, now.outputs) == ()


@pytest.mark.parametrize("row", [row for row in ROWS if row.benign], ids=lambda row: row.family)
def test_what_raises_no_alarm_did_differ(recorded, found, row):
    assert raw(recorded[row.notebook][row.cell]) != raw(found[row.notebook][row.cell])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.family}: {row.change}")
def test_the_smallest_change_is_one_divergence_reported_in_one_line(recorded, found, row):
    cell = recorded[row.notebook][row.cell]
    (divergence,) = compared(cell, row.applied(found[row.notebook][row.cell].outputs))
    assert divergence.summary == row.summary
    assert divergence.output == row.output
    assert not divergence.allowed


def test_the_page_says_what_is_tested():
    assert family_rows.PAGE.read_text(encoding="utf-8").endswith(family_rows.table())


def test_each_notebook_has_a_row():
    assert {row.notebook for row in ROWS} == {path.stem for path in PATHS}
