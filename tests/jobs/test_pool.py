"""Workers that are forked, with work that needs no kernel."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from jupyter_repro.executing.warm_kernels.warm_servers import WARM
from jupyter_repro.jobs.pool import Lost, Pool
from jupyter_repro.jobs.watcher import UNWATCHED, Unwatched
from jupyter_repro.records.queued_notebook import QueuedNotebook

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")


def jobs(*names: str) -> list[QueuedNotebook]:
    return [QueuedNotebook(name) for name in names]


def answers(work, *names: str, number: int = 2):
    return dict(Pool(work, number).run(jobs(*names), UNWATCHED))


def test_each_has_its_answer():
    assert answers(lambda path, _: path * 2, *"abcde") == {0: "aa", 1: "bb", 2: "cc", 3: "dd", 4: "ee"}


def test_they_run_in_so_many_other_processes():
    processes = set(answers(lambda *_: (time.sleep(0.05), os.getpid())[1], *"abcdefgh").values())
    assert len(processes) == 2
    assert os.getpid() not in processes


def test_none_is_left_at_the_end():
    before = set(psutil.Process().children(recursive=True))
    descriptors = psutil.Process().num_fds()
    answers(lambda path, _: path, *"abcdef", number=3)
    assert set(psutil.Process().children(recursive=True)) == before
    assert psutil.Process().num_fds() == descriptors


def test_a_worker_that_crashes_costs_its_notebook_and_no_other():
    def work(path, _):
        if path == "b":
            os.kill(os.getpid(), signal.SIGKILL)
        return path

    found = answers(work, *"abcd")
    assert isinstance(found[1], Lost)
    assert "b: the process that ran it ended with signal SIGKILL" in str(found[1])
    assert [found[index] for index in (0, 2, 3)] == ["a", "c", "d"]


def test_a_worker_that_ended_while_it_was_idle_is_replaced():
    def work(_path, _):
        return os.getpid()

    class KillsIdle(Unwatched):
        def ended(self, path, answer):
            if path == "a":
                psutil.Process(answer).kill()
                psutil.Process(answer).wait()

    found = [answer for _, answer in Pool(work, 1).run(jobs("a", "b"), KillsIdle())]
    assert len(set(found)) == 2


def test_why_kernels_are_not_forked_is_known_where_it_is_asked(monkeypatch):
    monkeypatch.setattr(WARM, "reasons", set())

    def work(path, _):
        WARM.reasons.add(f"{path} cannot be forked")

    answers(work, "a", "b")
    assert WARM.reasons == {"a cannot be forked", "b cannot be forked"}


def test_an_error_of_ours_ends_the_run_and_the_others():
    def work(path, _):
        if path == "b":
            raise ZeroDivisionError
        time.sleep(60)

    before = set(psutil.Process().children())
    with pytest.raises(ZeroDivisionError):
        answers(work, *"ab")
    assert set(psutil.Process().children()) <= before


def test_progress_is_heard_in_the_process_that_asked():
    class Followed(Unwatched):
        def __init__(self):
            self.heard = []

        def began(self, path):
            self.heard.append(("began", path))

        def progress(self, path, above, total):
            self.heard.append((path, above, total))

        def ended(self, path, answer):
            self.heard.append(("ended", path, answer))

    watcher = Followed()
    for _ in Pool(lambda path, progress: progress(1, 2), 1).run(jobs("a"), watcher):
        pass
    assert watcher.heard == [("began", "a"), ("a", 1, 2), ("ended", "a", None)]


OWNER = """
import sys, time
from pathlib import Path
from jupyter_repro.executing.warm_kernels.warm_servers import WARM
from jupyter_repro.jobs.pool import Pool
from jupyter_repro.jobs.watcher import UNWATCHED
from jupyter_repro.records.queued_notebook import QueuedNotebook
import os
def work(path, _):
    Path(path).write_text(str(os.getpid()))
    time.sleep(600)
list(Pool(work, 2).run([QueuedNotebook("a"), QueuedNotebook("b")], UNWATCHED))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the children of a killed process")
def test_workers_end_with_their_owner(number, tmp_path):
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER], cwd=tmp_path, stderr=subprocess.DEVNULL, start_new_session=True
    )
    files = [tmp_path / "a", tmp_path / "b"]
    while not all(file.exists() and file.read_text() for file in files):
        assert owner.poll() is None
        time.sleep(0.02)
    workers = [psutil.Process(int(file.read_text())) for file in files]
    (os.killpg if number == signal.SIGINT else os.kill)(owner.pid, number)
    assert owner.wait(30) != 0
    _, alive = psutil.wait_procs(workers, 30)
    assert not alive
