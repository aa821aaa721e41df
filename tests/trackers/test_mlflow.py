"""MLflow's tracker with the real library: an SQLite store, and a server."""

from __future__ import annotations

import re
import shutil
import socket
import time

import msgspec
import pytest
from mlflow_server import answering, empty_database, mlflow_server

from jupyter_repro.errors import NoAccess, NoSuchData, ReproError
from jupyter_repro.records.tracked_run import Destination, OwnRun, Point, RunInput, RunRecord
from jupyter_repro.trackers.mlflow.tracker import MlflowTracker
from jupyter_repro.verdicts import ResourceUse

TRACKER = MlflowTracker()
NOTE = "mlflow.note.content"
RUN = RunRecord(
    id="ab" * 16,
    name="analysis",
    started="2026-01-01T00:00:00Z",
    user="ada",
    params={"seed": 7, "pins": "numpy"},
    tags={
        "repro.snapshot": "blake3:" + "ab" * 32,
        "repro.notebook": "it's/analysis.ipynb",
        "repro.verified": "not verified",
        "repro.git.commit": "c0ffee",
        "repro.git.branch": "main",
        "repro.git.remote": "https://host/x.git",
    },
    metrics={"accuracy": 0.5},
    files={"analysis.ipynb": b"{}", "modules/lib/x.py": b"x = 1\n", "requirements.txt": b"numpy==2\n"},
    inputs=(
        RunInput("sales.csv", "blake3:" + "cd" * 32, 12),
        RunInput("https://host/x.csv", "blake3:" + "ef" * 32, 9, "v2", asof="2026-01-01"),
    ),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with mlflow_server(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(params=["database", "server"])
def store(request, tmp_path):
    """A destination, empty as far as this test's experiment goes."""
    if request.param == "server":
        uri = request.getfixturevalue("server")
    else:
        uri = f"sqlite:///{empty_database(tmp_path / 'mlflow.db').name}"
    return Destination(f"mlflow:{uri}", str(tmp_path), request.node.name)


@pytest.fixture
def database(tmp_path):
    empty_database(tmp_path / "mlflow.db")
    return Destination("mlflow:sqlite:///mlflow.db", str(tmp_path), "study")


def run_of(key: str, **changed) -> RunRecord:
    """The run of another snapshot."""
    tags = {**RUN.tags, "repro.snapshot": f"blake3:{key}", "repro.notebook": f"{key}.ipynb"}
    return msgspec.structs.replace(RUN, id=key, tags=tags, **changed)


def client_of(destination):
    from mlflow.tracking import MlflowClient

    uri = destination.rest
    return MlflowClient(uri.replace("sqlite:///", f"sqlite:///{destination.root}/"))


def test_a_run_holds_all_that_was_given(store, request):
    run = run_of(request.node.name, name="first")
    logged = TRACKER.log(store, run)
    client = client_of(store)
    found = client.get_run(logged.id)
    assert client.get_experiment(found.info.experiment_id).name == store.experiment
    assert (found.info.run_name, found.info.status) == ("first", "FINISHED")
    assert found.data.params == {"seed": "7", "pins": "numpy"}
    assert found.data.metrics == RUN.metrics
    assert (
        found.data.tags.items()
        >= {
            **run.tags,
            "mlflow.source.type": "NOTEBOOK",
            "mlflow.source.name": run.tags["repro.notebook"],
            "mlflow.source.git.commit": "c0ffee",
            "mlflow.source.git.branch": "main",
            "mlflow.source.git.repoURL": "https://host/x.git",
            "mlflow.user": "ada",
        }.items()
    )
    named = {each.dataset.name: each.dataset for each in found.inputs.dataset_inputs}
    assert named["sales.csv"].digest == "cd" * 18
    assert '"version":"v2"' in named["https://host/x.csv"].profile.replace(" ", "")
    assert logged.started == RUN.started


def test_logged_again_it_is_the_same_run_with_nothing_twice(store, request):
    run = run_of(request.node.name)
    first = TRACKER.log(store, run)
    second = TRACKER.log(store, run)
    assert first == second
    found = client_of(store).get_run(first.id)
    assert len(found.inputs.dataset_inputs) == len(RUN.inputs)
    assert len(client_of(store).get_metric_history(first.id, "accuracy")) == 1


def test_its_files_come_back_as_they_were(store, request, tmp_path):
    logged = TRACKER.log(store, run_of(request.node.name))
    into = tmp_path / "back"
    TRACKER.files(store, logged.id, into)
    found = {
        path.relative_to(into).as_posix(): path.read_bytes() for path in into.rglob("*") if path.is_file()
    }
    assert found == RUN.files


def test_it_is_amended_when_it_is_verified_later(store, request, tmp_path):
    logged = TRACKER.log(store, run_of(request.node.name))
    TRACKER.amend(store, logged.id, {"repro.verified": "identical"}, {"verdict.json": b"[]"})
    (found,) = TRACKER.runs(store, {"repro.snapshot": f"blake3:{request.node.name}"})
    assert found.tags["repro.verified"] == "identical"
    TRACKER.files(store, logged.id, tmp_path / "back")
    assert (tmp_path / "back/verdict.json").read_bytes() == b"[]"
    assert (tmp_path / "back/analysis.ipynb").exists()


def test_runs_are_listed_by_their_tags_newest_first(database):
    older = TRACKER.log(database, RUN)
    newer = TRACKER.log(
        msgspec.structs.replace(database, experiment="other"),
        msgspec.structs.replace(
            run_of("b"), started="2026-02-01T00:00:00Z", tags={**RUN.tags, "repro.snapshot": "b"}
        ),
    )
    assert [run.id for run in TRACKER.runs(database, {"repro.notebook": "it's/analysis.ipynb"})] == [
        newer.id,
        older.id,
    ]
    assert list(TRACKER.runs(database, {"repro.notebook": "none.ipynb"})) == []


def test_the_page_of_a_run_is_named_where_there_is_one(server, database):
    shown = TRACKER.log(Destination(f"mlflow:{server}", "/", "pages"), run_of("page"))
    assert shown.address.startswith(f"{server}/#/experiments/")
    assert shown.address.endswith(f"/runs/{shown.id}")
    assert TRACKER.log(database, RUN).address == ""


def test_runs_that_the_notebook_started_itself_are_completed(database, tmp_path):
    client = client_of(database)
    first, second = (client.create_run("0", run_name=name) for name in ("parent", "child"))
    client.log_param(first.info.run_id, "seed", "11")
    client.log_metric(first.info.run_id, "accuracy", 0.25)
    client.set_tag(first.info.run_id, NOTE, "my words")
    gone = client.create_run("0")
    client.delete_run(gone.info.run_id)
    address = database.address
    own = (
        OwnRun(address, gone.info.run_id),
        OwnRun(address, first.info.run_id),
        OwnRun("mlflow:http://elsewhere:5000", "1"),
        OwnRun(address, second.info.run_id),
    )
    logged = TRACKER.log(database, msgspec.structs.replace(RUN, own=own))
    assert logged.id == first.info.run_id
    assert client.get_experiment_by_name("study") is None
    found, other = (client.get_run(run.info.run_id).data for run in (first, second))
    assert found.params == {"seed": "11", "repro.seed": "7", "repro.pins": "numpy"}
    assert found.metrics == {"accuracy": 0.25, "repro.metrics.accuracy": 0.5}
    assert found.tags["repro.snapshot"] == other.tags["repro.snapshot"] == RUN.tags["repro.snapshot"]
    assert found.tags[NOTE] == "my words"
    TRACKER.files(database, second.info.run_id, tmp_path / "back")
    assert (tmp_path / "back/analysis.ipynb").exists()


def test_what_the_run_used_is_a_system_metric_and_none_of_its_result(database):
    run = msgspec.structs.replace(RUN, used=ResourceUse(1.5, 120_000_000))
    logged = TRACKER.log(database, run)
    assert not any(name.startswith("system/") for name in logged.metrics)
    metrics = client_of(database).get_run(logged.id).data.metrics
    assert metrics["system/cpu_seconds"] == 1.5
    assert metrics["system/peak_memory_usage_megabytes"] == 120.0


def test_a_database_is_made_with_its_artifacts_beside_it(tmp_path):
    TRACKER.log(Destination("mlflow:sqlite:///mlflow.db", str(tmp_path), "study"), RUN)
    assert {path.name for path in tmp_path.iterdir()} == {"mlflow.db", "mlruns"}


def test_models_of_a_run_carry_its_tags_and_lead_back_to_it(store, request):
    from mlflow.entities import LoggedModelOutput

    client = client_of(store)
    own = client.create_run("0")
    model = client.create_logged_model("0", name="m", source_run_id=own.info.run_id)
    client.log_outputs(own.info.run_id, [LoggedModelOutput(model.model_id, 0)])
    name = f"model-{request.node.callspec.id}"
    client.create_registered_model(name)
    version = client.create_model_version(name, f"runs:/{own.info.run_id}/m", run_id=own.info.run_id)
    client.set_registered_model_alias(name, "best", version.version)
    logged = TRACKER.log(store, run_of(name, own=(OwnRun(store.address, own.info.run_id),)))
    assert logged.id == own.info.run_id
    TRACKER.amend(store, logged.id, {"repro.verified": "identical"}, {})
    for tags in (client.get_logged_model(model.model_id).tags, client.get_model_version(name, "1").tags):
        assert tags["repro.snapshot"] == f"blake3:{name}"
        assert tags["repro.verified"] == "identical"
    for address in (
        f"models:/{name}/1",
        f"models:/{name}@best",
        f"models:/{name}/latest",
        f"models:/{model.model_id}",
    ):
        assert TRACKER.run_of_model(store, address) == own.info.run_id


@pytest.mark.parametrize("model", ["models:/churn/9", "models:/churn", "models:/churn@best"])
def test_of_a_model_that_is_there_the_versions_are_reported(database, model):
    client = client_of(database)
    client.create_registered_model("churn")
    for _ in range(2):
        client.create_model_version("churn", "s3://b/m")
    with pytest.raises(NoSuchData, match="has no model") as error:
        TRACKER.run_of_model(database, model)
    assert error.value.remedy == "there are: models:/churn/2, models:/churn/1"


@pytest.mark.parametrize("model", ["models:/none/1", "models:/none@best", "models:/m-0"])
def test_a_model_that_is_not_there_is_reported(store, model):
    with pytest.raises(NoSuchData, match="has no model"):
        TRACKER.run_of_model(store, model)


def test_a_run_that_is_not_there_is_reported(store, tmp_path):
    with pytest.raises(NoSuchData, match="has no run 0123"):
        TRACKER.files(store, "0123", tmp_path / "back")


def test_a_run_without_files_of_ours_is_reported(database, tmp_path):
    own = client_of(database).create_run("0")
    with pytest.raises(NoSuchData, match="holds no files of ours"):
        TRACKER.files(database, own.info.run_id, tmp_path / "back")


def test_of_a_run_that_a_verification_made_the_published_one_is_reported(database, tmp_path):
    client = client_of(database)
    notebook = {"repro.notebook": "n/train.ipynb"}
    published = client.create_run("0", start_time=1, tags={**notebook, "repro.snapshot": "blake3:1"})
    again = client.create_run("0", start_time=2, tags={**notebook, "repro.made_by": "jupyter repro verify"})
    with pytest.raises(NoSuchData, match=r"a verification of n/train.ipynb made the run") as error:
        TRACKER.files(database, again.info.run_id, tmp_path / "back")
    assert error.value.remedy.endswith(f"jupyter repro restore {published.info.run_id}")
    client.create_registered_model("churn")
    client.create_model_version("churn", "s3://b/m", published.info.run_id)
    with pytest.raises(NoSuchData) as error:
        TRACKER.files(database, again.info.run_id, tmp_path / "back")
    assert error.value.remedy.endswith("jupyter repro restore models:/churn/1")


def test_a_run_of_a_notebook_that_was_not_published_is_reported_with_the_command_that_does(
    database, tmp_path
):
    own = client_of(database).create_run("0", tags={"repro.notebook": "n/train.ipynb"})
    with pytest.raises(NoSuchData) as error:
        TRACKER.files(database, own.info.run_id, tmp_path / "back")
    assert error.value.remedy == "publish it: jupyter repro track n/train.ipynb"


def test_models_that_a_notebook_makes_while_a_command_of_ours_runs_it_say_so(database, tmp_path, monkeypatch):

    client = client_of(database)
    client.create_registered_model("churn")
    undo = TRACKER.watch("mlflow.tracking.client", tmp_path, lambda _run: None)
    try:
        client.create_model_version("churn", "s3://b/m")
        monkeypatch.setenv("JUPYTER_REPRO_COMMAND", "verify")
        client.create_model_version("churn", "s3://b/m")
        model = client.create_logged_model("0")
    finally:
        undo()
    tags = [client.get_model_version("churn", version).tags for version in ("1", "2")]
    assert tags == [{}, {"repro.made_by": "jupyter repro verify"}]
    assert client.get_logged_model(model.model_id).tags["repro.made_by"] == "jupyter repro verify"


def test_a_deleted_experiment_is_reported_with_the_way_to_bring_it_back(store):
    client = client_of(store)
    client.delete_experiment(client.create_experiment(store.experiment))
    with pytest.raises(ReproError, match="is deleted") as error:
        TRACKER.log(store, run_of("deleted"))
    (restore,) = re.findall("bring it back: (.*);", error.value.remedy)
    assert restore.startswith(f"MLFLOW_TRACKING_URI={client.tracking_uri} mlflow experiments restore")


def forbidden(*_args, **_named):
    from mlflow.exceptions import MlflowException
    from mlflow.protos.databricks_pb2 import PERMISSION_DENIED

    raise MlflowException("PERMISSION_DENIED: ask your admin", error_code=PERMISSION_DENIED)


def test_a_registry_that_forbids_reading_leaves_a_run_whole_and_is_said_in_a_line(database, monkeypatch):
    from mlflow.tracking import MlflowClient

    for name in ("search_model_versions", "get_model_version"):
        monkeypatch.setattr(MlflowClient, name, forbidden)
    logged = TRACKER.log(database, RUN)
    assert logged.note == "the models of the run lead back to it by no tag: the registry forbids it"
    assert client_of(database).get_run(logged.id).info.status == "FINISHED"
    TRACKER.amend(database, logged.id, {"repro.verified": "identical"}, {})
    assert TRACKER.run(database, logged.id).tags["repro.verified"] == "identical"
    with pytest.raises(NoAccess) as error:
        TRACKER.run_of_model(database, "models:/price/1")
    assert error.value.what == "MLflow's mlflow.db forbids it: PERMISSION_DENIED: ask your admin"


def test_of_a_run_that_was_deleted_the_files_are_had_and_else_it_is_said(database, tmp_path):
    client = client_of(database)
    logged = TRACKER.log(database, run_of("gone", files={"a.ipynb": b"{}"}))
    client.delete_run(logged.id)
    TRACKER.files(database, logged.id, tmp_path / "back")
    assert (tmp_path / "back" / "a.ipynb").read_bytes() == b"{}"
    shutil.rmtree(client.get_run(logged.id).info.artifact_uri.removeprefix("file://"))
    with pytest.raises(NoSuchData) as error:
        TRACKER.files(database, logged.id, tmp_path / "again")
    assert error.value.what == f"the run {logged.id} was deleted, and its files are gone"
    assert not (tmp_path / "again").exists()


def refused(address: str, folder) -> ReproError:
    """What is reported where a run cannot be logged, within a minute."""
    begun = time.monotonic()
    with pytest.raises(ReproError) as error:
        TRACKER.log(Destination(address, str(folder), "study"), RUN)
    assert time.monotonic() - begun < 60
    assert "\n" not in error.value.what
    assert "\n" not in error.value.remedy
    return error.value


def test_a_server_that_is_down_is_reported(tmp_path):
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        error = refused(f"mlflow:http://127.0.0.1:{bound.getsockname()[1]}", tmp_path)
    assert isinstance(error, NoAccess)
    assert "cannot be reached: nothing answers there" in error.what


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (200, "answers with a web page in place of MLflow's API"),
        (302, "answers with a web page (status 302)"),
        (401, "refuses (status 401): wrong or missing credentials"),
        (403, "refuses (status 403): wrong or missing credentials"),
        (500, "answers with an error of its own"),
    ],
)
def test_what_is_no_answer_of_mlflow_is_reported(tmp_path, status, what):
    with answering(status) as address:
        error = refused(f"mlflow:{address}", tmp_path)
    assert isinstance(error, NoAccess)
    assert what in error.what


def test_a_server_that_answers_with_nothing_is_no_mlflow(tmp_path):
    with answering(200, b"{}") as address:
        error = refused(f"mlflow:{address}", tmp_path)
    assert isinstance(error, NoAccess)
    assert "answers what no MLflow answers" in error.what


@pytest.mark.parametrize("allowed", [3, 5, 8])
def test_a_run_that_was_cut_off_is_completed_and_not_doubled(server, tmp_path, allowed):
    run = run_of(f"cut-{allowed}")
    with answering(503, instead_of=server, allowed=allowed) as cut, pytest.raises(NoAccess):
        TRACKER.log(Destination(f"mlflow:{cut}", str(tmp_path), "cut"), run)
    whole = Destination(f"mlflow:{server}", str(tmp_path), "cut")
    logged = TRACKER.log(whole, run)
    assert [each.id for each in TRACKER.runs(whole, {"repro.snapshot": run.tags["repro.snapshot"]})] == [
        logged.id
    ]
    TRACKER.files(whole, logged.id, tmp_path / "back")
    assert client_of(whole).get_run(logged.id).info.status == "FINISHED"


@pytest.mark.parametrize(
    ("address", "kind", "what"),
    [
        ("mlflow:sqlite:///none/mlflow.db", NoAccess, "the folder of mlflow.db does not exist"),
        ("mlflow:sqlite:///text.db", NoAccess, "text.db is not a database"),
        ("mlflow:nosuch://x", NoAccess, "MLflow knows no store nosuch:"),
        ("databricks", NoAccess, "Databricks is not configured: no credentials were found"),
    ],
)
def test_a_store_that_cannot_be_used_is_reported(tmp_path, address, kind, what):
    (tmp_path / "text.db").write_text("no database " * 100)
    error = refused(address, tmp_path)
    assert isinstance(error, kind)
    assert what in error.what


def test_a_metric_that_is_known_by_step_is_a_curve(database):
    from mlflow.tracking import MlflowClient

    points = (Point(0, 0.75, "2026-01-01T00:00:00Z"), Point(1, 0.25))
    run = TRACKER.log(database, msgspec.structs.replace(RUN, metrics={"loss": 0.25}, series={"loss": points}))
    client = MlflowClient(f"sqlite:///{database.folder / 'mlflow.db'}")
    curve = client.get_metric_history(run.id, "loss")
    assert [(point.step, point.value) for point in curve] == [(0, 0.75), (1, 0.25)]
    assert curve[0].timestamp == 1767225600000


def test_azureml_is_reached_through_its_plug_in_and_without_credentials_reported_in_one_line(
    tmp_path, monkeypatch
):
    with socket.socket() as bound:  # nothing leaves this machine
        bound.bind(("127.0.0.1", 0))
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{bound.getsockname()[1]}")
        error = refused(
            "azureml://host.api.azureml.ms/mlflow/v1.0/subscriptions/s/resourceGroups/g/providers/"
            "Microsoft.MachineLearningServices/workspaces/w",
            tmp_path,
        )
    assert isinstance(error, NoAccess)
    assert error.what == "Azure Machine Learning refuses: no credentials for Azure were found"
    assert error.remedy == "log in with: az login"


def described(database, **tags) -> str:
    run = msgspec.structs.replace(RUN, tags={**RUN.tags, "repro.recorded": RUN.started, **tags})
    logged = TRACKER.log(database, run)
    return client_of(database).get_run(logged.id).data.tags[NOTE]


def test_a_run_is_described_with_its_verdict_and_the_command_that_brings_it_back(database):
    text = described(database)
    run = next(iter(TRACKER.runs(database, {})))
    assert text.startswith("**Not verified yet**")
    assert f"jupyter repro restore {run.id}" in text
    said = {
        "repro.verified": "diverged",
        "repro.verified_in": "a copy in x",
        "repro.verified_job": "https://ci/7",
    }
    TRACKER.amend(database, run.id, said, {})
    text = client_of(database).get_run(run.id).data.tags[NOTE]
    assert text.startswith("**Diverged** when it was run again in [this job](https://ci/7)")
    assert "what ran was not as it was recorded: a copy in x" in text


@pytest.mark.filterwarnings("ignore")  # of MLflow, on models that are no good example
def test_a_run_is_described_with_what_its_models_take_and_give(database, tmp_path, monkeypatch):
    import mlflow
    import pandas as pd
    from mlflow.models import infer_signature

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path}/mlflow.db")
    table = pd.DataFrame({"x": [1.0, 2.0], "n": [1, 2]})
    with mlflow.start_run() as own:
        mlflow.pyfunc.log_model(
            name="double",
            python_model=lambda model_input: [2 * each for each in model_input],
            signature=infer_signature(table, pd.Series([2.0], name="y")),
            input_example=table,
            pip_requirements=["numpy"],
        )
        mlflow.pyfunc.log_model(
            name="plain", python_model=lambda model_input: model_input, pip_requirements=["numpy"]
        )
    tags = {**RUN.tags, "repro.recorded": RUN.started}
    mine = (OwnRun(database.address, own.info.run_id),)
    TRACKER.log(database, msgspec.structs.replace(RUN, tags=tags, own=mine))
    text = client_of(database).get_run(own.info.run_id).data.tags[NOTE]
    said = "Model `double` (python_function), takes `x: double, n: long`, gives `y: double`, with an input example"
    assert said in text.split("\n\n")
    plain = "Model `plain` (python_function), without a signature, without an input example"
    assert plain in text.split("\n\n")


def test_a_description_that_the_user_has_changed_stays(database):
    described(database)
    run = next(iter(TRACKER.runs(database, {})))
    client_of(database).set_tag(run.id, NOTE, "mine")
    TRACKER.amend(database, run.id, {"repro.verified": "identical"}, {})
    assert client_of(database).get_run(run.id).data.tags[NOTE] == "mine"


def test_data_is_reported_with_what_it_was_used_for(database):
    inputs = (
        RunInput("a.csv", "blake3:aa", 1, context="training, testing"),
        RunInput("b.csv", "blake3:bb", 1),
    )
    logged = TRACKER.log(database, msgspec.structs.replace(RUN, inputs=inputs))
    found = client_of(database).get_run(logged.id).inputs.dataset_inputs
    contexts = {each.dataset.name: {tag.key: tag.value for tag in each.tags} for each in found}
    assert contexts == {
        "a.csv": {"mlflow.data.context": "training, testing"},
        "b.csv": {"mlflow.data.context": "read"},
    }


def test_a_part_of_a_run_lies_in_its_experiment_and_the_notebooks_own_nesting_stays(database, tmp_path):
    client = client_of(database)
    mine = client.create_experiment("mine", str(tmp_path / "mine"))
    own, inner = client.create_run(mine), client.create_run(mine)
    client.set_tag(inner.info.run_id, "mlflow.parentRunId", own.info.run_id)
    whole = TRACKER.log(
        database,
        msgspec.structs.replace(run_of("whole"), beside=(OwnRun(database.address, own.info.run_id),)),
    )
    above = ("blake3:whole",)
    trial = msgspec.structs.replace(
        run_of("trial"),
        parents=above,
        own=tuple(OwnRun(database.address, each.info.run_id) for each in (own, inner)),
    )
    TRACKER.log(database, trial)
    failed = TRACKER.log(database, msgspec.structs.replace(run_of("failed"), parents=above, failed="no"))
    runs = {each.info.run_id: each for each in client.search_runs([mine])}
    parents = {key: run.data.tags.get("mlflow.parentRunId", "") for key, run in runs.items()}
    assert parents == {
        whole.id: "",
        own.info.run_id: whole.id,
        inner.info.run_id: own.info.run_id,
        failed.id: whole.id,
    }
    assert runs[failed.id].info.status == "FAILED"


def test_a_run_of_the_notebooks_own_that_mlflow_knows_no_notebook_of_gets_its_source(database):
    client = client_of(database)
    own = client.create_run(
        "0", tags={"mlflow.source.name": "/x/ipykernel_launcher.py", "mlflow.source.type": "LOCAL"}
    )
    run = msgspec.structs.replace(RUN, own=(OwnRun(database.address, own.info.run_id),))
    tags = client.get_run(TRACKER.log(database, run).id).data.tags
    assert (tags["mlflow.source.name"], tags["mlflow.source.type"]) == ("it's/analysis.ipynb", "NOTEBOOK")


def test_a_run_that_was_left_open_when_the_notebook_failed_has_failed(database):
    client = client_of(database)
    own = client.create_run("0")
    run = msgspec.structs.replace(
        RUN, own=(OwnRun(database.address, own.info.run_id),), failed="ValueError: no"
    )
    assert client.get_run(TRACKER.log(database, run).id).info.status == "FAILED"
