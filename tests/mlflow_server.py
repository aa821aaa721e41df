"""A real MLflow server, and servers that only answer as one that is not right."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from contextlib import chdir, contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = b"<html><body>Sign in to the proxy</body></html>"


@cache
def _template() -> Path:
    """An empty database of MLflow's: to make its tables takes seconds, so they are made once."""
    from mlflow.tracking import MlflowClient

    folder = Path(tempfile.mkdtemp(prefix="repro-mlflow-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with chdir(folder):
        MlflowClient(f"sqlite:///{folder}/mlflow.db").search_experiments()
    return folder / "mlflow.db"


def empty_database(path: Path) -> Path:
    """A new database at `path`."""
    return Path(shutil.copyfile(_template(), path))


@contextmanager
def mlflow_server(folder: Path):
    """Answers its address; it keeps its database and its artifacts in `folder`."""
    empty_database(folder / "server.db")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [
        "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--backend-store-uri", f"sqlite:///{folder}/server.db", "--artifacts-destination", str(folder / "artifacts"),
    ]  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "mlflow", "server", *arguments],
        cwd=folder,
        env={
            **os.environ,
            "MLFLOW_DISABLE_TELEMETRY": "true",
            "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # it waits for its own clients otherwise
        process.wait(timeout=30)


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(address)


@contextmanager
def answering(status: int, content: bytes = PAGE, instead_of: str = "", allowed: int = 0):
    """A server that answers everything with `content`.

    With `instead_of`, it passes the first `allowed` requests on to the server there.
    """
    seen = iter(range(allowed))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if instead_of and next(seen, None) is not None:
                self._pass_on()
            else:
                self._answer(status, content)

        do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

        def _pass_on(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {
                name: value for name, value in self.headers.items() if name not in {"Host", "Connection"}
            }
            request = urllib.request.Request(
                f"{instead_of}{self.path}", body or None, headers, method=self.command
            )
            try:
                with urllib.request.urlopen(request, timeout=20) as found:
                    self._answer(found.status, found.read())
            except urllib.error.HTTPError as error:
                self._answer(error.code, error.read())

        def _answer(self, code, body):
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
