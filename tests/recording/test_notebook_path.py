"""The notebook's own path, from those who know it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from conftest import written
from jupyter_client.blocking.client import BlockingKernelClient
from live import Session

from jupyter_repro.errors import ReproError
from jupyter_repro.recording.notebook_path import notebook_path

TOKEN = "t"


def test_what_the_user_says_comes_first(tmp_path):
    here = written(tmp_path / "here.ipynb", "1")
    assert notebook_path("other.ipynb", {"__vsc_ipynb_file__": str(here)}, {}) == Path("other.ipynb")


@pytest.mark.parametrize("name", ["__vsc_ipynb_file__", "PAPERMILL_INPUT_PATH"])
def test_a_front_end_tells_it_by_a_variable(tmp_path, name):
    here = written(tmp_path / "here.ipynb", "1")
    assert notebook_path("", {name: str(here)}, {}) == here


def test_a_path_where_no_file_lies_is_not_believed(tmp_path):
    with pytest.raises(ReproError, match="%repro snapshot PATH"):
        notebook_path("", {}, {"JPY_SESSION_NAME": str(tmp_path / "renamed.ipynb")})


def test_papermill_tells_it_on_its_command_line(tmp_path):
    path = written(tmp_path / "in.ipynb", "%load_ext jupyter_repro", "%repro status")
    out = tmp_path / "out.ipynb"
    papermill = Path(sys.executable).with_name("papermill")
    subprocess.run([papermill, path, out, "--cwd", tmp_path], check=True, capture_output=True)
    answer = nbformat.read(out, as_version=4).cells[-1].outputs[0].data["text/plain"]
    assert answer.splitlines()[0] == "notebook   in.ipynb"


@contextmanager
def server(application, folder):
    """A real server of JupyterLab or Notebook 7; answers its address."""
    port, runtime = "18765" if application == "lab" else "18766", folder / "runtime"
    arguments = [
        "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}",
    ]  # fmt: skip
    process = subprocess.Popen(
        [Path(sys.executable).with_name(f"jupyter-{application}"), *arguments],
        env={**os.environ, "JUPYTER_RUNTIME_DIR": str(runtime)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/api"
        wait_for(address)
        yield address, runtime
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(address):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return asked(f"{address}/status")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise TimeoutError(address)


def asked(address, body=None):
    headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(address, data, headers), timeout=30) as answer:
        return json.load(answer)


@pytest.mark.parametrize("application", ["lab", "notebook"])
def test_jupyterlab_and_notebook_7_tell_it_to_the_kernel(tmp_path, application):
    written(tmp_path / "sub" / "here.ipynb", "1")
    with server(application, tmp_path) as (address, runtime):
        # what both front ends send when a notebook is opened
        body = {
            "path": "sub/here.ipynb",
            "name": "here.ipynb",
            "type": "notebook",
            "kernel": {"name": "python3"},
        }
        kernel = asked(f"{address}/sessions", body)["kernel"]["id"]
        client = BlockingKernelClient(connection_file=str(runtime / f"kernel-{kernel}.json"))
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        live = Session(client)
        live.run("%load_ext jupyter_repro")
        assert live.shown("%repro status").splitlines()[0] == "notebook   here.ipynb"
        assert "here.ipynb recorded" in live.shown("%repro snapshot")
        client.stop_channels()
    assert (tmp_path / "sub" / "here.repro.json").exists()
