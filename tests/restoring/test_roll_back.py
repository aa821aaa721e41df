"""Back to a registered model: from a real MLflow store into an empty folder."""

from __future__ import annotations

from types import SimpleNamespace

import nbformat
import pytest
from conftest import inside, tree, written
from repositories import git

from jupyter_repro.errors import ReproError
from jupyter_repro.restoring.roll_back import is_run, roll_back

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")
TRAIN = """\
import mlflow

mlflow.set_tracking_uri('sqlite:///../mlflow.db')
class Price(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input
with mlflow.start_run():
    mlflow.log_metric('score', score)
    mlflow.pyfunc.log_model(
        name='model', python_model=Price(), registered_model_name='price', pip_requirements=[]
    )
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A notebook in a repository that registered a model, published; seed, data and code are others now."""
    root = tmp_path_factory.mktemp("model") / "project"
    notebook = written(
        root / "nb" / "train.ipynb",
        "import random, feature",
        "score = feature.of(open('../data/kept.csv').read()) + len(open('committed.csv').read()) + random.random()",
        TRAIN,
        "score",
    )
    document = nbformat.read(notebook, as_version=4)
    document.cells[2].metadata.tags = ["repro-ignore"]  # MLflow's own log lines carry the time
    nbformat.write(document, notebook)
    (root / "data").mkdir()
    (root / "nb" / "feature.py").write_text("def of(text):\n    return len(text) * 2\n")
    (root / "nb" / "committed.csv").write_text("committed")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, *WHO, "commit", "-qm", "all")
    (root / "data" / "kept.csv").write_text("kept")
    reported = inside(
        "snapshot", "train.ipynb", "--seed", "7", "--track", "mlflow:sqlite:///mlflow.db", cwd=notebook.parent
    )
    assert reported.returncode == 0, reported.stderr
    (root / "data" / "kept.csv").unlink()
    (root / "nb" / "feature.py").write_text("def of(text):\n    return 0\n")
    (root / "nb" / "committed.csv").write_text("changed in the background")
    git(root, *WHO, "commit", "-qam", "later")
    database = next(root.rglob("mlflow.db"))
    return SimpleNamespace(
        root=root, notebook=notebook, reported=reported.stdout, store=f"mlflow:sqlite:///{database}"
    )


def test_a_model_leads_back_to_its_notebook_code_and_data_which_give_what_they_gave(trained, tmp_path):
    before = tree(trained.root / "nb") | tree(trained.root / "data")
    done = inside("restore", "models:/price/1", "--track", trained.store, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "train.ipynb identical" in " ".join(done.stdout.split())
    folder = tmp_path / "price-1"
    assert (folder / "data" / "kept.csv").read_text() == "kept"
    assert (folder / "nb" / "committed.csv").read_text() == "committed"
    assert "len(text) * 2" in (folder / "nb" / "feature.py").read_text()
    assert tree(trained.root / "nb") | tree(trained.root / "data") == before
    again = inside("restore", "models:/price/1", "--track", trained.store, cwd=tmp_path)
    assert (again.returncode, again.stderr.splitlines()[0]) == (2, f"{folder} is there already.")


def test_packages_that_differ_are_reported_with_the_command_that_brings_them_back(
    trained, tmp_path, monkeypatch
):
    from jupyter_repro.restoring import roll_back as rolled_back

    real = rolled_back.packages_now

    def other_versions(recorded, prefix):
        found = real(recorded, prefix)
        found.imported["mlflow"] = "0.1"
        return found

    monkeypatch.setattr(rolled_back, "packages_now", other_versions)
    back = roll_back("models:/price/1", trained.store, tmp_path / "new")
    (change,) = back.packages
    assert (change.name, change.found) == ("mlflow", "0.1")
    assert list(back.commands())[-1] == f"uv pip install mlflow=={change.recorded}"


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("models:/price/99", "has no model models:/price/99"),
        ("models:/nothing/1", "has no model models:/nothing/1"),
        ("0" * 32, "has no run"),
        ("0" * 10, "has no run"),
    ],
)
def test_what_the_tracker_does_not_have_is_reported_and_makes_no_folder(trained, tmp_path, target, why):
    with pytest.raises(ReproError, match=why):
        roll_back(target, trained.store, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_store_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(ReproError, match="there is no"):
        roll_back("models:/price/1", f"mlflow:sqlite:///{tmp_path}/none.db", tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("target", "run"),
    [
        ("models:/price/1", True),
        ("runs:/abc", True),
        ("5df72835303d47d1b9c5be41a117875b", True),
        ("5df7283530", True),
        ("a.ipynb", False),
    ],
)
def test_runs_and_models_are_told_apart_from_notebooks(target, run):
    assert is_run(target) is run


def test_what_a_tracker_is_said_of_is_a_run_unless_it_is_a_notebook():
    assert is_run("deadbeef", "mlflow:")
    assert not is_run("deadbeef")
    assert not is_run("a.ipynb", "mlflow:")
