"""To its notebook, a kernel that was forked is like one that was started."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest
from conftest import notebook_of

from jupyter_repro.executing.engine import MODE_RUN, execute
from jupyter_repro.executing.plan import Plan
from jupyter_repro.executing.warm_kernels import fork_server_process
from jupyter_repro.executing.warm_kernels.fork_server_process import ForkServer
from jupyter_repro.executing.warm_kernels.warm_servers import WARM, Unforkable

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")

LOOK = """
import gc, json, multiprocessing.process, os, resource, signal, stat, sys, threading, warnings
def kind(fd):
    try:
        return stat.filemode(os.fstat(fd).st_mode)[0]
    except OSError:
        return "closed"
limits = ("AS", "CORE", "CPU", "DATA", "NOFILE", "NPROC", "STACK")
looked = {
    "modules": sorted(name for name in sys.modules if not name.startswith("jupyter_repro")),
    "environment": {n: v for n, v in os.environ.items() if n not in ("JPY_PARENT_PID", "JUPYTER_REPRO_KERNEL")},
    "parent": os.environ["JPY_PARENT_PID"] == str(os.getppid()),
    "standard descriptors": [kind(fd) for fd in range(3)],
    "open files": sorted(kind(fd) for fd in range(3, 99) if kind(fd) in "-cdlb"),
    "signals": {int(n): str(signal.getsignal(n)).split(" at ")[0] for n in signal.valid_signals()},
    "blocked": sorted(map(int, signal.pthread_sigmask(signal.SIG_BLOCK, []))),
    "argv": [*sys.argv[:2], *sys.argv[3:]],
    "orig_argv": [*sys.orig_argv[:4], *sys.orig_argv[5:]],
    "path": sys.path,
    "folder": [os.getcwd(), multiprocessing.process.ORIGINAL_DIR],
    "next thread": threading.Thread().name,
    "threads": sorted(thread.name for thread in threading.enumerate()),
    "native threads": len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 0,
    "main": sorted(set(vars(sys.modules["__main__"])) - {"looked"}),
    "main thread": threading.current_thread() is threading.main_thread(),
    "hash": hash("a"),
    "flags": str(sys.flags),
    "warnings": [str(each) for each in warnings.filters],
    "limits": {n: resource.getrlimit(getattr(resource, "RLIMIT_" + n)) for n in limits},
    "session": [os.getsid(0) == os.getpid(), os.getpgid(0) == os.getpid()],
    "priority": os.getpriority(os.PRIO_PROCESS, 0),
    "processors": sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [],
    "mask": os.umask(os.umask(0o22)),
    "input": sys.__stdin__.read(),
    "streams": [
        [str(type(each)), each.encoding, each.errors]
        for each in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__)
    ],
    "garbage": [gc.isenabled(), gc.get_threshold()],
    "recursion": sys.getrecursionlimit(),
    "fault handler": __import__("faulthandler").is_enabled(),
    "tracing": [sys.gettrace() is None, sys.getprofile() is None],
}
os.umask(looked["mask"])
print(json.dumps(looked))
"""


def shown(source: str, folder, seed: int | None = 42) -> str:
    """What a notebook with one cell prints."""
    execution = execute(
        notebook_of(source), Plan(folder, seed=seed, environment={**MODE_RUN, "PYTHONHASHSEED": "7"})
    )
    assert not execution.failures, execution.failures
    return execution.notebook.cells[0].outputs[0].text


@pytest.fixture(scope="module")
def looks(tmp_path_factory):
    """What a forked kernel and a started one look like."""
    folder = tmp_path_factory.mktemp("looks")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)  # it has ipykernel start other threads
        forked = json.loads(shown(LOOK, folder))

        def refuse(*_arguments):
            raise Unforkable("a test wants none")

        patch.setattr(type(WARM), "kernel", refuse)
        return forked, json.loads(shown(LOOK, folder))


def test_it_is_forked(tmp_path):
    parents = {shown("import os\nprint(os.getppid())", tmp_path) for _ in range(2)}
    assert len(parents) == 1
    assert int(parents.pop()) != os.getpid()


@pytest.mark.parametrize(
    "name",
    [line.split('"')[1] for line in LOOK.splitlines() if line.startswith('    "')],
)
def test_it_looks_like_a_started_kernel(looks, name):
    forked, fresh = looks
    assert forked[name] == fresh[name]


@pytest.mark.parametrize(
    "source",
    [
        "import random\nprint(random.random())",
        "import uuid\nprint(uuid.uuid4(), uuid.uuid1())",
        "import tempfile\nprint(tempfile.mktemp())",
        "import multiprocessing\nprint(multiprocessing.current_process().authkey.hex())",
    ],
)
def test_nothing_repeats_that_no_pin_repeats(source, tmp_path):
    assert len({shown(source, tmp_path, seed=None) for _ in range(3)}) == 3


@pytest.mark.parametrize(
    "source",
    [
        "print(object())",
        "print([id(str(i) * 9) for i in range(5)])",
        "class A: pass\nprint(A)\nprint(id(A))",
        "print(id({}), id([]), id(lambda: 0), id(bytearray(100_000)))",
    ],
)
def test_addresses_are_not_those_of_the_fork_server(source, tmp_path):
    """Two kernels may have an address in common by chance: about one in 500 has."""
    assert len({shown(source, tmp_path, seed=None) for _ in range(3)}) > 1


def test_what_a_notebook_leaves_behind_does_not_reach_the_next(tmp_path):
    leave = "import os, sys, builtins\nos.environ['LEFT'] = '1'\nbuiltins.left = 1\nsys.path.append('/left')\nprint(1)"
    shown(leave, tmp_path)
    look = "import os, sys, builtins\nprint('LEFT' in os.environ, hasattr(builtins, 'left'), '/left' in sys.path)"
    assert shown(look, tmp_path) == "False False False\n"


def test_files_that_are_not_closed_are_written_at_the_end(tmp_path):
    source = "import atexit\nopen_file = open('a.txt', 'w')\nopen_file.write('a')\n"
    source += "atexit.register(lambda: open('b.txt', 'w').write('b'))\nprint(1)"
    shown(source, tmp_path)
    assert ((tmp_path / "a.txt").read_text(), (tmp_path / "b.txt").read_text()) == ("a", "b")


WRITER = """\
class Writer:
    def __init__(self, name):
        self.itself = self
        self.file = open(name, "w")
        self.file.write("written")
"""


@pytest.mark.parametrize("at", ["the notebook", "a module beside it", "an output"])
def test_a_file_that_an_object_in_a_cycle_has_open_is_written_at_the_end(at, tmp_path):
    made = "kept = Writer('c.txt')\n"
    if at == "a module beside it":
        (tmp_path / "writing.py").write_text(f"{WRITER}\n{made}")
    source = {
        "the notebook": WRITER + made,
        "a module beside it": "import writing\n",
        "an output": f"{WRITER}\nprint(1)\nWriter('c.txt')",
    }[at]
    shown(source if at == "an output" else f"{source}print(1)", tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.glob("c.*")} == {"c.txt": "written"}


def test_a_python_whose_hash_seed_is_by_chance_is_started(tmp_path):
    plan = Plan(tmp_path, environment={**MODE_RUN, "PYTHONHASHSEED": "random"})
    runs = [
        execute(notebook_of("print(hash('a'))"), plan).notebook.cells[0].outputs[0].text for _ in range(3)
    ]
    assert len(set(runs)) == 3


def test_a_python_that_looks_for_modules_in_its_folder_is_started(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "modules")
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "beside.py").write_text("here = 1")
    assert shown("import beside\nprint(beside.here)", tmp_path) == "1\n"


def test_a_python_that_starts_a_thread_by_itself_is_started(tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    look = "import os\nprint(os.environ['JPY_PARENT_PID'])"
    assert shown(look, tmp_path) == f"{os.getpid()}\n"


def test_what_python_imports_as_it_starts_is_that_of_the_moment(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    look = "import decimal, os\nprint(decimal.getcontext().prec, os.getppid() == os.getpid())"
    assert shown(look, tmp_path) == "28 False\n"
    customizing = tmp_path / "sitecustomize.py"
    customizing.write_text("import decimal\ndecimal.getcontext().prec = 6\n")
    assert shown(look, tmp_path) == "6 False\n"
    customizing.write_text("import decimal\ndecimal.getcontext().prec = 12\n")
    assert shown(look, tmp_path) == "12 False\n"
    customizing.unlink()
    assert shown(look, tmp_path) == "28 False\n"


def test_options_of_the_interpreter_are_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONOPTIMIZE", "1")
    assert shown("import sys\nprint(sys.flags.optimize)", tmp_path) == "1\n"


def test_the_kernel_has_the_name_of_its_python(tmp_path):
    assert shown("import sys\nprint(sys.executable)", tmp_path) == f"{sys.executable}\n"


def test_a_server_that_nobody_needs_ends_by_itself(tmp_path, monkeypatch):
    impatient = tmp_path / "fork_server.py"
    source = Path(fork_server_process._FILE).read_text()
    impatient.write_text(source.replace("IDLE = 600", "IDLE = 0.1"))
    for name in ("forked_kernel.py", "overlay.py", "start_files.py"):
        impatient.with_name(name).write_text(Path(fork_server_process._FILE).with_name(name).read_text())
    monkeypatch.setattr(fork_server_process, "_FILE", impatient)
    server = ForkServer((sys.executable,), {**os.environ, "PYTHONHASHSEED": "8"}.items())
    deadline = time.monotonic() + 60
    while server.is_alive:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert server._process.returncode == 0
    server.end()
