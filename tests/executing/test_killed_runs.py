"""Whatever ends a run, and whenever: no kernel runs on, and the next run removes what was left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest
from conftest import inside, written

import jupyter_repro
from jupyter_repro.files.owned_names import abandoned
from jupyter_repro.snapshots.snapshot_file import snapshot_path

PATIENCE = 60


def awaited(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.fixture
def slow(tmp_path):
    """A recorded notebook that says when its kernel runs, and then waits."""
    path = written(
        tmp_path / "project" / "a.ipynb",
        "import os, time, pathlib",
        "if os.environ.get('WAIT'): pathlib.Path(os.environ['WAIT']).write_text(str(os.getpid())); time.sleep(600)",
    )
    jupyter_repro.snapshot(path)
    return path


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("verify", "a.ipynb"), signal.SIGKILL),
        (("verify", "a.ipynb"), signal.SIGTERM),
        (("verify", "a.ipynb"), signal.SIGINT),
        (("snapshot", "a.ipynb"), signal.SIGKILL),  # tests/cli/test_bad_input.py sends it the others
    ],
)
def test_a_killed_command_takes_its_kernel_along_and_the_next_removes_the_rest(slow, tmp_path, words, number):
    mark, scratch = tmp_path / "runs", tmp_path / "tmp"
    scratch.mkdir()
    before = {path.name: path.read_bytes() for path in slow.parent.iterdir()}
    environ = {**os.environ, "WAIT": str(mark), "TMPDIR": str(scratch)}
    command = [sys.executable, "-m", "jupyter_repro", *words]
    with subprocess.Popen(command, cwd=slow.parent, env=environ, stderr=subprocess.DEVNULL) as process:
        awaited(lambda: mark.exists() and mark.read_text(), "the kernel did not start")
        kernel = psutil.Process(int(mark.read_text()))
        process.send_signal(number)
        process.wait(PATIENCE)
    awaited(lambda: not kernel.is_running() or kernel.status() == psutil.STATUS_ZOMBIE, "the kernel runs on")
    assert {path.name: path.read_bytes() for path in slow.parent.iterdir()} == before
    again = [sys.executable, "-m", "jupyter_repro", "verify", "a.ipynb"]
    environ.pop("WAIT")
    assert (
        subprocess.run(again, cwd=slow.parent, env=environ, capture_output=True, check=False).returncode == 0
    )
    assert [each.name for each in scratch.iterdir() if each.name.startswith("repro-")] == []


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("verify", "."), signal.SIGKILL),
        (("verify", "."), signal.SIGTERM),
        (("verify", "."), signal.SIGINT),
        (("snapshot", ".", "--jobs", "2"), signal.SIGKILL),
    ],
)
def test_a_killed_command_takes_all_its_processes_along(slow, tmp_path, words, number):
    shutil.copy(slow, slow.with_name("b.ipynb"))
    shutil.copy(snapshot_path(slow), snapshot_path(slow.with_name("b.ipynb")))
    marks = tmp_path / "marks"
    marks.mkdir()
    environ = {**os.environ, "WAIT": str(marks / "run"), "TMPDIR": tempfile.gettempdir()}
    command = [sys.executable, "-m", "jupyter_repro", *words]
    with subprocess.Popen(
        command, cwd=slow.parent, env=environ, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        awaited(lambda: (marks / "run").exists(), "no kernel started")
        below = psutil.Process(process.pid).children(recursive=True)
        (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
        process.wait(PATIENCE)
    awaited(lambda: not any(map(_runs, below)), [each for each in below if _runs(each)])


def _runs(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


INTERRUPTED = """
import _thread, sys, threading
import jupyter_repro
for delay in map(float, sys.argv[1:]):
    timer = threading.Timer(delay, _thread.interrupt_main)
    timer.start()
    try:
        jupyter_repro.verify("a.ipynb")
    except KeyboardInterrupt:
        pass
    timer.cancel()
import psutil
left = [each for each in psutil.Process().children(recursive=True) if each.status() != psutil.STATUS_ZOMBIE]
print([" ".join(each.cmdline()) for each in left])
"""


def test_an_interrupt_while_a_kernel_starts_leaves_none_in_a_process_that_lives_on(slow):
    delays = [f"{0.02 * number:.2f}" for number in range(1, 25)]
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, *delays],
        cwd=slow.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip().splitlines()[-1:] == ["[]"], done.stdout + done.stderr


def test_only_what_is_ours_and_abandoned_is_removed(tmp_path):
    ours = f"repro-{'0' * 6}-{os.getpid()}-1-ab"
    for name in ("repro-mine", "repro-x-1-2-3", ours):
        (tmp_path / name).mkdir()
    assert abandoned(tmp_path) == []
    left = subprocess.run(
        [
            sys.executable,
            "-c",
            "from jupyter_repro.files.owned_names import owned_name; print(owned_name('repro-'))",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (tmp_path / left).mkdir()
    assert abandoned(tmp_path) == [tmp_path / left]
    (tmp_path / left).rmdir()
    (tmp_path / left).symlink_to(tmp_path / "repro-mine")
    assert abandoned(tmp_path) == []


def test_a_file_that_a_killed_process_left_beside_a_notebook_is_removed(slow):
    name = "from jupyter_repro.files.whole_files import unused_name; print(unused_name(__import__('pathlib').Path()))"
    left = subprocess.run(
        [sys.executable, "-c", name], capture_output=True, text=True, check=True
    ).stdout.strip()
    (slow.parent / left).write_text("half")
    assert inside("snapshot", "a.ipynb", cwd=slow.parent).returncode == 0
    assert not Path(slow.parent, left).exists()
