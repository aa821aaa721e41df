"""A live session over the Jupyter protocol, as a front end holds it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from jupyter_repro.notebooks.notebook_files import code_cells, upgraded
from jupyter_repro.snapshots.snapshot_file import snapshot_path


class Session:
    """A kernel and what was sent to it."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self.client = client

    def run(self, source: str, cell_id: str = "") -> list[dict[str, Any]]:
        """Run a cell and answer the messages it published."""
        message = self.client.session.msg("execute_request", _request(source))
        if cell_id:
            message["metadata"]["cellId"] = cell_id
        self.client.shell_channel.send(message)
        return self._published(message["header"]["msg_id"])

    def shown(self, source: str, cell_id: str = "") -> str:
        """Text that a cell showed, streams and displays in order, errors too."""
        return "".join(_text(message) for message in self.run(source, cell_id))

    def value(self, expression: str) -> Any:
        """Value of an expression, evaluated without a trace."""
        return ast.literal_eval(self.bundle(expression)["text/plain"])

    def bundle(self, expression: str) -> dict[str, Any]:
        """The same, as a MIME bundle."""
        message = self.client.session.msg("execute_request", _request("", silent=True, expression=expression))
        self.client.shell_channel.send(message)
        while True:
            reply = self.client.get_shell_msg(timeout=60)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                data: dict[str, Any] = reply["content"]["user_expressions"]["value"]["data"]
                return data

    def _published(self, request: str) -> list[dict[str, Any]]:
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages
            messages.append(message)


@contextmanager
def session(folder: Path, **environ: str) -> Iterator[Session]:
    """A fresh kernel in `folder`."""
    import os

    manager = KernelManager(kernel_name="python3", transport="ipc", ip=str(folder / "k"))
    manager.start_kernel(cwd=str(folder), env={**os.environ, **environ})
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield Session(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run_in_order(path: Path, *, ids: bool = True, **environ: str) -> str:
    """Pin, run every cell in order, and take the snapshot, as a user does in a front end: what that says."""
    with session(path.parent, **environ) as live:
        live.run("%load_ext jupyter_repro")
        live.run("%repro pin 42")
        for _, cell in code_cells(upgraded(nbformat.read(path, as_version=4))):
            live.run(cell.source, cell.id if ids else "")
        return live.shown(f"%repro snapshot {path.name}")


def lines_but_time(path: Path) -> list[str]:
    """Lines of a notebook's snapshot, without when it was recorded, what that took, and whether it was verified."""
    content = json.loads(snapshot_path(path).read_bytes())
    times = ("recorded", "seconds", "used", "verified")
    kept = {name: value for name, value in content.items() if not name.startswith(times)}
    return json.dumps(kept, indent=1).splitlines()


def _request(source: str, *, silent: bool = False, expression: str = "") -> dict[str, Any]:
    return {
        "code": source,
        "silent": silent,
        "store_history": not silent,
        "user_expressions": {"value": expression} if expression else {},
        "allow_stdin": False,
        "stop_on_error": False,
    }


def _text(message: dict[str, Any]) -> str:
    content = message["content"]
    if message["msg_type"] == "stream":
        return str(content["text"])
    if message["msg_type"] == "error":
        return f"{content['ename']}: {content['evalue']}"
    return str(content.get("data", {}).get("text/plain", ""))
