"""A server with JupyterLab and Notebook 7, whose settings are nobody's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from live_server import TOKEN, wait_for

_FOLDERS = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_RUNTIME_DIR",
    "IPYTHONDIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
)


@contextmanager
def lab_server(root: Path, settings: Path, port: int, *more: str) -> Iterator[str]:
    """Serves a folder, with pages that tests can ask; answers its address."""
    arguments = [
        "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={root}",
        "--LabApp.expose_app_in_browser=True", "--JupyterNotebookApp.expose_app_in_browser=True", *more,
    ]  # fmt: skip
    _ask_for_no_news(settings)
    log = (settings / "log").open("wb")
    process = subprocess.Popen(
        [Path(sys.executable).with_name("jupyter-lab"), *arguments],
        env={**os.environ, **{name: str(settings / name) for name in _FOLDERS}},
        stdout=log,
        stderr=log,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/api")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


def _ask_for_no_news(settings: Path) -> None:
    news = settings / "JUPYTERLAB_SETTINGS_DIR" / "@jupyterlab" / "apputils-extension"
    news.mkdir(parents=True)
    (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
