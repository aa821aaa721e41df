"""A server that is killed takes its jobs along."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import psutil
from conftest import written

import jupyter_repro

PATIENCE = 60
SERVER = """
import asyncio, sys
from pathlib import Path
from jupyter_repro.server.worker_process import WorkerProcess

async def main():
    worker = await WorkerProcess.start("verify", "a.ipynb", Path.cwd())
    await worker.heard(lambda line: None)

asyncio.run(main())
"""


WAITING = """
import asyncio
from pathlib import Path
from jupyter_repro.server.spare import SpareWorker

async def main():
    await SpareWorker().prepare("a.ipynb", Path.cwd())
    await asyncio.sleep(600)

asyncio.run(main())
"""


def ended(process):
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_its_worker_and_the_kernel_end_with_it(tmp_path):
    mark = tmp_path / "runs"
    path = written(
        tmp_path / "project" / "a.ipynb",
        "import os, pathlib, time",
        "if os.environ.get('WAIT'): pathlib.Path(os.environ['WAIT']).write_text(str(os.getpid())); time.sleep(600)",
    )
    jupyter_repro.snapshot(path)
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], cwd=path.parent, env={**os.environ, "WAIT": str(mark)}
    ) as server:
        deadline = time.monotonic() + PATIENCE
        while not (mark.exists() and mark.read_text()):
            assert time.monotonic() < deadline, "the kernel did not start"
            time.sleep(0.05)
        below = psutil.Process(server.pid).children(recursive=True)
        assert int(mark.read_text()) in {each.pid for each in below}
        server.kill()
    while not all(map(ended, below)):
        assert time.monotonic() < deadline + PATIENCE, [each.cmdline() for each in below if not ended(each)]
        time.sleep(0.05)


def test_so_do_the_worker_that_waits_and_what_its_kernels_are_forked_from(tmp_path):
    path = written(tmp_path / "a.ipynb", "1")
    jupyter_repro.snapshot(path)
    with subprocess.Popen([sys.executable, "-c", WAITING], cwd=tmp_path) as server:
        deadline = time.monotonic() + PATIENCE
        while len(below := psutil.Process(server.pid).children(recursive=True)) < 2:
            assert time.monotonic() < deadline, "nothing waits"
            time.sleep(0.05)
        server.kill()
    while not all(map(ended, below)):
        assert time.monotonic() < deadline + PATIENCE, [each.cmdline() for each in below if not ended(each)]
        time.sleep(0.05)
