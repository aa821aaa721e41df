"""Notebooks that take more time or memory than they may, and those that do not."""

from __future__ import annotations

import os
import sys
import time

import psutil
import pytest
from conftest import inside, tree, written

import jupyter_repro
from jupyter_repro.errors import ReproError
from jupyter_repro.executing.kernel_watch import KernelWatch
from jupyter_repro.executing.process_tree import ProcessTree
from jupyter_repro.records.run_limits import RunLimits, memory_limit, time_limit
from jupyter_repro.verifying import notebook as one

FILLING = "kept = []\nwhile True: kept.append(bytearray(20_000_000))"
IN_A_CHILD = (
    f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {FILLING!r}], start_new_session=True)"
)
ORPHAN = (
    "import subprocess, sys, time\n"
    'start = \'import subprocess; subprocess.Popen(["sleep", "{seconds}"], start_new_session=True)\'\n'
    "subprocess.Popen(['sleep', '{seconds}'], start_new_session=True)\n"
    "subprocess.run([sys.executable, '-c', start])\n"
    "time.sleep(10**6)"
)
LIMIT = 400_000_000


def running(*words):
    """Processes whose command line ends with these words."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cmdline()[-len(words) :] == list(words) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


@pytest.mark.parametrize("source", [FILLING, IN_A_CHILD], ids=["kernel", "child"])
def test_a_notebook_that_uses_too_much_memory_is_ended_and_said_to_have(tmp_path, source):
    path = written(tmp_path / "a.ipynb", "1", source, "print('next')")
    before = tree(tmp_path)
    done = inside("snapshot", "a.ipynb", "--memory-limit", "400 MB", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "a.ipynb failed in [2]: it used more than 400.0 MB of memory.",
        "  nothing was written; let it take more with: jupyter repro snapshot a.ipynb --memory-limit 800.0MB",
    ]
    assert tree(tmp_path) == before
    assert not running(sys.executable, "-c", FILLING)
    assert path.exists()


@pytest.fixture
def waiting(tmp_path):
    """A recorded notebook that waits for ever, with processes of its own, where a file says so; and their argument."""
    seconds = f"{os.getpid()}.{time.monotonic_ns() % 10**6:06}1"
    source = f"import pathlib\nif pathlib.Path('wait').exists():\n    exec({ORPHAN.replace('{seconds}', seconds)!r})"
    path = written(tmp_path / "a.ipynb", "1 + 1", source, "3")
    jupyter_repro.snapshot(path)
    (tmp_path / "wait").touch()
    return path, seconds


def test_a_notebook_that_takes_too_long_fails_at_the_cell_that_ran_and_leaves_no_process(waiting):
    path, seconds = waiting
    verdict = one.verify(path, one.Options(limits=RunLimits(notebook_timeout=4)))
    assert [cell.status for cell in verdict.cells] == ["identical", "failed", "unverifiable"]
    assert verdict.root.divergences[0].summary == "the notebook took longer than 4 s"
    assert f"jupyter repro verify {path} --notebook-timeout 8" in [
        cause.remedy.removeprefix("let it take more with: ") for cause in verdict.root.causes
    ]
    assert not running("sleep", seconds)
    assert verdict.used.cpu_seconds > 0


def test_a_cell_that_takes_too_long_leaves_no_process_either(waiting):
    path, seconds = waiting
    verdict = one.verify(path, one.Options(timeout=2))
    assert verdict.root.divergences[0].summary == "it took longer than 2 s"
    assert verdict.root.causes[-1].remedy.endswith(f"jupyter repro verify {path} --timeout 4")
    assert not running("sleep", seconds)


def test_other_notebooks_of_a_command_are_verified_after_one_that_exceeds_the_settings(tmp_path):
    for name, source in (
        ("a", "import os\nif os.path.exists('fill'):\n    exec(open('fill').read())"),
        ("b", "2"),
    ):
        jupyter_repro.snapshot(written(tmp_path / f"{name}.ipynb", source))
    (tmp_path / "fill").write_text(FILLING)
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\nmemory-limit = '400 MB'\n")
    done = inside("verify", ".", cwd=tmp_path)
    assert done.returncode == 3
    assert "a.ipynb failed at [1]: it used more than 400.0 MB of memory" in done.stdout
    assert "b.ipynb identical" in done.stdout
    assert "jupyter repro verify a.ipynb --memory-limit 800.0MB" in done.stdout


def test_a_limit_is_not_met_by_processes_that_share_what_they_hold(tmp_path):
    path = written(
        tmp_path / "a.ipynb",
        "import mmap, multiprocessing, time\nkept = bytearray(b'x' * 150_000_000)",
        "def look(_): time.sleep(0.5); return kept[-1]",
        "with multiprocessing.get_context('fork').Pool(4) as pool: found = pool.map(look, range(8))\nfound[0]",
    )
    jupyter_repro.snapshot(path)
    verdict = one.verify(path, one.Options(limits=RunLimits(memory=LIMIT)))
    assert verdict.status == "identical"
    assert 150_000_000 < verdict.used.peak_memory <= LIMIT


def test_what_a_run_used_is_measured_with_the_children_it_waited_for(tmp_path):
    child = "sum(n for n in range(8_000_000)); kept = bytes(b'x') * 200_000_000"
    path = written(
        tmp_path / "a.ipynb",
        "1",
        f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}]).returncode",
    )
    jupyter_repro.snapshot(path)
    used = jupyter_repro.verify(path).used
    assert used.peak_memory > 200_000_000
    assert used.cpu_seconds > 0.3


def test_a_kernel_whose_process_is_unknown_runs_only_without_limits():
    KernelWatch(RunLimits()).begin(None)
    with pytest.raises(ReproError, match="process of this kernel is not known"):
        KernelWatch(RunLimits(memory=1)).begin(None)


def test_limits_that_are_not_set_are_those_of_the_settings():
    assert RunLimits(memory=1).or_else(RunLimits(5, 2)) == RunLimits(5, 1)
    assert not RunLimits().are_set


@pytest.mark.parametrize("text", ["0", "-1", "abc", "5 parsecs", "nan", ""])
def test_a_limit_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="seconds above 0"):
        time_limit(text)
    with pytest.raises(ValueError, match=r"size such as|no memory"):
        memory_limit(text)
    for option in ("--memory-limit", "--notebook-timeout"):
        done = inside("verify", "a.ipynb", f"{option}={text}")
        assert done.returncode == 2
        assert f"Invalid value for '{option}'" in done.stderr.splitlines()[-1]


def test_a_process_tree_ends_with_children_of_children():
    grandchild = "import time; time.sleep(600)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
    with psutil.Popen([sys.executable, "-c", child]) as process:
        while not (found := psutil.Process(process.pid).children()):
            time.sleep(0.01)
        tree_ = ProcessTree(process.pid)
        tree_.find()
        assert tree_.resident() >= tree_.resident_exactly() > 0
        tree_.end()
        gone, alive = psutil.wait_procs([process, *found], timeout=10)
    assert len(gone) == 2
    assert not alive
