"""A real Jupyter Server with the extension, in its own root folder."""

from __future__ import annotations

import asyncio
import json
import shutil

import pytest
from conftest import command, written

# by name here, and not as a plug-in of all tests: it runs coroutines its own way
from pytest_jupyter.jupyter_core import *  # noqa: F403
from pytest_jupyter.jupyter_server import *  # noqa: F403
from tornado.httpclient import HTTPClientError

from jupyter_repro.files.cache_folder import CACHE, cache_folder


@pytest.fixture
def jp_server_config():
    return {
        "ServerApp": {
            # terminals warn of a handler of theirs, once a server
            "jpserver_extensions": {"jupyter_repro": True, "jupyter_server_terminals": False},
            "allow_unauthenticated_access": False,
        }
    }


def made(folder):
    """A notebook in this folder, with a file that it reads."""
    path = written(folder / "a.ipynb", "open('d.txt').read()", "1 + 1")
    (folder / "d.txt").write_text("1")
    return path


@pytest.fixture
def notebook(jp_root_dir):
    """In a folder of the server, with a file that it reads; not recorded yet."""
    return made(jp_root_dir / "folder")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of the test's own."""
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))


@pytest.fixture
def record():
    """Records a notebook, in a process of its own: the server's loop runs in this one."""

    def recorded(path):
        assert command("snapshot", path).returncode == 0
        shutil.rmtree(
            cache_folder() / "kept", ignore_errors=True
        )  # what can be restored is in git, or nowhere
        return path

    return recorded


@pytest.fixture(scope="session")
def recorded_elsewhere(tmp_path_factory):
    """A folder of the same notebook, recorded."""
    folder = tmp_path_factory.mktemp("recorded")
    assert command("snapshot", made(folder)).returncode == 0
    return folder


@pytest.fixture
def recorded(notebook, recorded_elsewhere):
    """The notebook with its snapshot; none of its data is kept in the cache of the test."""
    shutil.copytree(recorded_elsewhere, notebook.parent, dirs_exist_ok=True)
    return notebook


class Server:
    """The server as a page speaks to it."""

    def __init__(self, fetch):
        self._fetch = fetch

    async def ask(self, method, *address, body=None, **options):
        """Status and JSON of the answer to one request."""
        body = json.dumps(body) if body is not None else options.pop("raw", None)
        try:
            answer = await self._fetch("jupyter-repro", *address, method=method, body=body, **options)
        except HTTPClientError as error:
            return error.code, json.loads(error.response.body or "null")
        return answer.code, json.loads(answer.body)

    async def state(self, path="folder/a.ipynb"):
        status, reported = await self.ask("GET", "state", params={"path": path})
        assert status == 200
        return reported

    async def drift(self, path="folder/a.ipynb"):
        status, reported = await self.ask("GET", "drift", params={"path": path})
        assert status == 200
        return reported["changes"]

    async def job(self, path="folder/a.ipynb", kind="verify"):
        """A job that was asked for."""
        status, reported = await self.ask("POST", "jobs", body={"path": path, "kind": kind})
        assert status == 202
        return reported

    async def ended(self, name, seconds=60):
        """The job when it has ended."""
        for _ in range(seconds * 10):
            _, reported = await self.ask("GET", "jobs", name)
            if reported["phase"] in {"done", "failed", "cancelled"}:
                return reported
            await asyncio.sleep(0.1)
        raise AssertionError(reported)


@pytest.fixture
def server(jp_fetch):
    return Server(jp_fetch)
