"""Publishing as a user does it: from the command line and from a live notebook, in a real MLflow database."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import edit, inside, tree, written
from live import session
from mlflow_server import empty_database
from repositories import git

from jupyter_repro.cli.snapshot import snapshot
from jupyter_repro.cli.sweep import sweep
from jupyter_repro.cli.track import track
from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.records.run_blocks import RunBlock
from jupyter_repro.records.tracked_run import Destination, RunRecord
from jupyter_repro.records.verifications import verifications_in
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path
from jupyter_repro.taking_snapshots.recorded_run import record
from jupyter_repro.trackers.mlflow.tracker import MlflowTracker
from jupyter_repro.trackers.stored_files import read_files
from jupyter_repro.tracking.block_records import block_records
from jupyter_repro.tracking.outbox import Publication, put, waiting
from jupyter_repro.tracking.publishing import publish, publish_beside
from jupyter_repro.tracking.run_record import run_record
from jupyter_repro.tracking.sending_process import send_here
from jupyter_repro.verdicts import Verdict
from jupyter_repro.verifying.verdict_updates import update_tracker

LOGS = """\
import logging; logging.disable()
import mlflow
with mlflow.start_run(run_name="training"):
    mlflow.log_metric("accuracy", 0.9)
    model = mlflow.initialize_logged_model("forest")
    mlflow.finalize_logged_model(model.model_id, "READY")"""


T = "2026-01-01T00:00:00Z"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_REPRO_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def project(tmp_path):
    """A repository with a folder `notebooks`, in which an empty database of MLflow's lies."""
    root = tmp_path / "study"
    (root / "notebooks").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    git(root, "remote", "add", "origin", "https://ada:hunter22@host.example/study.git")
    git(root, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "--allow-empty", "-m", "begun")
    (root / "notebooks/data.csv").write_text("x\n1\n")
    empty_database(root / "notebooks/mlflow.db")
    return root


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Copies a notebook that was recorded once, with what it reads, into a folder."""
    folder = tmp_path_factory.mktemp("recorded")
    (folder / "data.csv").write_text("x\n1\n")
    record(written(folder / "sum.ipynb", "1 + 1", "open('data.csv').read()"))

    def copied(into: Path) -> Path:
        shutil.copytree(folder, into, dirs_exist_ok=True)
        return into / "sum.ipynb"

    return copied


def destination(project) -> Destination:
    return Destination("mlflow:sqlite:///notebooks/mlflow.db", str(project), "study")


def client_of(project):
    from mlflow.tracking import MlflowClient

    return MlflowClient(f"sqlite:///{project}/notebooks/mlflow.db")


def test_a_run_that_the_notebook_started_gets_its_origin_and_its_snapshot(project, tmp_path):
    path = written(project / "notebooks/train.ipynb", LOGS, "open('data.csv').read()")
    done = inside("snapshot", path, "--track", "mlflow:", MLFLOW_TRACKING_PASSWORD="hunter33")
    assert done.returncode == 0
    snapshot = decode_snapshot(snapshot_path(path).read_bytes(), path)
    client = client_of(project)
    (run,) = client.search_runs(["0"])
    assert (
        f"published as run {run.info.run_id} (training) in mlflow:sqlite:///notebooks/mlflow.db"
        in done.stdout
    )
    assert run.data.metrics == {"accuracy": 0.9}
    assert run.data.params["repro.seed"] == "42"
    assert "seed" not in run.data.params
    assert (
        run.data.tags.items()
        >= {
            "mlflow.source.type": "NOTEBOOK",
            "mlflow.source.name": "notebooks/train.ipynb",
            "mlflow.source.git.commit": git(project, "rev-parse", "HEAD"),
            "mlflow.source.git.branch": "main",
            "mlflow.source.git.repoURL": "https://host.example/study.git",
            "repro.made_by": "jupyter repro snapshot",
            "repro.verified": "not verified",
        }.items()
    )
    assert [(own.address, own.id) for own in snapshot.runs] == [
        ("mlflow:sqlite:///notebooks/mlflow.db", run.info.run_id)
    ]
    # what MLflow reads of its own database is no data of the notebook
    assert list(snapshot.context.data) == ["data.csv"]
    (model,) = client.search_logged_models(["0"])
    assert model.tags["repro.snapshot"] == run.data.tags["repro.snapshot"]
    MlflowTracker().files(destination(project), run.info.run_id, tmp_path / "back")
    assert (tmp_path / "back/train.repro.json").read_bytes() == snapshot_path(path).read_bytes()
    kept = {name: content for name, content in tree(tmp_path).items() if "/.git/" not in name}
    assert not [name for name, content in kept.items() if b"hunter22" in content or b"hunter33" in content]


def test_a_verification_is_reported_to_the_run_that_was_published(project, recorded):
    (project / "pyproject.toml").write_text(
        '[tool.jupyter-repro]\ntrack = "mlflow:sqlite:///notebooks/mlflow.db"\n'
    )
    path = recorded(project / "notebooks")
    sent = send_here(put(Publication(destination(project), run_record(path, read_notebook(path)))))
    assert update_tracker(Verdict(str(path), "identical")).notes == ()
    (run,) = MlflowTracker().runs(destination(project), {"repro.notebook": "notebooks/sum.ipynb"})
    assert run.id == sent.run.id
    assert run.tags["repro.verified"] == "identical"
    assert run.tags["repro.verified_by"]
    assert run.name == "sum"
    assert client_of(project).get_run(run.id).inputs.dataset_inputs[0].dataset.name == "data.csv"


def test_it_is_also_reported_where_the_snapshot_was_published_by_hand(project, recorded):
    path = recorded(project / "notebooks")
    sent = publish(path, read_notebook(path), "mlflow:sqlite:///notebooks/mlflow.db?experiment=by hand")
    assert update_tracker(Verdict(str(path), "identical")).notes == ()
    assert client_of(project).get_run(sent.run.id).data.tags["repro.verified"] == "identical"


def test_a_live_snapshot_is_published_and_no_tracker_is_imported_into_the_kernel(project):
    (project / "pyproject.toml").write_text("[tool.jupyter-repro]\n")
    path = written(project / "notebooks/live.ipynb", "1 + 1")
    with session(path.parent, JPY_SESSION_NAME=str(path)) as live:
        live.run("%load_ext jupyter_repro")
        assert "published nowhere" in live.shown("%repro track")
        assert "no tracker is called 'nosuch'" in live.shown("%repro track nosuch:x")
        assert "holds a user name" in live.shown("%repro track mlflow:http://ada:hunter22@host")
        address = "mlflow:sqlite:///notebooks/mlflow.db?experiment=live"
        assert f"is published in {address}" in live.shown(f"%repro track {address}")
        live.run("1 + 1")
        shown = live.shown("%repro snapshot")
        # what our own magics read is no data of the notebook
        assert not decode_snapshot(snapshot_path(path).read_bytes(), path).context.data
        assert "published as run" in shown
        assert "published nowhere" in live.shown("%repro track off")
        assert "published" not in live.shown("%repro snapshot")
        trackers = live.value("{'mlflow', 'wandb', 'neptune', 'aim'} & set(__import__('sys').modules)")
        assert trackers == set()
    (run,) = MlflowTracker().runs(destination(project), {"repro.notebook": "notebooks/live.ipynb"})
    assert run.id in shown
    assert client_of(project).get_experiment_by_name("live") is not None


UNTRACKED = """\
import sys
import jupyter_repro
from jupyter_repro.verifying.verdict_updates import update_tracker
from jupyter_repro.verdicts import Verdict

jupyter_repro.snapshot(sys.argv[1])
update_tracker(Verdict(sys.argv[1], "identical"))
print([name for name in ("mlflow", "wandb", "neptune", "aim", "dvclive") if name in sys.modules])
"""


def test_without_a_tracker_none_is_imported_and_nothing_is_kept(tmp_path):
    path = written(tmp_path / "a.ipynb", "1 + 1")
    done = subprocess.run([sys.executable, "-c", UNTRACKED, path], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert waiting() == []


def test_a_server_that_is_down_is_reported_and_what_was_to_be_sent_waits(project, recorded):
    path = recorded(project / "notebooks")
    reported = publish_beside(path, read_notebook(path), "mlflow:http://127.0.0.1:9")
    assert reported == [
        "not published: MLflow at http://127.0.0.1:9 cannot be reached: nothing answers there",
        "  start it, or look at the address",
        "  it is kept, and sent with: jupyter repro track --retry",
    ]
    (path,) = waiting()
    path.write_bytes(b"no record")
    again = CliRunner().invoke(track, ["--retry"])
    assert again.exit_code == 3
    assert f"not published: {path} cannot be read: it is damaged" in again.output
    assert waiting() == [path]


def test_what_waits_is_named_when_it_is_sent_again_and_can_be_dropped(project, recorded):
    path = recorded(project / "notebooks")
    publish_beside(path, read_notebook(path), "mlflow:http://127.0.0.1:9")
    named = "notebooks/sum.ipynb in mlflow:http://127.0.0.1:9"
    assert f"not published: {named}: MLflow at" in CliRunner().invoke(track, ["--retry"]).output
    assert CliRunner().invoke(track, ["--forget"]).output == f"dropped: {named}\n"
    assert waiting() == []
    assert CliRunner().invoke(track, ["--forget"]).output == "nothing waits to be sent\n"
    assert CliRunner().invoke(track, [str(path), "--forget"]).exit_code == 2


def test_the_parts_of_a_notebook_that_wait_are_reported_in_one_line_with_their_number(tmp_path):
    run = RunRecord("ab", "a", T, "ada", {}, {"repro.snapshot": "blake3:ab", "repro.notebook": "a.ipynb"})
    parts = block_records(run, [RunBlock(f"fold {number}", T, T) for number in range(3)])
    for each in (run, *parts):
        put(Publication(Destination("mlflow:http://127.0.0.1:9", str(tmp_path), "study"), each))
    named = "a.ipynb in mlflow:http://127.0.0.1:9 (4 runs)"
    reported = CliRunner().invoke(track, ["--retry"]).output.splitlines()
    assert (
        reported[0]
        == f"not published: {named}: MLflow at http://127.0.0.1:9 cannot be reached: nothing answers there"
    )
    assert len(reported) == 3
    assert CliRunner().invoke(track, ["--forget"]).output == f"dropped: {named}\n"


def test_an_address_that_can_never_work_is_refused_and_nothing_is_kept(project, recorded):
    path = recorded(project / "notebooks")
    with pytest.raises(ReproError, match="MLflow knows no store ftp:"):
        CliRunner().invoke(track, [str(path), "mlflow:ftp://x"], catch_exceptions=False)
    assert waiting() == []


@pytest.mark.parametrize("ask", [[snapshot], [sweep, "-p", "n", "1,2"]])
def test_a_wrong_address_is_reported_before_anything_runs(tmp_path, ask):
    path = written(tmp_path / "a.ipynb", "n = 0\nopen('ran', 'w')")
    before = tree(tmp_path)
    command, *options = ask
    with pytest.raises(ReproError, match="no tracker is called 'wandbb'"):
        CliRunner().invoke(command, [str(path), *options, "--track", "wandbb:x"], catch_exceptions=False)
    assert tree(tmp_path) == before


def test_a_notebook_that_was_edited_since_is_not_published(project, recorded):
    path = recorded(project / "notebooks")
    edit(path, 0, "1 + 2")
    with pytest.raises(ReproError, match="was edited since it was recorded"):
        CliRunner().invoke(track, [str(path), "mlflow:"], catch_exceptions=False)


def test_what_is_to_be_published_must_be_said(tmp_path):
    assert "say which notebook, --retry or --forget" in CliRunner().invoke(track, []).output
    assert "nothing waits to be sent" in CliRunner().invoke(track, ["--retry"]).output
    with pytest.raises(ReproError, match="has no snapshot"):
        CliRunner().invoke(
            track, [str(written(tmp_path / "a.ipynb", "1")), "mlflow:"], catch_exceptions=False
        )


def test_nothing_of_an_earlier_verification_is_forgotten(project, recorded, tmp_path):
    path = recorded(project / "notebooks")
    sent = publish(path, read_notebook(path), "mlflow:sqlite:///notebooks/mlflow.db")
    for status in ("identical", "diverged", "equivalent"):
        update_tracker(Verdict(str(path), status))
    assert client_of(project).get_run(sent.run.id).data.tags["repro.verified"] == "equivalent"
    MlflowTracker().files(destination(project), sent.run.id, tmp_path / "back")
    history = verifications_in(read_files(tmp_path / "back"))
    assert [each.status for each in history] == ["equivalent", "diverged", "identical"]
    assert {each.notebook for each in history} == {"notebooks/sum.ipynb"}


def test_a_notebook_that_was_not_run_now_was_not_verified_now(project, recorded):
    path = recorded(project / "notebooks")
    sent = publish(path, read_notebook(path), "mlflow:sqlite:///notebooks/mlflow.db")
    update_tracker(Verdict(str(path), "identical", unchanged_since=T))
    assert client_of(project).get_run(sent.run.id).data.tags["repro.verified"] == "not verified"
