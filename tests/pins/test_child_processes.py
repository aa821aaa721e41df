"""Children of a pinned process, each in a process of its own: the seed belongs to the work, not to the worker."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

PINNED = "from jupyter_repro import pin; pin(42)\n"
DRAW = """
import random, time, numpy as np
def draw(i):
    time.sleep(0.01 * (i % 2))
    return random.random(), float(np.random.rand()), random.Random().random()
"""
WAYS = {
    "pool.map": "from multiprocessing import Pool\nwith Pool(2) as p: print(p.map(draw, range(6), 1))",
    "pool.imap": "from multiprocessing import Pool\nwith Pool(2) as p: print(list(p.imap(draw, range(6))))",
    "pool.apply": "from multiprocessing import Pool\nwith Pool(2) as p: print([p.apply(draw, (i,)) for i in range(4)])",
    "executor": (
        "from concurrent.futures import ProcessPoolExecutor\n"
        "with ProcessPoolExecutor(2) as p: print(list(p.map(draw, range(6))))"
    ),
    "joblib": "from joblib import Parallel, delayed\nprint(Parallel(2)(delayed(draw)(i) for i in range(6)))",
}


def printed(code):
    """What a script prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_each_piece_of_work_draws_its_own_and_draws_it_again(way):
    first = printed(PINNED + DRAW + way)
    assert first == printed(PINNED + DRAW + way)
    assert len(set(ast.literal_eval(first))) == len(ast.literal_eval(first))


def test_a_library_that_the_notebook_seeded_itself_is_left_alone_in_the_child():
    code = (
        DRAW + "np.random.seed(7)\nfrom multiprocessing import Pool\n"
        "with Pool(1) as p: print([pair[1] for pair in p.map(draw, range(1))])"
    )
    assert printed(PINNED + code) == printed(code)


def test_work_in_threads_and_in_this_process_draws_from_this_processes_generators():
    code = (
        "import random\nfrom joblib import Parallel, delayed\nfrom multiprocessing.pool import ThreadPool\n"
        "print(Parallel(1)(delayed(random.random)() for _ in range(3)))\n"
        "print(ThreadPool(1).map(lambda _: random.random(), 'ab'))"
    )
    assert printed(PINNED + code) == printed("import random; random.seed(42)\n" + code)


def test_a_process_that_is_spawned_inherits_the_pins(tmp_path):
    (tmp_path / "work.py").write_text("import random\ndef put(q): q.put(random.random())\n")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "import multiprocessing, work\n"
        "if __name__ == '__main__':\n"
        "    context = multiprocessing.get_context('spawn')\n"
        "    q = context.Queue()\n"
        "    for _ in range(2):\n"
        "        p = context.Process(target=work.put, args=(q,)); p.start(); print(q.get()); p.join()\n"
    )
    first = printed(PINNED + code)
    assert first == printed(PINNED + code)
    assert len(set(first.split())) == 2
