from __future__ import annotations

import msgspec
import nbformat
import pytest
from conftest import notebook_of
from nbformat.v4 import new_output

from jupyter_repro.digest import digest_bytes
from jupyter_repro.records.snapshot import Context, DataFile, DataVersion, GitState, Packages, Snapshot
from jupyter_repro.records.tracked_run import OwnRun, RunInput, Wheel
from jupyter_repro.records.verifications import verifications_in
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.tracking.run_record import run_record

HELPER = b"def double(x):\n    return 2 * x\n"
GIT = GitState(
    commit="ab12", branch="main", dirty=("x.py",), remote="https://host/x.git", patch=("diff", "+1")
)
CONTEXT = Context(
    seed=7,
    pins={"numpy": "7", "random": "7", "torch": "not pinned: it is not there"},
    parameters={"rate": 0.1, "label": "small", "seed": 3},
    data={
        "sales.csv": DataFile("blake3:aa", 12),
        "delta:t": DataFile("blake3:bb", 9, version=DataVersion("4", "2026-01-01T00:00:00Z", "2026-02-01")),
    },
    git=GIT,
    modules={"helper.py": digest_bytes(HELPER), "../far.py": "blake3:00"},
    packages=Packages(imported={"numpy": "2.4.6"}, installed={"ipykernel": "7.4.0"}),
    python={"version": "3.11.7"},
)


@pytest.fixture
def recorded(tmp_path):
    """Path of a notebook with its snapshot beside it, and the notebook."""

    def make(context: Context = CONTEXT, **known):
        path = tmp_path / "a.ipynb"
        notebook = notebook_of("x = 1", "password = 'hunter22'")
        notebook.cells[0].outputs = [scrap("accuracy", 0.5), scrap("label", "text")]
        nbformat.write(notebook, path)
        (tmp_path / "helper.py").write_bytes(HELPER)
        snapshot = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), context, **known)
        snapshot_path(path).write_bytes(encode_snapshot(snapshot))
        return path, notebook

    return make


def scrap(name, value):
    content = {"name": name, "data": value, "encoder": "json", "version": 1}
    return new_output("display_data", {"application/scrapbook.scrap.json+json": content})


def test_seed_pins_and_the_notebooks_parameters_are_parameters(recorded):
    assert run_record(*recorded()).params == {
        "repro.seed": 7,
        "pins": "numpy, random",
        "rate": 0.1,
        "label": "small",
        "seed": 3,
    }


def test_what_the_notebook_itself_sets_is_a_parameter_where_nothing_else_was_given(recorded):
    path, notebook = recorded()
    notebook.cells[0].source = "rate, depth, seed = 0.5, 3, 1"
    notebook.cells[0].metadata.tags = ["parameters"]
    params = run_record(path, notebook).params
    assert {"rate": 0.1, "depth": 3, "seed": 3, "repro.seed": 7}.items() <= params.items()


def test_the_tags_say_what_was_recorded_and_that_it_is_not_verified(recorded):
    path, notebook = recorded()
    run = run_record(path, notebook)
    assert (
        run.tags.items()
        >= {
            "repro.snapshot": digest_bytes(snapshot_path(path).read_bytes()),
            "repro.notebook": "a.ipynb",
            "repro.verified": "not verified",
            "repro.seed": "7",
            "repro.git.commit": "ab12",
            "repro.git.branch": "main",
            "repro.git.dirty": "x.py",
            "repro.git.remote": "https://host/x.git",
        }.items()
    )
    assert run.id == run.tags["repro.snapshot"].removeprefix("blake3:")[:32]


@pytest.mark.parametrize(
    ("known", "status"), [({"verified_as": "equivalent"}, "equivalent"), ({}, "identical or equivalent")]
)
def test_a_snapshot_that_was_verified_before_says_when_and_which_of_the_two_it_was(recorded, known, status):
    run = run_record(*recorded(verified=True, verified_at="2026-03-01T00:00:00Z", **known))
    assert (run.tags["repro.verified"], run.tags["repro.verified_at"]) == (status, "2026-03-01T00:00:00Z")
    (verification,) = verifications_in(run.files)
    assert (verification.when, verification.status) == ("2026-03-01T00:00:00Z", status)


def test_the_files_are_what_one_needs_to_go_back(recorded):
    path, notebook = recorded()
    files = run_record(path, notebook).files
    assert set(files) == {"a.ipynb", "a.repro.json", "requirements.txt", "changes.patch", "modules/helper.py"}
    assert files["a.repro.json"] == snapshot_path(path).read_bytes()
    assert files["requirements.txt"] == b"# python 3.11.7\nnumpy==2.4.6\nipykernel==7.4.0\n"
    assert files["changes.patch"] == b"diff\n+1\n"
    assert files["modules/helper.py"] == HELPER


def test_what_changed_or_may_be_a_secret_is_left_out_and_said(recorded):
    run = run_record(*recorded())
    assert b"hunter22" not in b"".join(run.files.values())
    assert run.tags["repro.left_out"] == "lines of [2]; ../far.py, which changed since"


def test_data_goes_along_by_reference(recorded):
    assert run_record(*recorded()).inputs == (
        RunInput("delta:t", "blake3:bb", 9, "4", "2026-01-01T00:00:00Z", "2026-02-01"),
        RunInput("sales.csv", "blake3:aa", 12),
    )


def test_numbers_that_the_notebook_recorded_itself_are_metrics(recorded):
    assert run_record(*recorded()).metrics == {"accuracy": 0.5}


def test_runs_of_the_notebooks_own_and_its_wheel_are_in_it(recorded):
    own = (OwnRun("mlflow:sqlite:///mlflow.db", "1"),)
    wheel = Wheel("wheel/x-1-py3-none-any.whl", "x", "1", "blake3:cc")
    run = run_record(*recorded(runs=own), wheel=(wheel, b"PK"))
    assert run.own == own
    assert run.wheel == wheel
    assert run.files[wheel.file] == b"PK"
    assert run.tags["repro.wheel"] == "x 1 blake3:cc"


def test_it_can_be_kept_on_disk(recorded):
    run = run_record(*recorded())
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(run), type=type(run)) == run


def test_what_a_model_that_the_notebook_trained_brings_along_is_a_parameter(recorded):
    own = (
        OwnRun("h2o:", "GBM_model_1", {"seed": "42", "model_id": "1"}, ("seed",)),
        OwnRun("mlflow:sqlite:///mlflow.db", "1"),
    )
    params = run_record(*recorded(runs=own)).params
    assert {name: value for name, value in params.items() if "." in name} == {
        "repro.seed": 7,
        "h2o.GBM_model_1.seed": 42,
        "h2o.GBM_model_1.model_id": "1",
    }


def test_in_a_run_of_the_notebooks_own_nothing_has_a_name_that_may_be_taken(recorded):
    own = run_record(*recorded()).beside_own()
    assert own.params == {
        "repro.seed": 7,
        "repro.pins": "numpy, random",
        "repro.params.rate": 0.1,
        "repro.params.label": "small",
        "repro.params.seed": 3,
    }
    assert own.metrics == {"repro.metrics.accuracy": 0.5}


def test_data_is_reported_with_what_the_notebook_used_it_for(recorded):
    path, notebook = recorded()
    notebook.cells[0].source = "rows = read('sales.csv')\nmodel.fit(rows)"
    (sales,) = [each for each in run_record(path, notebook).inputs if each.name == "sales.csv"]
    assert sales.context == "training"
