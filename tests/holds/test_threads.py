"""What threads do at the same time, held."""

from __future__ import annotations

import os

import pytest
from held_runs import alike, outputs_of

THREADS = {"holds": ("threads",)}


def test_threads_that_do_not_wait_end_in_the_order_of_their_start(tmp_path):
    alike(
        tmp_path,
        "import threading\nseen = []\ndef work(name):\n    for n in range(3000): seen.append(name)\n"
        "threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]\n"
        "for thread in threads: thread.start()\nfor thread in threads: thread.join()\n"
        "print(seen == sorted(seen), len(seen))",
        **THREADS,
    )


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="the system has no such function")
def test_they_have_one_core(tmp_path):
    assert outputs_of(tmp_path, "import os; len(os.sched_getaffinity(0))", **THREADS) == ["1"]


def test_who_waits_in_a_loop_for_a_thread_goes_on(tmp_path):
    source = "import threading\nthread = threading.Thread(target=sum, args=(range(10),))\nthread.start()"
    assert outputs_of(tmp_path, f"{source}\nwhile thread.is_alive(): pass\nprint('done')", **THREADS) == [
        "done\n"
    ]
