import pytest

from jupyter_repro.diagnosing.causes import causes
from jupyter_repro.diagnosing.evidence import Evidence, TextPair
from jupyter_repro.records.snapshot import Context, Packages
from jupyter_repro.verdicts import CellVerdict, ContextChange, Where

STORE = "mlflow:sqlite:///mlflow.db"


def reported(index, source="", tracked=None):
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
    (cause,) = reported(index)
    assert (cause.kind, cause.certainty, cause.where) == ("tracker", "suspected", Where(2))
    assert cause.what.startswith(f"the notebook logs into {STORE}, whose words depend on")
    assert "%repro ignore" in cause.remedy


def test_before_the_first_run_it_is_a_cell_that_names_the_tracker():
    assert [cause.where for cause in reported(0, "mlflow.set_experiment('churn')")] == [Where(0)]
    assert [cause.kind for cause in reported(0, "print(1)")] == ["unknown"]


def test_a_notebook_that_logs_nowhere_is_reported_for_no_tracker():
    assert [cause.kind for cause in reported(4, "mlflow = 1", {})] == ["unknown"]


CHANGED = ContextChange("package", "tinylib", "1.0", "2.0")


def shown(recorded, found, source, changes=(CHANGED,)):
    """Kinds of causes of the cell [3], which shows another text than was recorded."""
    packages = Context(packages=Packages(imported={"tinylib": "1.0"}))
    sources = {0: "import mlflow", 2: "import tinylib\nmlflow.start_run()", 4: source}
    evidence = Evidence(
        "n.ipynb", packages, packages, changes, (), (), (), {"a": 0, "b": 2, "c": 4},
        tracked={STORE: "b"}, texts={4: [TextPair(recorded, found)]}, sources=sources,
    )  # fmt: skip
    cell = CellVerdict(4, "c", "diverged", source=source)
    return [cause.kind for cause in causes(cell, cell, evidence)]


@pytest.mark.parametrize("source", ["tinylib.V", "mlflow.log_param('v', tinylib.V)\ntinylib.V"])
def test_a_package_that_changed_comes_before_a_tracker_of_which_the_output_does_not_speak(source):
    assert shown("1", "2", source)[0] == "package"


def test_what_speaks_of_a_tracker_may_be_its_even_where_a_package_changed():
    said = ("Successfully registered model 'churn'.", "Registered model 'churn' already exists.")
    assert "tracker" in shown(*said, "mlflow.register_model('m', 'churn'); tinylib.V")
    assert "tracker" not in shown("1", "2", "mlflow.log_param('v', tinylib.V); tinylib.V")


def test_where_nothing_changed_a_cell_that_asks_the_tracker_is_explained_by_it():
    assert shown("3", "4", "len(mlflow.search_runs())", changes=()) == ["tracker"]
