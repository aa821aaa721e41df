"""What counts time, held."""

from __future__ import annotations

import pytest
from held_runs import alike, outputs_of, run

TIMING = {"holds": ("timing",)}


def test_durations_are_the_same_in_two_runs(tmp_path):
    alike(
        tmp_path,
        "import time, timeit\nstart, began = time.perf_counter(), time.time()\nsum(range(10**6))",
        "print(time.perf_counter() - start, time.time() - began, time.monotonic_ns(), time.process_time())",
        "print(timeit.timeit('1+1', number=100), timeit.default_timer(), timeit.repeat('1', number=9, repeat=2))",
        "timeit.Timer('1').autorange()",
        "import datetime as dt\nbegan = dt.datetime.now()\nsum(range(10**6))\nprint(dt.datetime.now() - began)",
        "%time sum(range(10**6))",
        **TIMING,
    )


def test_timers_and_the_time_of_day_go_forward_together(tmp_path):
    (shown,) = outputs_of(
        tmp_path,
        "import time\na, b = time.time(), time.perf_counter()\ntime.sleep(1)\n"
        "print(round(time.time() - a, 1), round(time.perf_counter() - b, 1), int(a))",
        holds=("timing", "clock"),
    )
    assert shown == "1.0 1.0 1768478401\n"


WAITING = {
    "Timer": "import threading\ndone = threading.Event()\nthreading.Timer(0.2, done.set).start()\nprint(done.wait(20))",
    "Queue": "import queue\ntry: queue.Queue().get(timeout=0.2)\nexcept queue.Empty: print('empty')",
    "futures": "from concurrent.futures import ThreadPoolExecutor, wait\nwith ThreadPoolExecutor(2) as pool:\n"
    "    print(len(wait([pool.submit(pow, 2, 2)], timeout=20).done), pool.submit(pow, 2, 3).result(timeout=20))",
    "processes": "from concurrent.futures import ProcessPoolExecutor\nwith ProcessPoolExecutor(2) as pool:\n"
    "    print(list(pool.map(abs, [-1, 2], timeout=50)))",
    "multiprocessing": "import multiprocessing\nwith multiprocessing.Pool(2) as pool:\n"
    "    print(pool.apply_async(abs, [-1]).get(timeout=50))",
    "subprocess": "import subprocess\nprint(subprocess.run(['echo', 'x'], timeout=20, capture_output=True).stdout)\n"
    "try: subprocess.run(['sleep', '20'], timeout=0.3)\nexcept subprocess.TimeoutExpired: print('too long')",
    "asyncio": "import asyncio\nprint(await asyncio.wait_for(asyncio.sleep(0.1, 'slept'), 20))\n"
    "try: await asyncio.wait_for(asyncio.sleep(50), 0.2)\nexcept TimeoutError: print('too long')",
    "waiting for a thread": "import threading, time\nhere = threading.Event()\nthreading.Timer(0.3, here.set).start()\n"
    "end = time.time() + 30\nwhile not here.is_set() and time.time() < end: time.sleep(0.05)\nprint(here.is_set())",
    "tqdm": "from tqdm import tqdm\nprint(sum(tqdm(range(100_000))))",
    "matplotlib": "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('drawn')",
    "%timeit": "%timeit -n 10 -r 2 1 + 1",
    "%timeit by itself": "%timeit 1 + 1",
    "!": "!echo here",
}


@pytest.mark.parametrize("source", WAITING.values(), ids=WAITING)
def test_what_waits_for_others_works_in_held_time(tmp_path, source):
    execution = run(tmp_path, source, holds=("clock", "timing"))
    assert [failure.what for failure in execution.failures] == []
    assert execution.notebook.cells[0].outputs
    assert execution.seconds < 30


def test_uses_are_seen_where_they_are(tmp_path):
    source = "import time\ntime.perf_counter()\ntime.monotonic()"
    for closely in (False, True):
        notes = run(tmp_path, source, **TIMING, watch_closely=closely).notes
        assert [(use.kind, use.line) for use in notes.uses] == [("timing", 2), ("timing", 3)]
