"""What the network answered, held."""

from __future__ import annotations

import itertools
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from held_runs import alike, outputs_of, run

CLIENTS = {
    "urllib": "import urllib.request\n[urllib.request.urlopen(url).read() for _ in range(3)]",
    "requests": "import requests\nrequests.get(url, headers={'Authorization': 'a secret'}).text",
    "a session": "session = requests.Session()\n[session.post(url, json={'a': 1}).text, session.get(url).text]",
    "a key": "requests.get(url, params={'api_key': 'a secret', 'n': 1}).text",
    "httpx": "import httpx\nhttpx.get(url).text",
    "aiohttp": "import aiohttp\nasync with aiohttp.ClientSession() as session:\n"
    "    async with session.get(url) as answer: print(await answer.text())",
    "pandas": "import pandas\npandas.read_csv(url)",
    "a thread": "import threading\nthread = threading.Thread(target=lambda: print(requests.get(url).text))\n"
    "thread.start(); thread.join()",
}


@pytest.fixture(scope="module")
def counting():
    """Address of a server that counts."""
    count = itertools.count()

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self):
            text = f"answer {next(count)}".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.send_header("Set-Cookie", "session=a secret")
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_GET

        def log_message(self, *_): ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_answers_are_the_first_runs(tmp_path, counting):
    sources = (f"url = {counting!r}", *CLIENTS.values())
    first = alike(tmp_path, *sources, holds=("network",), held_answers=tmp_path / "answers")
    free = outputs_of(tmp_path, *sources)
    assert [name for name, one, other in zip(CLIENTS, first[1:], free[1:], strict=True) if one == other] == []
    (kept,) = (tmp_path / "answers").rglob("*.yaml")
    assert "a secret" not in kept.read_text()


def test_a_server_of_the_notebooks_own_is_asked_each_time(tmp_path):
    source = """
import itertools, os, threading, urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
class Own(BaseHTTPRequestHandler):
    def do_GET(self):
        open("asked", "a").write("x")
        self.send_response(204)
        self.end_headers()
    def log_message(self, *_): ...
server = HTTPServer(("127.0.0.1", 0), Own)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}").status)"""
    held = {"holds": ("network",), "held_answers": tmp_path / "answers"}
    assert alike(tmp_path, source, **held) == ["204\n"]
    assert (tmp_path / "asked").read_text() == "xx"


def test_uses_are_seen_in_each_run(tmp_path, counting):
    for _ in range(2):
        source = f"import urllib.request\nurllib.request.urlopen({counting!r}).read()"
        notes = run(tmp_path, source, holds=("network",), held_answers=tmp_path / "answers").notes
        assert [(use.kind, use.line) for use in notes.uses] == [("network", 2)]


def test_an_address_that_cannot_be_reached_fails_as_it_would(tmp_path):
    source = "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:1/')"
    execution = run(tmp_path, source, holds=("network",), held_answers=tmp_path / "answers")
    (failure,) = execution.failures
    assert "Connection refused" in failure.what
