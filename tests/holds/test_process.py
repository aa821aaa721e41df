"""Which process, host and user it is, held."""

from __future__ import annotations

import pytest
from held_runs import alike, outputs_of, run

PROCESS = {"holds": ("process",)}


def test_numbers_and_names_are_the_same_in_two_runs(tmp_path):
    first = alike(
        tmp_path,
        "import getpass, os, platform, socket, threading\nprint(os.getpid(), os.getppid(), threading.get_ident())",
        "print(socket.gethostname(), socket.getfqdn(), platform.node(), platform.uname().node, os.uname().nodename)",
        "getpass.getuser()",
        "import logging\nlogging.basicConfig(format='%(process)d %(thread)d')\nlogging.warning('')",
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(1) as pool: print(pool.submit(lambda: threading.get_ident()).result())",
        "end, start = os.pipe()\npid = os.fork()\nif not pid:\n    os.write(start, str(os.getpid()).encode())\n"
        "    os._exit(0)\nprint(os.read(end, 9), os.waitpid(pid, 0)[1])",
        **PROCESS,
    )
    assert first[0].startswith("5000000 4999999 ")
    assert "5000001" in first[5]


WORKING = {
    "psutil": "import os, psutil\nprint(psutil.Process(os.getpid()) == psutil.Process(), psutil.pid_exists(1))",
    "kill": "import os, signal\nheard = []\nsignal.signal(signal.SIGUSR1, lambda *_: heard.append(1))\n"
    "os.kill(os.getpid(), signal.SIGUSR1)\nprint(heard)",
    "processes": "from concurrent.futures import ProcessPoolExecutor\nimport multiprocessing\n"
    "with ProcessPoolExecutor(2) as pool, multiprocessing.Pool(2) as other:\n"
    "    print(list(pool.map(abs, [-1])), other.map(abs, [-2]))",
    "subprocess": "import subprocess\nprint(subprocess.run('exit 3', shell=True).returncode)\n!echo x",
    "threads": "import threading\nlock = threading.RLock()\nwith lock, lock: print('locked')",
    "matplotlib": "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()",
}


@pytest.mark.parametrize("source", WORKING.values(), ids=WORKING)
def test_what_acts_on_a_process_works(tmp_path, source):
    (shown,) = outputs_of(tmp_path, source, **PROCESS)
    assert shown


def test_uses_are_seen_where_they_are(tmp_path):
    notes = run(tmp_path, "import os\nos.getpid()\nimport socket\nsocket.gethostname()", **PROCESS).notes
    assert [(use.kind, use.line) for use in notes.uses] == [("process", 2), ("process", 4)]
