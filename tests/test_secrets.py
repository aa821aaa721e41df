"""Planted secrets are nowhere in what is written: snapshot, reports, answers, logs and cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from conftest import written
from readers import data_server, served

SECRETS = {
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMIplantedKEYinTHEenvironment",
    "DATABASE_PASSWORD": "planted-in-a-database-address",
    "URL_TOKEN": "planted-in-an-address",
    "URL_PASSWORD": "planted-before-a-host",
}
IN_THE_REMOTE = "planted-in-the-remote"
CELLS = (
    "import os, sqlite3, urllib.request\nkey = os.environ['AWS_SECRET_ACCESS_KEY']",
    "token = os.environ['URL_TOKEN']\n"
    "address = f\"http://127.0.0.1:{os.environ['DATA_PORT']}/u1.csv?token={token}#{token}\"\n"
    "len(urllib.request.urlopen(address).read())",
    "try:\n    urllib.request.urlopen(f\"http://me:{os.environ['URL_PASSWORD']}@no.invalid:9/\")\n"
    "except OSError:\n    pass",
    "from sqlalchemy.engine import URL\n"
    "URL.create('postgresql', 'me', os.environ['DATABASE_PASSWORD'], 'host')\n"
    "sqlite3.connect('s.db').execute('select ? as x', (key,)).fetchall() == [(key,)]",
    "import subprocess\nsubprocess.run(['sh', '-c', 'true', key]).returncode",
)


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Folder of a project that was recorded, verified and reported in every way, and all that was printed."""
    folder = tmp_path_factory.mktemp("secrets") / "project"
    folder.mkdir()
    served(folder).mkdir()
    (served(folder) / "u1.csv").write_text("1")
    written(folder / "a.ipynb", *CELLS)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (
        ["init", "-q"],
        ["remote", "add", "origin", f"https://me:{IN_THE_REMOTE}@host/x.git"],
        ["add", "."],
        ["commit", "-qm", "first"],
    ):
        subprocess.run([*git, *command], cwd=folder, check=True)
    with data_server(folder) as port:
        environ = {
            **os.environ,
            **SECRETS,
            "DATA_PORT": str(port),
            "JUPYTER_REPRO_CACHE": str(folder / "cache"),
        }
        words = [
            run(environ, folder, *line.split())
            for line in (
                "snapshot a.ipynb",
                "verify a.ipynb -o a.json -o a.txt",
                "verify a.ipynb --format json",
                "show a.ipynb",
                "diff a.ipynb",
                "doctor",
            )
        ]
    return folder, words


def run(environ, folder, *arguments):
    command = [sys.executable, "-m", "jupyter_repro", *arguments]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize("secret", [*SECRETS.values(), IN_THE_REMOTE])
def test_a_secret_is_nowhere_in_what_was_written_or_said(said, secret):
    folder, words = said
    places = [path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts]
    assert folder / "a.repro.json" in places
    assert [path for path in places if secret.encode() in path.read_bytes()] == []
    assert not any(secret in each for each in words)


def test_what_was_used_was_recorded(said):
    folder, _ = said
    context = json.loads((folder / "a.repro.json").read_text())["context"]
    assert any("u1.csv?token=…" in name for name in context["data"])
    assert context["git"]["remote"] == "https://host/x.git"
