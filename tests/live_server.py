"""A real Jupyter server, with the requests that front ends send."""

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

TOKEN = "t"
PORTS = {"lab": 18765, "notebook": 18766, "server": 18767}
"""One each: test files run at the same time."""


@contextmanager
def server(application, folder):
    """A real server, of JupyterLab, Notebook 7 or neither; answers its address and its runtime folder."""
    port, runtime = PORTS[application], folder / "runtime"
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
