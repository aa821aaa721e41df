"""The notebook's own path, from those who know it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import written
from jupyter_client.blocking.client import BlockingKernelClient
from live import Session
from live_server import asked, server

from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.kernel_notebook import notebook_path


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
        client.start_channels(hb=False)  # its heart is asked before it beats
        client.wait_for_ready(timeout=60)
        live = Session(client)
        live.run("%load_ext jupyter_repro")
        assert live.shown("%repro status").splitlines()[0] == "notebook   here.ipynb"
        assert "here.ipynb recorded" in live.shown("%repro snapshot")
        client.stop_channels()
    assert (tmp_path / "sub" / "here.repro.json").exists()
