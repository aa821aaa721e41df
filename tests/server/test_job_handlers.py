"""Jobs through their handlers: a real verification in a process of its own."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime

import msgspec
import psutil
import pytest
from conftest import command, edit, tree, written

from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, encode_snapshot, snapshot_path


async def until(holds, seconds=30):
    """Wait for what the server does beside its answers."""
    for _ in range(seconds * 20):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


async def test_a_verification_tells_its_progress_and_its_verdict(server, recorded, jp_serverapp):
    (recorded.parent / "d.txt").write_text("2")
    events = []

    async def heard(logger, schema_id, data):
        events.append((schema_id, data))

    jp_serverapp.event_logger.add_listener(schema_id=None, listener=heard)
    before = tree(recorded.parent)
    asked = await server.job()
    assert (asked["phase"], asked["kind"], asked["ended"], asked["sources"]) == ("queued", "verify", "", {})
    reported = await server.ended(asked["id"])
    assert (reported["verdict"]["status"], reported["verdict"]["path"]) == ("diverged", "folder/a.ipynb")
    cause = reported["verdict"]["cells"][0]["causes"][0]
    assert (cause["kind"], cause["name"], cause["where"], cause["actions"]) == (
        "data",
        "d.txt",
        {"cell": 0, "line": 1},
        [],
    )
    assert reported["sources"] == {
        "cell-0": source_digest("open('d.txt').read()"),
        "cell-1": source_digest("1 + 1"),
    }
    assert datetime.fromisoformat(reported["ended"]).tzinfo
    assert tree(recorded.parent) == before
    await until(lambda: events and events[-1][1]["phase"] == "done")
    assert {schema for schema, _ in events} == {"https://schema.jupyter-repro.org/job/v1"}
    reported = [(data["phase"], data["cell"], data.get("status")) for _, data in events]
    assert reported[0][0] == "queued"
    assert reported[-1] == ("done", 2, "diverged")
    assert ("running", 1, None) in reported
    assert set(events[0][1]) >= {"id", "kind", "path", "phase", "cell", "cells"}
    assert (await server.state())["jobs"]["verify"]["id"] == asked["id"]


async def test_the_sources_are_those_that_were_run(server, recorded):
    edit(recorded, 1, "1 + 2")
    reported = await server.ended((await server.job())["id"])
    assert reported["sources"]["cell-1"] == source_digest("1 + 2")


async def test_asked_for_twice_it_runs_once_and_several_wait_in_turn(server, notebook, jp_root_dir):
    written(jp_root_dir / "b.ipynb", "1")
    one, again = await server.job(), await server.job("/folder/../folder//a.ipynb")
    two, other = await server.job("b.ipynb"), await server.job(kind="handoff")
    assert one["id"] == again["id"]
    assert len({one["id"], two["id"], other["id"]}) == 3
    await server.ended(one["id"])
    assert (await server.ended(two["id"]))["verdict"]["status"] == "unverifiable"
    await server.ended(other["id"])
    _, all_of_them = await server.ask("GET", "jobs")
    assert [job["phase"] for job in all_of_them] == ["done", "done", "failed"]
    assert [job["verdict"] for job in all_of_them] == [None] * 3


async def test_a_notebook_without_a_snapshot_is_not_recorded_by_a_handover(server, notebook):
    before = tree(notebook.parent)
    reported = await server.ended((await server.job(kind="handoff"))["id"])
    assert (reported["phase"], reported["bundle"]) == ("failed", "")
    assert reported["error"] == "folder/a.ipynb has no snapshot"
    assert "%repro snapshot" in reported["remedy"]
    assert tree(notebook.parent) == before


async def running(server, jp_root_dir):
    """A job in the middle of a cell that takes for ever."""
    path = written(jp_root_dir / "a.ipynb", "import time", "open('started', 'w').close()\ntime.sleep(600)")
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    path.write_text(json.dumps(notebook))
    asked = await server.job("a.ipynb")
    while not (jp_root_dir / "started").exists():
        await asyncio.sleep(0.05)
    return asked


def kernels():
    """Kernels that run, and what they are forked from."""
    workers = [each for each in alive(psutil.Process().children()) if "server.worker" in each.cmdline()[-3]]
    below = [each for worker in workers for each in worker.children(recursive=True)]
    return [each for each in alive(below) if is_kernel(each)]


def is_kernel(process):
    command = " ".join(process.cmdline())
    return "ipykernel" in command or "fork_server" in command


def alive(processes):
    return [each for each in processes if runs(each)]


def runs(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


async def test_cancelled_it_ends_with_its_kernel(server, jp_root_dir):
    asked = await running(server, jp_root_dir)
    children = kernels()
    assert children
    status, reported = await server.ask("DELETE", "jobs", asked["id"])
    assert (status, reported["phase"]) == (200, "cancelled")
    assert reported["ended"]
    await until(lambda: not alive(children))
    assert (await server.ask("DELETE", "jobs", asked["id"]))[1]["phase"] == "cancelled"


async def test_the_server_ends_what_runs_when_it_ends(server, jp_root_dir, jp_serverapp):
    await running(server, jp_root_dir)
    children = kernels()
    await jp_serverapp.cleanup_extensions()
    assert children
    await until(lambda: not alive(children))


async def test_cancelled_while_its_process_starts_it_does_not_run_on(server, notebook, jp_serverapp):
    asked = await server.job()
    job = jp_serverapp.web_app.settings["jupyter_repro_jobs"].get(asked["id"])
    while job.phase == "queued":
        await asyncio.sleep(0)
    await server.ask("DELETE", "jobs", asked["id"])
    await until(lambda: job.process is None)
    assert job.phase == "cancelled"


async def test_a_folder_that_holds_a_module_of_a_librarys_name_disturbs_nothing(
    server, notebook, jp_root_dir
):
    (jp_root_dir / "msgspec.py").write_text("raise SystemExit('mine')")
    reported = await server.ended((await server.job())["id"])
    assert reported["phase"] == "done"


async def test_the_report_is_a_page_in_a_sandbox(server, jp_fetch, notebook):
    asked = await server.job()
    await server.ended(asked["id"])
    answer = await jp_fetch("jupyter-repro", "jobs", asked["id"], "report")
    assert answer.body.startswith(b"<!doctype html>")
    assert answer.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_what_was_not_pinned_can_be_pinned_and_hidden_state_restarted(server, record, jp_root_dir):
    path = record(written(jp_root_dir / "r.ipynb", "import random\nprint(random.Random().random())"))
    snapshot = decode_snapshot(snapshot_path(path).read_bytes(), path)
    departed = msgspec.structs.replace(
        snapshot.context, seed=None, pins={}, hidden_state=("cell 0 ran 2 times",)
    )
    snapshot_path(path).write_bytes(encode_snapshot(msgspec.structs.replace(snapshot, context=departed)))
    reported = await server.ended((await server.job("r.ipynb"))["id"])
    causes = {cause["kind"]: cause["actions"] for cause in reported["verdict"]["cells"][0]["causes"]}
    assert causes["rng"] == [{"do": "pin", "name": ""}]
    assert causes["hidden-state"] == [{"do": "restart", "name": ""}]


@pytest.fixture
def changed(jp_root_dir):
    """A notebook whose data file has changed since it was recorded; the recorded content is kept."""
    (jp_root_dir / "d.txt").write_text("1")
    path = written(
        jp_root_dir / "a.ipynb", "import time\ntime.sleep(1)\nprint(open('d.txt').read())", "1 + 1"
    )
    assert command("snapshot", path).returncode == 0
    (jp_root_dir / "d.txt").write_text("2")
    return path


async def proving(server):
    """A job that makes an experiment now."""
    asked = await server.job("a.ipynb", "why")
    for _ in range(600):
        _, reported = await server.ask("GET", "jobs", asked["id"])
        if reported["doing"]:
            return reported
        await asyncio.sleep(0.05)
    raise AssertionError(reported)


async def test_what_changed_is_proven_by_experiments_that_are_reported_as_they_begin(
    server, changed, jp_serverapp, jp_fetch, jp_root_dir
):
    events = []

    async def heard(logger, schema_id, data):
        events.append(data)

    jp_serverapp.event_logger.add_listener(schema_id=None, listener=heard)
    before = tree(jp_root_dir)
    asked = await server.job("a.ipynb", "why")
    assert (asked["kind"], asked["doing"]) == ("why", "")
    reported = await server.ended(asked["id"])
    assert (reported["phase"], reported["doing"], reported["verdict"]["status"]) == ("done", "", "diverged")
    (cause,) = reported["verdict"]["cells"][0]["causes"]
    assert (cause["kind"], cause["name"], cause["certainty"]) == ("data", "d.txt", "proven")
    made = [(each["how"], each["name"], each["outcome"]) for each in reported["verdict"]["experiments"]]
    assert made == [("repeat", "", "alike"), ("put-back", "d.txt", "returns")]
    assert tree(jp_root_dir) == before
    await until(lambda: events and events[-1]["phase"] == "done")
    doing = list(dict.fromkeys(data["doing"] for data in events))
    assert doing == ["", "run again", "put back d.txt"]
    assert (await server.state("a.ipynb"))["jobs"]["why"]["id"] == asked["id"]
    report = await jp_fetch("jupyter-repro", "jobs", asked["id"], "report")
    assert b"put back d.txt: the output is as it was recorded" in report.body


async def test_cancelled_in_an_experiment_it_ends_with_all_its_processes(server, changed, jp_root_dir):
    before = tree(jp_root_dir)
    reported = await proving(server)
    workers = [each for each in alive(psutil.Process().children()) if "server.worker" in each.cmdline()[-3]]
    below = [child for worker in workers for child in (worker, *worker.children(recursive=True))]
    assert len(below) > 1
    status, reported = await server.ask("DELETE", "jobs", reported["id"])
    assert (status, reported["phase"], reported["doing"], reported["verdict"]) == (200, "cancelled", "", None)
    await until(lambda: not alive(below))
    assert tree(jp_root_dir) == before


async def test_a_notebook_that_cannot_be_read_fails_with_why(server, jp_root_dir):
    (jp_root_dir / "a.ipynb").write_text("{")
    reported = await server.ended((await server.job("a.ipynb"))["id"])
    assert reported["phase"] == "failed"
    assert reported["error"].startswith("a.ipynb cannot be read: it is not JSON")


async def test_an_unknown_job_is_not_found(server):
    for method, address in (("GET", ["7"]), ("DELETE", ["7"]), ("GET", ["7", "report"])):
        assert (await server.ask(method, "jobs", *address))[0] == 404
