"""Planted secrets are nowhere in what is written: snapshot, reports, answers, logs, cache and bundle."""

from __future__ import annotations

import json
import subprocess
import zipfile

import pytest
from conftest import inside, written
from planted_secrets import CELLS, ENVIRON, PLACES, SECRETS
from readers import data_server, served

IN_THE_REMOTE = "git remote"
COMMANDS = (
    "snapshot a.ipynb --watch-all",
    "verify a.ipynb -o a.json -o a.txt -o a.html -o a.md",
    "verify a.ipynb --format json",
    "verify a.ipynb --sandbox",
    "show a.ipynb",
    "show a.ipynb --format json",
    "diff a.ipynb",
    "lineage a.ipynb",
    "log a.ipynb",
    "data status a.ipynb",
    "track a.ipynb mlflow:sqlite:///mlflow.db",
    "handoff a.ipynb",
    "doctor",
)


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Folder of a project that was recorded, verified, published, handed over and reported, and what was printed."""
    folder = tmp_path_factory.mktemp("secrets") / "project"
    folder.mkdir()
    served(folder).mkdir()
    (served(folder) / "u1.csv").write_text("1")
    written(folder / "a.ipynb", *CELLS)
    (folder / "pyproject.toml").write_text("[tool.jupyter-repro]\nlock = 'requirements'\n")
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "credentials.json"
    elsewhere.write_text(json.dumps(SECRETS))
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (
        ["init", "-q"],
        ["remote", "add", "origin", f"https://me:{SECRETS[IN_THE_REMOTE]}@host/x.git"],
        ["add", "."],
        ["commit", "-qm", "first"],
    ):
        subprocess.run([*git, *command], cwd=folder, check=True)
    with data_server(folder) as port:
        environ = {
            **ENVIRON,
            "PLANTED_FILE": str(elsewhere),
            "DATA_PORT": str(port),
            "JUPYTER_REPRO_CACHE": str(folder / "cache"),
        }
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("JUPYTER_REPRO_LOCK", raising=False)
            done = [inside(*line.split(), cwd=folder, **environ) for line in COMMANDS]
    return folder, [each.stdout + each.stderr for each in done]


def contents(path):
    """The bytes of a file; of an archive those of its members, which are compressed."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.fixture(scope="module")
def files(said):
    folder, _ = said
    places = [path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts]
    return {path.relative_to(folder).as_posix(): contents(path) for path in places}


def test_there_are_fifty():
    assert len(set(PLACES)) == len(set(SECRETS.values())) == 50


@pytest.mark.parametrize("place", PLACES)
def test_a_secret_is_nowhere_in_what_was_written_or_said(said, files, place):
    _, words = said
    secret = SECRETS[place]
    assert [name for name, content in files.items() if secret.encode() in content] == []
    assert [line for line, each in zip(COMMANDS, words, strict=True) if secret in each] == []


def test_all_of_it_was_made(files):
    assert {"a.repro.json", "a.html", "a.json", "a.md", "mlflow.db", "a.repro.zip"} <= files.keys()


def test_what_was_used_was_recorded(files):
    context = json.loads(files["a.repro.json"])["context"]
    assert any("u1.csv?token=…" in name for name in context["data"])
    assert context["git"]["remote"] == "https://host/x.git"
