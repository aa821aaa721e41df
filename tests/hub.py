"""A Hugging Face Hub on this machine: the few addresses that its client asks for what a repository has."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True)
class Commit:
    date: str
    files: dict[str, bytes]

    @property
    def id(self) -> str:
        return hashlib.sha1(repr((self.date, sorted(self.files.items()))).encode()).hexdigest()


@dataclass
class Hub:
    """One data set, `ada/orders`, with its commits, the oldest first, and its branches."""

    commits: list[Commit]
    branches: dict[str, list[Commit]] = field(default_factory=dict)
    status: int = 0
    """Answered to everything, where it is set."""
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def of(self, revision: str) -> list[Commit]:
        if revision in self.branches:
            return self.branches[revision]
        every = [*self.commits, *(each for branch in self.branches.values() for each in branch)]
        if revision == "main":
            return self.commits
        found = next((each for each in every if each.id == revision), None)
        line = next((line for line in (self.commits, *self.branches.values()) if found in line), [])
        return line[: line.index(found) + 1] if found else []


@contextmanager
def hub(commits: list[Commit], **branches: list[Commit]) -> Iterator[Hub]:
    served = Hub(commits, branches)

    class Answers(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            self.answer(b"")

        def do_HEAD(self):
            self.answer(b"")

        def do_POST(self):
            self.answer(self.rfile.read(int(self.headers["Content-Length"])))

        def answer(self, body: bytes) -> None:
            served.asked.append(self.path)
            status, headers, content = answer_of(served, unquote(urlsplit(self.path).path), body)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    served.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answer_of(served: Hub, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    if served.status:
        return refusal(served.status, "")
    if "ada/orders" not in path:
        return refusal(401, "RepoNotFound")
    what, _, rest = path.partition("ada/orders/")[2].partition("/")
    if what == "resolve":
        revision, _, file = rest.partition("/")
        return download(served.of(revision), file)
    revision = next((each for each in served.branches if rest.startswith(each)), rest.partition("/")[0])
    commits = served.of(revision or "main")
    if not commits:
        return refusal(404, "RevisionNotFound")
    inner = rest.removeprefix(revision).strip("/")
    reported = {"revision": info, "commits": listing, "paths-info": paths, "tree": tree, "": info}[what]
    return 200, {"Content-Type": "application/json"}, json.dumps(reported(commits, inner, body)).encode()


def refusal(status: int, code: str) -> tuple[int, dict[str, str], bytes]:
    return status, {"X-Error-Code": code} if code else {}, b"{}"


def info(commits, *_):
    return {"id": "ada/orders", "sha": commits[-1].id, "siblings": []}


def listing(commits, *_):
    return [
        {"id": each.id, "authors": [{"user": "ada"}], "date": each.date, "title": "", "message": ""}
        for each in reversed(commits)
    ]


def paths(commits, _inner, body):
    wanted = parse_qs(body.decode()).get("paths", [])
    folders = [{"type": "directory", "oid": "0", "path": each} for each in wanted if tree(commits, each)]
    return [each for each in tree(commits) if each["path"] in wanted] + folders


def tree(commits, inner="", _body=b""):
    files = commits[-1].files.items()
    return [entry(path, content) for path, content in files if not inner or path.startswith(f"{inner}/")]


def entry(path: str, content: bytes) -> dict[str, object]:
    reported = {"type": "file", "oid": hashlib.sha1(content).hexdigest(), "size": len(content), "path": path}
    if path.endswith(".parquet"):
        reported["lfs"] = {"oid": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 1}
    return reported


def download(commits, file) -> tuple[int, dict[str, str], bytes]:
    if not commits or file not in commits[-1].files:
        return refusal(404, "EntryNotFound")
    content = commits[-1].files[file]
    return 200, {"ETag": f'"{hashlib.sha1(content).hexdigest()}"', "X-Repo-Commit": commits[-1].id}, content


def moment(commit: Commit) -> datetime:
    return datetime.fromisoformat(commit.date)
