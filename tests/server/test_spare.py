"""The worker that waits for the next job."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import time
from collections import namedtuple
from pathlib import Path

import psutil
import pytest
from conftest import command, written

from jupyter_repro.server import spare as spare_module
from jupyter_repro.server.spare import SpareWorker

PATIENCE = 120
Memory = namedtuple("Memory", "available")


@pytest.fixture(autouse=True)
def nothing_left():
    """What a test that fails leaves behind is not met by the next one."""
    yield
    for each in running():
        each.kill()


@pytest.fixture
def project(tmp_path, recorded_elsewhere):
    return shutil.copytree(recorded_elsewhere, tmp_path / "project")


def running():
    """Workers that this process has started."""
    return [each for each in psutil.Process().children() if "jupyter_repro.server" in words(each)]


def words(process):
    """Its words; none of a process that has ended, whoever was to wait for it."""
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""


def below(processes):
    return [child for each in processes for child in (each, *each.children(recursive=True))]


def ended(process):
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


async def until(holds):
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def prepared(project, **options):
    """A spare worker whose kernels can be forked already, and its process."""
    spare = SpareWorker(**options)
    await spare.prepare("a.ipynb", project)
    (process,) = running()
    await until(process.children)
    return spare, process


async def done(spare, project, kind="verify"):
    """The last line of a job, and the process that did it."""
    worker, lines = await spare.worker(kind, "a.ipynb", project), []
    process = running()
    assert await worker.heard(lines.append) == ""
    return lines[-1], process


def test_it_does_the_job_and_ends(project):
    async def main():
        spare, process = await prepared(project)
        of_it = below([process])
        last, workers = await done(spare, project)
        assert (last["verdict"]["status"], last["verdict"]["path"]) == ("identical", "a.ipynb")
        assert workers == [process]
        await until(lambda: all(map(ended, of_it)))

    asyncio.run(main())


def test_it_sees_what_has_changed_while_it_waited(project):
    async def main():
        spare, _ = await prepared(project)
        (project / "d.txt").write_text("2")
        last, _ = await done(spare, project)
        assert last["verdict"]["status"] == "diverged"

    asyncio.run(main())


def test_there_is_one(project):
    async def main():
        spare, process = await prepared(project)
        await spare.prepare("a.ipynb", project)
        assert running() == [process]
        await spare.end()
        assert running() == []

    asyncio.run(main())


def test_asked_to_end_it_leaves_nothing_behind(project, monkeypatch):
    # a path short enough for sockets, however the tests are run
    with tempfile.TemporaryDirectory(prefix="t") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        _leaves_nothing_behind(project, Path(folder))


def _leaves_nothing_behind(project, folder):
    async def main():
        spare, process = await prepared(project)
        of_it = below([process])
        await spare.end()
        await until(lambda: all(map(ended, of_it)))
        assert [*folder.iterdir()] == []

    asyncio.run(main())


def test_its_kernel_ends_when_its_job_is_cancelled(project, tmp_path):
    slow = written(project / "slow.ipynb", "import os, time\nif os.path.exists('mark'):\n    time.sleep(600)")
    assert command("snapshot", slow).returncode == 0
    (project / "mark").touch()

    async def main():
        spare, process = await prepared(project)
        worker, lines = await spare.worker("verify", "slow.ipynb", project), []
        hearing = asyncio.create_task(worker.heard(lines.append))
        await until(lambda: lines)
        await until(lambda: len(process.children(recursive=True)) > 1)
        of_it = below([process])
        await worker.end()
        await hearing
        await until(lambda: all(map(ended, of_it)))
        assert [list(line) for line in lines] == [["cell", "cells"]]

    asyncio.run(main())


def test_none_waits_once_the_server_has_ended(project):
    async def main():
        spare = SpareWorker()
        starting = asyncio.create_task(spare.prepare("a.ipynb", project))
        await asyncio.sleep(0)
        await spare.end()
        await starting
        await spare.prepare("a.ipynb", project)
        assert running() == []

    asyncio.run(main())


def test_nor_where_it_is_not_wanted(project):
    async def main():
        await SpareWorker(keep=False).prepare("a.ipynb", project)
        assert running() == []

    asyncio.run(main())


def test_nor_where_memory_is_short(project, monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: Memory(999_999_999))

    async def main():
        await SpareWorker().prepare("a.ipynb", project)
        assert running() == []

    asyncio.run(main())


def test_it_ends_when_nobody_wants_it_for_a_while(project, monkeypatch):
    monkeypatch.setattr(spare_module, "IDLE", 0.2)

    async def main():
        spare = SpareWorker()
        await spare.prepare("a.ipynb", project)
        await until(lambda: not running())
        last, _ = await done(spare, project)
        assert last["verdict"]["status"] == "identical"
        await spare.end()

    asyncio.run(main())


def test_one_that_was_killed_is_replaced(project):
    async def main():
        spare, process = await prepared(project)
        os.kill(process.pid, signal.SIGKILL)
        await until(lambda: ended(process))
        last, _ = await done(spare, project)
        assert last["verdict"]["status"] == "identical"

    asyncio.run(main())


def test_of_another_folder_a_new_one_does_the_job(project, tmp_path):
    async def main():
        spare, process = await prepared(project)
        last, workers = await done(spare, shutil.copytree(project, tmp_path / "other"))
        assert last["verdict"]["status"] == "identical"
        assert process not in workers
        assert ended(process)

    asyncio.run(main())


def test_prepared_for_a_notebook_that_is_none_it_does_its_job_all_the_same(project):
    (project / "b.ipynb").write_text("{")

    async def main():
        spare = SpareWorker()
        await spare.prepare("b.ipynb", project)
        last, _ = await done(spare, project)
        assert last["verdict"]["status"] == "identical"

    asyncio.run(main())


async def test_the_server_has_one_after_the_first_job_and_none_when_it_ends(server, recorded, jp_serverapp):
    assert running() == []
    await server.ended((await server.job())["id"])
    await until(lambda: any("spare_worker" in " ".join(each.cmdline()) for each in running()))
    reported = await server.ended((await server.job())["id"])
    assert reported["verdict"]["status"] == "identical"
    assert reported["sources"].keys() == {"cell-0", "cell-1"}
    await until(lambda: any("spare_worker" in " ".join(each.cmdline()) for each in running()))
    of_it = below(running())
    await jp_serverapp.cleanup_extensions()
    await until(lambda: all(map(ended, of_it)))
