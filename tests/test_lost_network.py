"""The network goes away while a command sends or fetches: nothing is lost, and the next run makes it whole."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import s3fs
from conftest import inside, tree, written
from cut_line import line_to
from mlflow_server import mlflow_server
from object_server import ObjectServer, object_server

MOMENTS = (0.0, 0.2, 0.5, 0.9)
"""Parts of the bytes that usually go through."""
FOLDERS = ("project", "cache")
DATA = "data/values.csv"
ROWS = "".join(f"{number},{number * 7919 % 1000}\n" for number in range(40_000))


@dataclass
class Project:
    """A recorded notebook whose data lies in an object store too, reached by a line."""

    folder: Path
    cache: Path
    scratch: Path
    remote: str
    store: ObjectServer

    def forget_remote(self) -> None:
        """Remove all that was sent."""
        found = self.store.client.list_objects_v2(Bucket="kept").get("Contents", [])
        for each in found:
            self.store.client.delete_object(Bucket="kept", Key=each["Key"])

    def run(self, *words):
        """A command of the command line in it."""
        return inside(
            *words,
            cwd=self.folder,
            JUPYTER_REPRO_CACHE=str(self.cache),
            JUPYTER_REPRO_LOCK="none",
        )


@pytest.fixture(scope="module")
def store():
    with object_server() as server:
        server.bucket("kept", versions=False)
        yield server


@pytest.fixture(scope="module")
def line(store):
    # a client of another test's would still know the store's own address
    s3fs.S3FileSystem.clear_instance_cache()
    with line_to(store.url) as line, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", line.url)
        patch.setenv("AWS_MAX_ATTEMPTS", "1")
        yield line
    s3fs.S3FileSystem.clear_instance_cache()


@pytest.fixture
def project(tmp_path, monkeypatch, store, line):
    """With its data kept in the cache."""
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    made = Project(tmp_path / "project", tmp_path / "cache", scratch, f"s3://kept/{tmp_path.name}", store)
    written(made.folder / "a.ipynb", f"len(open('{DATA}').read())")
    (made.folder / "data").mkdir()
    (made.folder / DATA).write_text(ROWS)
    (made.folder / "pyproject.toml").write_text(
        f'[tool.jupyter-repro.data]\nkeep = "always"\nremote = "{made.remote}"\n'
    )
    assert made.run("snapshot", "a.ipynb").returncode == 0
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    return made


def nothing_to_prepare(_project):
    """The data is in the cache and not in the store."""


def in_the_store_alone(project):
    """As for a colleague who clones the repository."""
    assert project.run("data", "push", "a.ipynb").returncode == 0
    shutil.rmtree(project.cache)


def lost_here_too(project):
    in_the_store_alone(project)
    (project.folder / DATA).unlink()


COMMANDS = {
    "data push": (("data", "push", "a.ipynb"), nothing_to_prepare),
    "data pull": (("data", "pull", "a.ipynb"), in_the_store_alone),
    "restore --data": (("restore", "a.ipynb", "--data"), lost_here_too),
}


def assert_is_said(done):
    """What went wrong, where, and what to do."""
    what, *remedy = (done.stdout + done.stderr).rstrip().splitlines()
    assert "127.0.0.1" in what or "kept" in what, done
    assert len(remedy) in {1, 2}, done


@pytest.mark.parametrize("name", COMMANDS)
def test_data_that_is_sent_or_fetched_is_whole_or_not_there(name, project, line, tmp_path):
    words, prepare = COMMANDS[name]
    prepare(project)
    before = tmp_path / "before"
    for each in FOLDERS:
        if (tmp_path / each).exists():
            shutil.copytree(tmp_path / each, before / each)
    line.mend()
    assert project.run(*words).returncode == 0
    usual = line.carried
    assert usual > 0
    for moment in MOMENTS:
        for each in FOLDERS:
            shutil.rmtree(tmp_path / each, ignore_errors=True)
            if (before / each).exists():
                shutil.copytree(before / each, tmp_path / each)
        if name == "data push":
            project.forget_remote()
        files = tree(project.folder)
        line.cut_after(moment * usual)
        done = project.run(*words)
        assert done.returncode, moment
        assert_is_said(done)
        left = tree(project.folder)
        assert left.pop(DATA, ROWS.encode()) == files.pop(DATA, ROWS.encode()) == ROWS.encode()
        assert left == files
        line.mend()
        assert project.run(*words).returncode == 0
        assert (project.folder / DATA).read_text() == ROWS
        assert [*project.scratch.iterdir()] == []


@pytest.fixture(scope="module")
def tracker(tmp_path_factory):
    with mlflow_server(tmp_path_factory.mktemp("tracker")) as url:
        yield url


def test_a_run_that_the_network_broke_off_is_whole_when_sent_again(tracker, project):
    from mlflow.tracking import MlflowClient

    client = MlflowClient(tracker)
    with line_to(tracker) as line:
        words = ("track", "a.ipynb", f"mlflow:{line.url}")
        assert project.run(*words).returncode == 0
        usual, files = line.carried, tree(project.folder)
        for moment in MOMENTS[1::2]:
            line.cut_after(moment * usual)
            done = project.run(*words)
            assert done.returncode, moment
            assert_is_said(done)
            assert tree(project.folder) == files
            line.mend()
            assert project.run(*words).returncode == 0
            runs = client.search_runs([each.experiment_id for each in client.search_experiments()])
            assert [run.info.status for run in runs] == ["FINISHED"]
