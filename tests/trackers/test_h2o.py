"""Models of a real H2O cluster, recorded with the notebook that trained them: the cluster is started once."""

from __future__ import annotations

import os
import shutil
import socket

import pytest
from conftest import command, texts, written
from tracked_record import RECORD

from jupyter_repro.errors import ReproError
from jupyter_repro.records.tracked_run import Destination
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path
from jupyter_repro.trackers.h2o import H2oTracker, plain_name
from jupyter_repro.tracking.run_record import own_params

START = """
import os, h2o
from h2o.automl import H2OAutoML
from h2o.estimators import H2OGradientBoostingEstimator as Boosting, H2OKMeansEstimator as KMeans
from h2o.grid import H2OGridSearch
h2o.init(port=int(os.environ["H2O_PORT"]), verbose=False, max_mem_size="500m")
h2o.no_progress()
frame = h2o.create_frame(rows=100, cols=3, categorical_fraction=0, integer_fraction=0, binary_fraction=0,
                         missing_fraction=0, seed=1)
frame.names = list("abc")
where = {"x": ["a", "b"], "y": "c", "training_frame": frame}
"""
TRAIN = """
boosted = Boosting(ntrees=2, sample_rate=0.5)
boosted.train(**where)
named = KMeans(k=2, seed=11, model_id="clusters")
named.train(x=["a", "b"], training_frame=frame)
named = KMeans(k=3, seed=12, model_id="clusters")
named.train(x=["a", "b"], training_frame=frame)
grid = H2OGridSearch(Boosting(ntrees=2, seed=21), {"max_depth": [2, 3]}, grid_id="search")
grid.train(**where)
found = H2OAutoML(max_models=1, include_algos=["GBM"], nfolds=0, seed=31, project_name="auto")
found.train(**where)
"""
TELL = "print(boosted.actual_params['seed'], boosted.model_id)"
END = "h2o.cluster().shutdown()"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Parameters of the run, and what the notebook said of a model that was given no seed: seed and name."""
    pytest.importorskip("h2o")
    if not shutil.which("java"):
        pytest.skip("H2O needs Java")
    folder = tmp_path_factory.mktemp("h2o")
    path = written(folder / "models.ipynb", START, TRAIN, TELL, END)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1] - 1
    reported = command("snapshot", path, **{**os.environ, "H2O_PORT": str(port)})
    assert reported.returncode == 0, reported.stderr
    snapshot = decode_snapshot(snapshot_path(path).read_bytes(), path)
    return own_params(snapshot.runs), texts(path)[2].split()


def test_the_seed_that_a_model_was_trained_with_is_a_parameter_of_the_run(recorded):
    params, (seed, name) = recorded
    assert params[f"h2o.{plain_name(name)}.seed"] == int(seed)
    assert params[f"h2o.{plain_name(name)}.model_id"] == name


def test_a_model_that_is_trained_again_is_what_it_is_now(recorded):
    params, _ = recorded
    assert (params["h2o.clusters.seed"], params["h2o.clusters.k"]) == (12, 3)


def test_models_of_a_grid_and_automl_with_its_leader_are_there_too(recorded):
    params, _ = recorded
    grid = {params[f"h2o.search_model_{number}.max_depth"] for number in (1, 2)}
    assert grid == {2, 3}
    assert params["h2o.search_model_1.seed"] == 21
    assert (params["h2o.auto.seed"], params["h2o.auto.max_models"]) == (31, 1)
    leaders = [name for name in params if "AutoML" in name and name.endswith(".seed")]
    assert len(leaders) == 1


def test_only_what_somebody_chose_or_h2o_drew_is_reported(recorded):
    params, _ = recorded
    reported = {name.rpartition(".")[2] for name in params}
    assert not reported & {"training_frame", "validation_frame", "ignored_columns", "max_bins", "learn_rate"}


def test_h2o_is_no_place_for_runs(tmp_path):
    place = Destination("h2o:http://localhost:54321", str(tmp_path), "study")
    with pytest.raises(ReproError, match="keeps models and no runs") as error:
        H2oTracker().log(place, RECORD)
    assert "mlflow:" in error.value.remedy


@pytest.mark.parametrize(
    ("made", "plain"),
    [
        ("GBM_model_python_1795618006566_1", "GBM_model_1"),
        ("GBM_1_AutoML_1_20261125_150000", "GBM_1_AutoML_1"),
        ("Grid_GBM_py_3_sid_ba1c_model_python_1795618006566_2_model_1", "Grid_GBM_py_3_model_2_model_1"),
        ("clusters", "clusters"),
    ],
)
def test_what_is_another_in_each_session_is_no_part_of_a_models_name(made, plain):
    assert plain_name(made) == plain
