"""Whose requests are refused, what leads nowhere, and what is too large: for every handler, and nothing is touched."""

from __future__ import annotations

import asyncio
import json
import time
import warnings
from urllib.parse import urlencode

import pytest
from conftest import tree, written
from jupyter_server.auth import User
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import JupyterServerAuthWarning
from repositories import git
from tornado.web import create_signed_value

from jupyter_repro.server.addresses import ADDRESSES

NOTEBOOK = {"path": "folder/a.ipynb"}
REQUESTS = [
    ("GET", ["state"], NOTEBOOK, None),
    ("GET", ["drift"], NOTEBOOK, None),
    ("POST", ["outputs"], None, {**NOTEBOOK, "cells": {}}),
    ("POST", ["restore"], None, {**NOTEBOOK, "name": "d.txt"}),
    ("GET", ["folder"], {"path": "folder"}, None),
    ("GET", ["notebooks"], None, None),
    ("POST", ["jobs", "many"], None, {"paths": [NOTEBOOK["path"]], "kind": "verify"}),
    ("POST", ["jobs", "end"], None, {"ids": ["1"]}),
    ("GET", ["jobs"], None, None),
    ("POST", ["jobs"], None, {**NOTEBOOK, "kind": "verify"}),
    ("GET", ["jobs", "1"], None, None),
    ("DELETE", ["jobs", "1"], None, None),
    ("GET", ["jobs", "1", "report"], None, None),
]
PATHS = [
    ("../outside.ipynb", 404),
    ("folder/../../outside.ipynb", 404),
    ("..%2foutside.ipynb", 404),
    ("/etc/outside.ipynb", 404),
    ("file:///etc/outside.ipynb", 404),
    ("folder/none.ipynb", 404),
    ("folder/b.ipynb", 404),
    (".hidden/a.ipynb", 404),
    ("folder/../.hidden/a.ipynb", 404),
    ("a\0.ipynb", 404),
    ("folder/d.txt", 400),
    ("folder", 400),
    ("", 400),
]
SIZE = 100_000_000


@pytest.fixture
def fetch(jp_serverapp, http_server_client, jp_base_url):
    """The status of a request with nothing but what is said here: no token, no cookie."""

    async def fetched(method, *address, params=None, body=None, headers=None):
        query = f"?{urlencode(params)}" if params else ""
        answer = await http_server_client.fetch(
            f"{jp_base_url}jupyter-repro/{'/'.join(address)}{query}",
            method=method,
            headers=headers or {},
            body=None if body is None else json.dumps(body),
            raise_error=False,
        )
        return answer.code

    return fetched


@pytest.fixture
def restorable(notebook, jp_root_dir):
    """All that the requests ask for could be done, and would be seen."""
    git(jp_root_dir, "init", "-q")
    return notebook


def test_every_handler_is_asked():
    patterns = {address.removeprefix("/jupyter-repro/").replace(r"(\d+)", "1") for address, _ in ADDRESSES}
    assert {"/".join(address) for _, address, _, _ in REQUESTS} == patterns


@pytest.mark.parametrize("headers", [{}, {"Authorization": "token wrong"}, {"Cookie": "username-x=other"}])
async def test_without_the_token_nothing_is_answered(fetch, restorable, jp_root_dir, jp_serverapp, headers):
    before = tree(jp_root_dir)
    for method, address, params, body in REQUESTS:
        assert await fetch(method, *address, params=params, body=body, headers=headers) == 403, address
    assert tree(jp_root_dir) == before
    assert list(jp_serverapp.web_app.settings["jupyter_repro_jobs"]) == []


@pytest.fixture
def cookie(jp_serverapp):
    """The cookie of somebody who has logged in where a secret, this server's if none is given, is the server's."""
    provider = jp_serverapp.identity_provider
    provider.cookie_name = "who"

    def signed(secret=jp_serverapp.web_app.settings["cookie_secret"]):
        value = create_signed_value(secret, "who", provider.user_to_cookie(User("a")))
        return f"who={value.decode()}"

    return signed


async def test_the_cookie_of_another_server_lets_nobody_in(fetch, cookie, restorable):
    another = cookie(b"another secret")
    for method, address, params, body in REQUESTS:
        assert await fetch(method, *address, params=params, body=body, headers={"Cookie": another}) == 403


async def test_a_cookie_without_the_token_against_forgery_changes_nothing(
    fetch, cookie, restorable, jp_root_dir, jp_serverapp, jp_base_url
):
    before = tree(jp_root_dir)
    referer = {"Host": "localhost", "Referer": f"http://localhost{jp_base_url}"}
    for method, address, params, body in REQUESTS:
        status = await fetch(
            method, *address, params=params, body=body, headers={"Cookie": cookie(), **referer}
        )
        # reading is let through, else the cookie itself would be what is refused
        assert status == 403 if method != "GET" else status in {200, 404}, address
    assert tree(jp_root_dir) == before
    assert list(jp_serverapp.web_app.settings["jupyter_repro_jobs"]) == []


async def test_with_the_token_against_forgery_the_cookie_is_enough(fetch, cookie, restorable):
    headers = {"Cookie": f"{cookie()}; _xsrf=t", "X-XSRFToken": "t"}
    assert await fetch("POST", "jobs", body={**NOTEBOOK, "kind": "verify"}, headers=headers) == 202


FOLDERS = [
    "..",
    "folder/../..",
    "..%2f",
    "/etc",
    "none",
    "folder/d.txt",
    ".hidden",
    "folder/../.hidden",
    "a\0",
]


async def test_a_folder_that_lies_elsewhere_is_not_looked_into(server, restorable, jp_root_dir):
    written(jp_root_dir / ".hidden" / "a.ipynb", "1")
    for path in FOLDERS:
        for address in ("folder", "notebooks"):
            assert (await server.ask("GET", address, params={"path": path}))[0] == 404, path


async def test_a_path_that_leads_elsewhere_reaches_nothing(server, restorable, jp_root_dir):
    written(jp_root_dir.parent / "outside.ipynb", "1")
    written(jp_root_dir / ".hidden" / "a.ipynb", "1")
    (restorable.parent / "b.ipynb").mkdir()
    before = tree(jp_root_dir.parent)
    for path, status in PATHS:
        for address in ("state", "drift"):
            assert (await server.ask("GET", address, params={"path": path}))[0] == status, path
        for kind in ("verify", "handoff"):
            asked = {"path": path, "kind": kind}
            assert (await server.ask("POST", "jobs", body=asked))[0] == status, path
            both = {"paths": [NOTEBOOK["path"], path], "kind": "snapshot"}
            assert (await server.ask("POST", "jobs", "many", body=both))[0] == status, path
        assert (await server.ask("POST", "restore", body={"path": path, "name": "d.txt"}))[0] == status, path
    assert (await server.ask("GET", "jobs"))[1] == []
    assert {name: what for name, what in tree(jp_root_dir.parent).items() if name in before} == before


BAD = [
    "",
    "{",
    "[]",
    '"a.ipynb"',
    "{}",
    "\x00",
    "null",
    '{"path": 7}',
    '{"path": null}',
    "\ufeff{}",
    "[" * 50_000,
]


async def test_what_is_no_request_is_refused(server, restorable, jp_root_dir):
    more = [
        {**NOTEBOOK, "kind": "delete"},
        {**NOTEBOOK, "kind": None},
        {**NOTEBOOK},
        {**NOTEBOOK, "name": 7},
        {**NOTEBOOK, "kind": "verify", "name": "d.txt", "more": 1},
    ]
    for raw in [*BAD, *map(json.dumps, more)]:
        for address in (["jobs"], ["restore"], ["jobs", "many"], ["jobs", "end"]):
            status, reported = await server.ask("POST", *address, raw=raw)
            assert (status, bool(reported["message"])) == (400, True), raw
    for address in ("state", "drift"):
        assert (await server.ask("GET", address))[0] == 400
    assert (await server.ask("GET", "jobs"))[1] == []


async def held_up(server, task):
    """The part of a task's work during which another request waited for its answer, at most: 0 to 1.

    Work is counted in processor seconds of this process, so that a busy machine changes nothing. A server that does
    the work before it answers anybody else gives about 1; work of less than a second holds nobody up.
    """
    longest, began = 0.0, time.process_time()
    while not task.done():
        start = time.process_time()
        await server.ask("GET", "jobs")
        longest = max(longest, time.process_time() - start)
        await asyncio.sleep(0.02)
    return longest / max(1.0, time.process_time() - began)


async def test_a_body_of_100_mb_is_refused_and_holds_nobody_up(server, restorable):
    raw = json.dumps({**NOTEBOOK, "kind": "verify", "name": "x" * SIZE})
    for address in ("jobs", "restore"):
        task = asyncio.ensure_future(server.ask("POST", address, raw=raw, request_timeout=60))
        assert await held_up(server, task) < 0.7
        assert (await task)[0] == 413


async def test_a_notebook_of_100_mb_is_reported_and_run_while_others_are_served(server, jp_root_dir, record):
    path = record(written(jp_root_dir / "large.ipynb", "print(1)", "2"))
    large = json.loads(path.read_text())
    lines = [f"{number}: {'x' * 90}\n" for number in range(SIZE // 100)]
    large["cells"].append(
        {
            "cell_type": "markdown",
            "id": "large",
            "metadata": {},
            "source": lines,
        }
    )
    path.write_text(json.dumps(large))
    assert path.stat().st_size > SIZE
    for address in ("state", "drift"):
        task = asyncio.ensure_future(server.ask("GET", address, params={"path": "large.ipynb"}))
        assert await held_up(server, task) < 0.7
        assert (await task)[0] == 200
    job = await server.job("large.ipynb")
    task = asyncio.ensure_future(server.ended(job["id"], seconds=120))
    assert await held_up(server, task) < 0.7
    assert (await task)["verdict"]["status"] == "identical"


def test_where_everybody_must_say_who_he_is_no_handler_of_ours_is_warned_of(jp_serverapp):
    web_app = jp_serverapp.web_app
    with warnings.catch_warnings():
        warnings.simplefilter("error", JupyterServerAuthWarning)
        web_app.add_handlers(".*$", [(f"/again{address}", handler) for address, handler in ADDRESSES])
        with pytest.raises(JupyterServerAuthWarning):
            web_app.add_handlers(".*$", [("/careless", Careless)])


class Careless(APIHandler):
    """What is warned of."""

    def get(self):
        """Asks nobody."""
