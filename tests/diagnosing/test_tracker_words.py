import pytest

from jupyter_repro.diagnosing.causes import causes
from jupyter_repro.diagnosing.evidence import Evidence
from jupyter_repro.records.snapshot import Context
from jupyter_repro.verdicts import CellVerdict, Where

STORE = "mlflow:sqlite:///mlflow.db"


def told(index, source="", tracked=None):
    indexes = {"a": 0, "b": 2, "c": 4}
    evidence = Evidence(
        "n.ipynb",
        Context(),
        Context(),
        (),
        (),
        (),
        (),
        indexes,
        tracked={STORE: "b"} if tracked is None else tracked,
    )
    cell = CellVerdict(index, "x", "diverged", source=source)
    return causes(cell, cell, evidence)


@pytest.mark.parametrize("index", [2, 4])
def test_a_tracker_in_which_a_run_was_begun_at_or_before_the_divergence_is_suspected(index):
    (cause,) = told(index)
    assert (cause.kind, cause.certainty, cause.where) == ("tracker", "suspected", Where(2))
    assert cause.what.startswith(f"the notebook logs into {STORE}, whose words depend on")
    assert "%repro ignore" in cause.remedy


def test_before_the_first_run_it_is_a_cell_that_names_the_tracker():
    assert [cause.where for cause in told(0, "mlflow.set_experiment('churn')")] == [Where(0)]
    assert [cause.kind for cause in told(0, "print(1)")] == ["unknown"]


def test_a_notebook_that_logs_nowhere_is_told_of_no_tracker():
    assert [cause.kind for cause in told(4, "mlflow = 1", {})] == ["unknown"]
