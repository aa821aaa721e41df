"""What the probes note, in a real kernel that is not pinned."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from live import session

from jupyter_repro.recording.notes import decode_notes

NOTES = "__import__('jupyter_repro.recording.kernel', fromlist=['notes']).notes()"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kernel")
    (folder / "there.txt").write_text("abc")
    (folder / "box.py").write_text("import os\n\nCPUS = os.cpu_count()\n")
    with session(folder, PYTHONHASHSEED="0") as live:
        live.run("%load_ext jupyter_repro")
        yield live


SEEN = [
    ("machine", "import shutil\nshutil.disk_usage('.')"),
    ("machine", "import os\nos.getloadavg()"),
    ("machine", "import os\nopen('/proc/self/stat').read()"),
    ("machine", "1\nimport box"),
    ("machine", "from pathlib import Path\nPath('there.txt').stat().st_ino"),
    ("process", "import socket\nsocket.socket().bind(('127.0.0.1', 0))"),
    ("data", "import os\nos.stat('there.txt').st_size"),
    ("environment-variable", "1\n!true $STAGE"),
    ("environment-variable", "import subprocess\nsubprocess.run('true ${STAGE}', shell=True)"),
    ("environment-variable", "import os\nos.system('true $STAGE')"),
    ("process", "import gc\ngc.get_count()"),
    ("process", "import sys\nsys.getrefcount(sys)"),
    ("entropy", "import os\nopen('/dev/urandom', 'rb').read(4)"),
    ("entropy", "from pathlib import Path\nopen(Path('/dev/random'), 'rb').close()"),
    ("rng", "import polars as pl; s = pl.Series([1, 2, 3])\ns.sample(2)"),
    ("timezone", "import datetime as d\nd.datetime.fromtimestamp(0)"),
    ("timezone", "import time\ntime.tzname"),
    ("locale", "import locale\nlocale.getlocale()"),
    ("path", "from pathlib import Path\nPath('x').resolve()"),
    ("path", "import os\nos.path.expanduser('~/x')"),
    ("path", "1\nhere = %pwd"),
    ("timezone", "1\nquery = \"select datetime(0, 'unixepoch', 'localtime')\""),
    (
        "process",
        "import os; from dataclasses import dataclass, field; fields = {'pid': field(default_factory=os.getpid)};"
        " C = dataclass(type('C', (), {'__annotations__': {'pid': int}, **fields}))\nC()",
    ),
    ("tempfile", "import tempfile\ntempfile.gettempdir()"),
    ("clock", "from pathlib import Path\nPath('there.txt').stat().st_mtime"),
    ("clock", "import os\nos.path.getmtime('there.txt')"),
    ("clock", "import sqlite3\nsqlite3.connect(':memory:').execute('select current_timestamp')"),
    ("environment-variable", "import shutil\nshutil.get_terminal_size()"),
    (
        "clock",
        "import sqlite3\nsqlite3.connect(':memory:').execute('create table t (at text default current_timestamp)')",
    ),
    (
        "rng",
        "import sqlite3\nsqlite3.connect(':memory:').execute('create table t (key text default (randomblob(6)))')",
    ),
    ("entropy", "import ssl\nssl.RAND_bytes(4)"),
    ("threads", "import asyncio\nawait asyncio.to_thread(print)"),
    ("threads", "import asyncio\nawait asyncio.get_running_loop().run_in_executor(None, print)"),
    ("timing", "import asyncio\nasyncio.get_running_loop().time()"),
    ("timing", "import cProfile\ncProfile.Profile()"),
    ("timing", "1\nbest = %timeit -o -q -n1 -r1 1"),
    ("address", "import numpy as np\nnp.zeros(2).ctypes.data"),
    (
        "address",
        "import weakref; kept = [type('T', (), {})() for _ in 'ab']; s = weakref.WeakSet(kept)\nlist(s)",
    ),
]


@pytest.mark.parametrize(("kind", "source"), SEEN)
def test_a_source_is_noted_at_its_line(kernel, kind, source):
    kernel.run(source, f"{kind} {source}")
    uses = decode_notes(kernel.value(NOTES)).uses
    assert (kind, 2) in [(use.kind, use.line) for use in uses if use.cell == f"{kind} {source}"]


LOOKS = [
    ("import os\nos.path.exists('there.txt')", "there.txt", "there"),
    ("import os\nos.path.isfile('none.txt')", "none.txt", "not there"),
    ("import os\nos.path.getsize('there.txt')", "there.txt", "3 B"),
    ("from pathlib import Path\nPath('there.txt').stat()", "there.txt", "3 B"),
    ("from pathlib import Path\nPath('none.txt').exists()", "none.txt", "not there"),
]


@pytest.mark.parametrize(("source", "name", "found"), LOOKS)
def test_a_look_at_a_file_is_noted_with_what_it_found(kernel, source, name, found):
    kernel.run(source, source)
    looks = [use for use in decode_notes(kernel.value(NOTES)).uses if use.cell == source and use.name]
    assert [(use.kind, use.line, use.name, use.found, use.varies) for use in looks] == [
        ("data", 2, name, found, False)
    ]


@pytest.mark.parametrize(
    ("name", "found"), [("msgspec", version("msgspec")), ("nobody-has-this", "not installed")]
)
def test_a_package_that_is_asked_for_is_noted_with_its_version(kernel, name, found):
    source = f"import importlib.metadata as of\nof.version({name!r})"
    kernel.run(source, source)
    asked = [use for use in decode_notes(kernel.value(NOTES)).uses if use.cell == source]
    assert [(use.kind, use.line, use.name, use.found) for use in asked] == [("package", 2, name, found)]


def test_classes_stay_what_they_are(kernel):
    source = "import psutil, pathlib, time, os\nisinstance(psutil.Process(), psutil.Process), os.path.exists.__name__"
    assert kernel.shown(source) == "(True, 'exists')"


def test_a_pinned_kernel_says_nothing_of_what_is_pinned(tmp_path):
    with session(tmp_path, PYTHONHASHSEED="0") as live:
        live.run("%load_ext jupyter_repro\n%repro pin 42")
        live.run("import time, locale\ntime.tzname, time.mktime(time.gmtime(0)), locale.getlocale()", "a")
        uses = decode_notes(live.value(NOTES)).uses
    assert {use.kind for use in uses if use.cell == "a"} <= {"clock"}


def test_who_reads_all_variables_is_noted_once_at_his_line_and_then_who_reads_one(kernel):
    source = "import os\nall_ = dict(os.environ)\nagain = dict(os.environ.items())\none = os.environ['PATH']"
    kernel.run(source, "variables")
    found = [
        (use.line, use.what)
        for use in decode_notes(kernel.value(NOTES)).uses
        if use.cell == "variables" and use.kind == "environment-variable"
    ]
    assert found == [
        (2, "all environment variables are read"),
        (3, "all environment variables are read"),
        (4, "the environment variable PATH is read"),
    ]


def test_a_variable_that_a_library_reads_counts_where_the_notebook_or_its_data_names_it(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear $LAB_HEAD")
    source = """import os, string
from pathlib import Path
string.Template(Path("letter.txt").read_text()).substitute(os.environ)
sites = [each for each in os.environ if each.startswith("SITE_")]"""
    with session(tmp_path, LAB_HEAD="Ann", SITE_A="oslo", OTHER="x") as live:
        live.run("%load_ext jupyter_repro")
        live.run(source, "variables")
        uses = decode_notes(live.value(NOTES)).uses
    found = {(use.what, use.line) for use in uses if use.kind == "environment-variable"}
    assert found == {
        ("the environment variable LAB_HEAD is read", 3),
        ("all environment variables are read", 4),
        ("the environment variable SITE_A is read", 4),
    }


def test_a_variable_that_the_notebook_has_set_is_not_read_from_outside(kernel):
    kernel.run("import os\nos.environ['MADE_HERE'] = '2'\nos.environ['MADE_HERE']", "own")
    uses = decode_notes(kernel.value(NOTES)).uses
    assert not [use for use in uses if use.cell == "own"]


def test_reading_all_variables_looks_for_the_notebooks_line_a_few_times_only(kernel):
    """However many variables there are."""
    source = """
import os
from jupyter_repro.recording import sightings
looks, look = [], sightings.user_place
sightings.user_place = lambda *args, **named: looks.append(1) or look(*args, **named)
for number in range(500):
    os.environ[f"X{number}"] = "1"
for _ in range(100):
    dict(os.environ.items())
sightings.user_place = look
len(looks)
"""
    assert int(kernel.shown(source)) <= 5


def test_what_a_command_of_ours_reads_is_no_data(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\nseed = 3\n")
    with session(tmp_path) as live:
        live.run("%load_ext jupyter_repro")
        live.run("%repro status", "status")
        assert decode_notes(live.value(NOTES)).data.files == ()


def test_a_generator_of_a_class_of_the_notebooks_own_works_as_it_does_without_a_recorder(kernel):
    kernel.run(
        "import random\n"
        "class Odd(random.Random):\n"
        "    __hash__ = None\n"
        "    def getstate(self):\n"
        "        raise NotImplementedError\n"
        "odd = Odd()\n"
        "odd.seed(3)\n"
        "value = odd.random()"
    )
    assert kernel.value("value == random.Random(3).random()") is True
