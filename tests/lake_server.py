"""A stand-in for lakeFS on this machine: those addresses of its API that are asked here, as its client asks them.

It holds one repository, `lake`, with one branch, `main`.
"""

from __future__ import annotations

import hashlib
import json
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

SECRET = "hidden-secret-key"


class Lake:
    """Commits, the newest last, and what is staged."""

    def __init__(self) -> None:
        self.commits: list[tuple[str, int, dict[str, bytes]]] = []
        self.staged: dict[str, bytes] = {}

    def commit(self, time: str, **files: bytes | None) -> str:
        """Commit files, None for one that is deleted; answers the commit."""
        held = dict(self.commits[-1][2]) if self.commits else {}
        for name, content in files.items():
            held.pop(f"{name}.csv", None)
            if content is not None:
                held[f"{name}.csv"] = content
        id_ = hashlib.sha256(time.encode()).hexdigest()
        self.commits.append((id_, int(datetime.fromisoformat(time).timestamp()), held))
        self.staged = held
        return id_

    def answer(self, path: str, query: Mapping[str, list[str]]) -> Any:
        """What is known; None where it is not."""
        match path.removeprefix("/api/v1/repositories/").split("/"):
            case ["lake", "refs", ref, "commits"]:
                return self._log(ref, query.get("objects", []))
            case ["lake", "commits", id_]:
                return next((_commit(each) for each in self.commits if each[0] == id_), None)
            case ["lake", "refs", ref, "objects", *stat]:
                name = query["path"][0]
                content = self._files(ref).get(name)
                return content if content is None or not stat else _stat(name, content)
        return None

    def _files(self, ref: str) -> dict[str, bytes]:
        if ref == "main":
            return self.staged
        return next((files for id_, _, files in self.commits if id_ == ref), {})

    def _log(self, ref: str, objects: list[str]) -> Any:
        if ref != "main":
            return None
        changed, before = [], {}
        for each in self.commits:
            if any(each[2].get(name) != before.get(name) for name in objects) or not objects:
                changed.append(_commit(each))
            before = each[2]
        page = {"has_more": False, "next_offset": "", "results": len(changed), "max_per_page": 1000}
        return {"pagination": page, "results": changed[::-1]}


def _commit(commit: tuple[str, int, dict[str, bytes]]) -> dict[str, Any]:
    reported = {"parents": [], "committer": "ada", "message": "", "meta_range_id": "", "metadata": {}}
    return {"id": commit[0], "creation_date": commit[1], **reported}


def _stat(name: str, content: bytes) -> dict[str, Any]:
    reported = {"path": name, "path_type": "object", "physical_address": "mem://x", "mtime": 0}
    return {"checksum": hashlib.md5(content).hexdigest(), "size_bytes": len(content), **reported}


_ALLOWED = "Basic " + b64encode(f"hidden-key-id:{SECRET}".encode()).decode()


class _Handler(BaseHTTPRequestHandler):
    lake: Lake

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        found = self.lake.answer(unquote(parts.path), parse_qs(parts.query))
        if self.headers["Authorization"] != _ALLOWED:
            self._send(401, b'{"message": "error authenticating request"}')
        elif found is None:
            self._send(404, b'{"message": "not found"}')
        elif isinstance(found, bytes):
            self._send_part(found)
        else:
            self._send(200, json.dumps(found).encode())

    do_HEAD = do_GET

    def _send_part(self, content: bytes) -> None:
        unit, _, asked = self.headers.get("Range", "").partition("=")
        if not unit:
            self._send(200, content)
            return
        begin, _, end = asked.partition("-")
        status = 206 if int(begin) < len(content) else 416
        part = content[int(begin) : int(end) + 1 if end else None]
        self._send(status, part, {"Content-Range": f"bytes {asked}/{len(content)}"})

    def _send(self, status: int, content: bytes, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        self.send_response(status)
        kind = "application/json" if content.startswith(b"{") else "text/csv"
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def lake_server() -> Iterator[Lake]:
    """The server, as long as it is needed; the environment names it."""
    lake = Lake()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"lake": lake}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAKECTL_SERVER_ENDPOINT_URL", f"http://127.0.0.1:{server.server_address[1]}")
        patch.setenv("LAKECTL_CREDENTIALS_ACCESS_KEY_ID", "hidden-key-id")
        patch.setenv("LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY", SECRET)
        yield lake
    server.shutdown()
