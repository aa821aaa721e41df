"""Kernels that are started by our provisioner: through jupyter_client, and by a real server."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager

import pytest
from conftest import written
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from live import Session
from live_server import asked, server

import jupyter_repro
from jupyter_repro.executing import kernel_spec
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.taking_snapshots.recorded_run import RecordingOptions, record


@pytest.fixture(autouse=True)
def installed(tmp_path, monkeypatch):
    """Our kernel, installed below the test's folder."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share" / "jupyter"))
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)
    return kernel_spec.install(prefix=str(tmp_path)).folder


@pytest.fixture
def notebook(tmp_path):
    return written(tmp_path / "work" / "a.ipynb", "hash('a')", kernel="python3-repro")


@contextmanager
def kernel(notebook, **environ):
    """A kernel as a server starts it for a notebook; answers its manager too."""
    sockets = notebook.parent / "k"
    manager = KernelManager(kernel_name="python3-repro", transport="ipc", ip=str(sockets))
    environ = {**os.environ, "JPY_SESSION_NAME": str(notebook), **environ}
    manager.start_kernel(cwd=str(notebook.parent), env=environ)
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield Session(client), manager
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def variable(session, name):
    return session.value(f"__import__('os').environ.get({name!r})")


def test_hash_seed_and_time_zone_are_those_of_the_snapshot(notebook, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Apia")
    recorded = record(notebook, RecordingOptions(seed=7)).context.environment
    monkeypatch.setenv("TZ", "UTC")
    with kernel(notebook) as (session, _):
        assert variable(session, "PYTHONHASHSEED") == recorded["PYTHONHASHSEED"] == "7"
        assert variable(session, "TZ") == "Pacific/Apia"
        assert session.value("__import__('time').tzname[0]") == "+13"


def test_a_value_in_the_session_is_the_value_that_was_recorded(notebook):
    jupyter_repro.snapshot(notebook)
    shown = json.loads(notebook.read_text())["cells"][0]["outputs"][0]["data"]["text/plain"]
    with kernel(notebook) as (session, _):
        assert session.value("hash('a')") == int("".join(shown))


def test_a_restart_takes_the_snapshot_that_is_there_then(notebook):
    with kernel(notebook) as (session, manager):
        assert variable(session, "PYTHONHASHSEED") == "42"
        record(notebook, RecordingOptions(seed=7))
        manager.restart_kernel()
        session.client.wait_for_ready(timeout=60)
        assert variable(session, "PYTHONHASHSEED") == "7"


def test_what_the_kernel_specs_own_env_sets_wins(notebook, installed, monkeypatch):
    spec = json.loads((installed / "kernel.json").read_text())
    spec["env"] = {"PYTHONHASHSEED": "5", "TZ": "${HOME_ZONE}"}
    (installed / "kernel.json").write_text(json.dumps(spec))
    jupyter_repro.snapshot(notebook)
    with kernel(notebook, HOME_ZONE="Asia/Tokyo") as (session, _):
        assert variable(session, "PYTHONHASHSEED") == "5"
        assert variable(session, "TZ") == "Asia/Tokyo"
        assert variable(session, "CUBLAS_WORKSPACE_CONFIG") == ":4096:8"


def damaged_snapshot(notebook):
    snapshot_path(notebook).write_text('{"schema": "jupyter-repro/snap')


def snapshot_that_is_a_folder(notebook):
    snapshot_path(notebook).mkdir()


def wrong_settings(notebook):
    (notebook.parent / "pyproject.toml").write_text("[tool.jupyter-repro]\nsede = 1\n")


@pytest.mark.parametrize("harm", [damaged_snapshot, snapshot_that_is_a_folder, wrong_settings])
def test_whatever_lies_beside_the_notebook_the_kernel_starts_and_one_line_is_logged(notebook, caplog, harm):
    harm(notebook)
    with kernel(notebook) as (session, _):
        assert variable(session, "PYTHONHASHSEED") == "42"
    lines = [each.getMessage() for each in caplog.records if "jupyter-repro:" in each.getMessage()]
    assert len(lines) == 1
    assert lines[0].endswith("The kernel starts with the default pins.")
    assert "\n" not in lines[0]


def test_a_kernel_without_a_notebook_starts_with_the_default_pins(tmp_path):
    with kernel(tmp_path / "none.ipynb", JPY_SESSION_NAME="") as (session, _):
        assert variable(session, "PYTHONHASHSEED") == "42"


@pytest.mark.parametrize("named", [{"name": "a.ipynb"}, {}], ids=["with its name", "without"])
def test_a_server_starts_the_notebooks_kernel_with_the_pins_of_its_snapshot(tmp_path, notebook, named):
    record(notebook, RecordingOptions(seed=7))
    kernel_named = {"kernel": {"name": "python3-repro"}}
    with server("server", tmp_path) as (address, runtime):
        body = {"path": "work/a.ipynb", "type": "notebook", **named, **kernel_named}
        started = asked(f"{address}/sessions", body)["kernel"]["id"]
        client = BlockingKernelClient(connection_file=str(runtime / f"kernel-{started}.json"))
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        assert variable(Session(client), "PYTHONHASHSEED") == "7"
        client.stop_channels()
