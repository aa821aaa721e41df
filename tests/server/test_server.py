"""The server extension, through its handlers."""

from __future__ import annotations

import asyncio
import json

import psutil
import pytest
from conftest import command, tree, written
from tornado.httpclient import HTTPClientError


@pytest.fixture
def notebook(jp_root_dir):
    path = written(jp_root_dir / "folder" / "a.ipynb", "open('d.txt').read()", "1 + 1")
    (path.parent / "d.txt").write_text("1")
    return path


@pytest.fixture
def ask(jp_fetch):
    """The answer to a request, as its status and its JSON."""

    async def asked(method, *address, body=None, **options):
        body = json.dumps(body) if body is not None else options.pop("raw", None)
        try:
            answer = await jp_fetch("jupyter-repro", *address, method=method, body=body, **options)
        except HTTPClientError as error:
            return error.code, error.response.body.decode()
        return answer.code, json.loads(answer.body)

    return asked


def record(notebook):
    """In a process of its own: the server's loop runs in this one."""
    assert command("snapshot", notebook).returncode == 0


async def ended(ask, name):
    for _ in range(300):
        _, told = await ask("GET", "verifications", name)
        if told["phase"] in {"done", "failed", "cancelled"}:
            return told
        await asyncio.sleep(0.1)
    raise AssertionError(told)


async def test_what_is_recorded_is_told_with_the_cells_that_were_edited(ask, notebook):
    status, told = await ask("GET", "state", params={"path": "folder/a.ipynb"})
    assert (status, told["recorded"], told["verification"]) == (200, None, None)
    record(notebook)
    notebook.write_text(notebook.read_text().replace("1 + 1", "1 + 2"))
    _, told = await ask("GET", "state", params={"path": "/folder/a.ipynb"})
    assert (told["seed"], told["verified"], told["edited"]) == (42, False, ["cell-1"])
    assert any(topic == "data" and "d.txt" in what for topic, what in told["facts"])


async def test_a_verification_tells_its_progress_and_its_verdict(ask, notebook, jp_serverapp):
    record(notebook)
    (notebook.parent / "d.txt").write_text("2")
    events = []

    async def heard(logger, schema_id, data):
        events.append((data["phase"], data["cell"], data.get("status")))

    jp_serverapp.event_logger.add_listener(schema_id=None, listener=heard)
    before = tree(notebook.parent)
    status, asked = await ask("POST", "verifications", body={"path": "folder/a.ipynb"})
    assert (status, asked["phase"]) == (202, "queued")
    told = await ended(ask, asked["id"])
    assert told["verdict"]["status"] == "diverged"
    assert told["verdict"]["cells"][0]["causes"][0]["kind"] == "data"
    assert tree(notebook.parent) == before
    await asyncio.sleep(0.1)
    assert events[0][0] == "queued"
    assert events[-1] == ("done", 2, "diverged")
    assert ("running", 1, None) in events
    _, state = await ask("GET", "state", params={"path": "folder/a.ipynb"})
    assert state["verification"]["id"] == asked["id"]


async def test_asked_for_twice_it_runs_once_and_several_wait_in_turn(ask, notebook, jp_root_dir):
    written(jp_root_dir / "b.ipynb", "1")
    _, one = await ask("POST", "verifications", body={"path": "folder/a.ipynb"})
    _, again = await ask("POST", "verifications", body={"path": "folder/a.ipynb"})
    _, two = await ask("POST", "verifications", body={"path": "b.ipynb"})
    assert one["id"] == again["id"] != two["id"]
    await ended(ask, one["id"])
    assert (await ended(ask, two["id"]))["verdict"]["status"] == "unverifiable"
    _, all_of_them = await ask("GET", "verifications")
    assert [each["phase"] for each in all_of_them] == ["done", "done"]


async def test_cancelled_it_ends_with_its_kernel(ask, jp_root_dir):
    path = written(jp_root_dir / "a.ipynb", "import time", "open('started', 'w').close()\ntime.sleep(600)")
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    path.write_text(json.dumps(notebook))
    _, asked = await ask("POST", "verifications", body={"path": "a.ipynb"})
    while not (jp_root_dir / "started").exists():
        await asyncio.sleep(0.05)
    children = [
        each for each in psutil.Process().children(recursive=True) if "ipykernel" in " ".join(each.cmdline())
    ]
    assert children
    status, told = await ask("DELETE", "verifications", asked["id"])
    assert (status, told["phase"]) == (200, "cancelled")
    await asyncio.sleep(0.5)
    assert not [each for each in children if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
    assert (await ask("DELETE", "verifications", asked["id"]))[1]["phase"] == "cancelled"


async def test_the_report_is_a_page_in_a_sandbox(ask, jp_fetch, notebook):
    _, asked = await ask("POST", "verifications", body={"path": "folder/a.ipynb"})
    await ended(ask, asked["id"])
    answer = await jp_fetch("jupyter-repro", "verifications", asked["id"], "report")
    assert answer.body.startswith(b"<!doctype html>")
    assert answer.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("../outside.ipynb", 404),
        ("folder/../../outside.ipynb", 404),
        ("/etc/outside.ipynb", 404),
        ("folder/none.ipynb", 404),
        (".hidden/a.ipynb", 404),
        ("folder/d.txt", 400),
        ("folder", 400),
        ("a\0.ipynb", 404),
    ],
)
async def test_a_path_that_leads_elsewhere_reaches_nothing(ask, notebook, jp_root_dir, path, status):
    written(jp_root_dir.parent / "outside.ipynb", "1")
    written(jp_root_dir / ".hidden" / "a.ipynb", "1")
    assert (await ask("GET", "state", params={"path": path}))[0] == status
    assert (await ask("POST", "verifications", body={"path": path}))[0] == status
    assert (await ask("GET", "verifications"))[1] == []


@pytest.mark.parametrize("raw", ["", "{", "[]", '"a.ipynb"', '{"path": 7}', "{}", "\x00", '{"path": null}'])
async def test_what_is_no_request_is_refused(ask, raw):
    assert (await ask("POST", "verifications", raw=raw))[0] == 400


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", ["state"]),
        ("GET", ["verifications"]),
        ("POST", ["verifications"]),
        ("GET", ["verifications", "1"]),
        ("DELETE", ["verifications", "1"]),
        ("GET", ["verifications", "1", "report"]),
    ],
)
@pytest.mark.parametrize(
    "headers", [{"Authorization": ""}, {"Authorization": "token wrong"}, {"Cookie": "username=other"}]
)
async def test_without_the_token_nothing_is_answered(ask, method, address, headers):
    body = {"raw": "{}"} if method == "POST" else {}
    headers = {"Authorization": "", **headers}
    assert (await ask(method, *address, headers=headers, **body))[0] == 403


async def test_an_unknown_verification_is_not_found(ask):
    for method, address in (("GET", ["7"]), ("DELETE", ["7"]), ("GET", ["7", "report"])):
        assert (await ask(method, "verifications", *address))[0] == 404


async def test_a_notebook_that_cannot_be_read_is_told(ask, jp_root_dir):
    (jp_root_dir / "a.ipynb").write_text("{")
    status, said = await ask("GET", "state", params={"path": "a.ipynb"})
    assert status == 422
    assert "it is not JSON" in said
    _, asked = await ask("POST", "verifications", body={"path": "a.ipynb"})
    told = await ended(ask, asked["id"])
    assert (told["phase"], "it is not JSON" in told["error"]) == ("failed", True)
