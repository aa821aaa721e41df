"""MLflow with its own stores read and a scratch folder written to: a database, a folder of files, and a server."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from mlflow_server import empty_database, mlflow_server

from jupyter_repro.trackers.mlflow.diverting.diversion import MlflowDiversion


@pytest.fixture(scope="module")
def server_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def server(server_folder):
    with mlflow_server(server_folder) as address:
        yield address


@pytest.fixture(params=["database", "server"])
def store(request, tmp_path, monkeypatch):
    """The address of a store with a run of somebody's, and what it holds."""
    monkeypatch.chdir(tmp_path)
    if request.param == "server":
        uri, database = (
            request.getfixturevalue("server"),
            request.getfixturevalue("server_folder") / "server.db",
        )
    else:
        database = empty_database(tmp_path / "mlflow.db")
        uri = f"sqlite:///{database}"
    return uri, lambda: rows(database)


def rows(database):
    """Every row of every table."""
    with closing(sqlite3.connect(database)) as opened:
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted(map(repr, opened.execute(f"SELECT * FROM {table}"))) for table in sorted(tables)
        }


@pytest.fixture
def diverted(tmp_path):
    undos = []

    def divert(*recorded):
        undos.append(MlflowDiversion().divert("mlflow.tracking.client", tmp_path / "scratch", recorded))

    (tmp_path / "scratch").mkdir()
    yield divert
    for undo in undos:
        undo()


def client_of(uri):
    from mlflow.tracking import MlflowClient

    return MlflowClient(uri, uri)


@pytest.fixture
def kept(store, request):
    """A run, an artifact and a registered version that are there, in an experiment of this test."""
    uri, _ = store
    client = client_of(uri)
    experiment = client.create_experiment(request.node.name)
    run = client.create_run(experiment, run_name="kept").info
    client.log_metric(run.run_id, "loss", 0.5)
    client.log_text(run.run_id, "kept", "notes.txt")
    client.create_registered_model(request.node.name)
    client.create_model_version(request.node.name, run.artifact_uri, run.run_id)
    client.set_terminated(run.run_id)
    return run


def test_what_is_logged_reads_back_and_the_store_stays_as_it_was(store, kept, diverted, request):
    uri, held = store
    before = held()
    diverted()
    client = client_of(uri)
    run = client.create_run(kept.experiment_id, run_name="new").info
    client.log_metric(run.run_id, "loss", 0.25)
    client.log_param(run.run_id, "depth", 3)
    client.set_tag(run.run_id, "who", "me")
    client.log_text(run.run_id, "new", "folder/notes.txt")
    client.set_terminated(run.run_id)
    found = client.get_run(run.run_id)
    assert (found.data.metrics, found.data.params) == ({"loss": 0.25}, {"depth": "3"})
    assert found.data.tags["who"] == "me"
    assert found.info.status == "FINISHED"
    assert [each.path for each in client.list_artifacts(run.run_id, "folder")] == ["folder/notes.txt"]
    assert held() == before


def test_what_is_there_can_be_read(store, kept, diverted):
    diverted()
    client = client_of(store[0])
    assert client.get_run(kept.run_id).data.metrics == {"loss": 0.5}
    path = Path(client.download_artifacts(kept.run_id, "notes.txt"))
    assert path.read_text() == "kept"


def test_a_search_finds_both_in_the_order_that_was_asked_for(store, kept, diverted):
    diverted()
    client = client_of(store[0])
    run = client.create_run(kept.experiment_id, run_name="new").info
    client.log_metric(run.run_id, "loss", 0.25)
    found = client.search_runs([kept.experiment_id], order_by=["metrics.loss DESC"])
    assert [each.info.run_id for each in found] == [kept.run_id, run.run_id]
    found = client.search_runs([kept.experiment_id], "metrics.loss < 0.4")
    assert [each.info.run_id for each in found] == [run.run_id]


def test_a_run_that_is_taken_up_again_is_changed_in_scratch_only(store, kept, diverted):
    uri, held = store
    before = held()
    diverted()
    client = client_of(uri)
    client.log_metric(kept.run_id, "loss", 0.75, step=1)
    client.log_text(kept.run_id, "more", "more.txt")
    found = client.get_run(kept.run_id)
    assert (found.data.metrics["loss"], found.info.run_name) == (0.75, "kept")
    assert {each.path for each in client.list_artifacts(kept.run_id)} == {"notes.txt", "more.txt"}
    assert held() == before


def test_a_version_gets_the_next_number_and_is_loaded_by_it(store, kept, diverted, request):
    uri, held = store
    before = held()
    diverted()
    client = client_of(uri)
    run = client.create_run(kept.experiment_id).info
    client.log_text(run.run_id, "new", "notes.txt")
    version = client.create_model_version(request.node.name, run.artifact_uri, run.run_id)
    client.set_registered_model_alias(request.node.name, "best", version.version)
    assert int(version.version) == 2
    assert client.get_model_version_by_alias(request.node.name, "best").run_id == run.run_id
    found = client.search_model_versions(f"name = '{request.node.name}'")
    assert sorted(int(each.version) for each in found) == [1, 2]
    assert held() == before


def test_what_the_recorded_run_registered_is_registered_again_as_it_was(store, kept, diverted, request):
    uri, held = store
    before = held()
    diverted(kept.run_id)
    client = client_of(uri)
    client.create_registered_model(request.node.name)
    run = client.create_run(kept.experiment_id).info
    assert int(client.create_model_version(request.node.name, run.artifact_uri, run.run_id).version) == 1
    assert held() == before


def test_an_experiment_gets_the_number_that_the_store_would_give_it(store, kept, diverted, request):
    from mlflow.exceptions import MlflowException

    uri, held = store
    before = held()
    diverted()
    client = client_of(uri)
    made = client.create_experiment(f"{request.node.name} again")
    assert int(made) == int(kept.experiment_id) + 1
    assert client.get_experiment_by_name(f"{request.node.name} again").experiment_id == made
    with pytest.raises(MlflowException, match="already exists"):
        client.create_experiment(request.node.name)
    assert held() == before


def test_a_server_draws_no_number_of_the_notebooks_generator(server, diverted):
    diverted()
    client = client_of(server)
    random.seed(1)
    client.create_run("0")
    drawn = random.random()
    random.seed(1)
    assert drawn == random.random()


def test_the_address_of_a_run_on_a_server_is_printed_as_before(server, diverted, capsys):
    diverted()
    client = client_of(server)
    run = client.create_run("0").info.run_id
    client._tracking_client.store  # noqa: B018  the store is made when it is asked for
    client._tracking_client._log_url(run)
    assert f"{server}/#/experiments/0/runs/{run}" in capsys.readouterr().out


def test_a_database_that_is_not_there_is_not_made(tmp_path, monkeypatch, diverted):
    monkeypatch.chdir(tmp_path)
    diverted()
    client = client_of("sqlite:///new.db")
    run = client.create_run("0").info
    client.log_text(run.run_id, "x", "x.txt")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["scratch"]


def test_a_store_of_files_is_only_read(tmp_path, monkeypatch, diverted):
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    uri = (tmp_path / "mlruns").as_uri()
    before = client_of(uri)
    kept = before.create_run("0", run_name="kept").info
    before.log_metric(kept.run_id, "loss", 0.5)
    files = {path: path.read_bytes() for path in (tmp_path / "mlruns").rglob("*") if path.is_file()}
    diverted()
    client = client_of(uri)
    run = client.create_run("0").info
    client.log_text(run.run_id, "x", "x.txt")
    assert len(client.search_runs(["0"])) == 2
    assert {path: path.read_bytes() for path in (tmp_path / "mlruns").rglob("*") if path.is_file()} == files
