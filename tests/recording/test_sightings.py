"""What probes say, and what they must not say, in a real kernel."""

from __future__ import annotations

import pytest
from live import session

from jupyter_repro.recording.notes import decode_notes

NOTES = "__import__('jupyter_repro.recording.kernel', fromlist=['notes']).notes()"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """A kernel that records, with a module of the user's own in its folder."""
    folder = tmp_path_factory.mktemp("kernel")
    (folder / "own.py").write_text("import time\n\ndef now():\n    return time.time()\n")
    with session(folder, PYTHONHASHSEED="0") as live:
        live.run("%load_ext jupyter_repro")
        yield live


def uses(kernel, source, name):
    kernel.run(source, name)
    return [
        (use.kind, use.line, use.certainty)
        for use in decode_notes(kernel.value(NOTES)).uses
        if use.cell == name
    ]


def test_a_module_beside_the_notebook_counts_at_the_line_that_calls_it(kernel):
    assert uses(kernel, "import own\n\nown.now()", "own") == [("clock", 3, "observed")]


def test_what_a_thread_of_compiled_code_opens_raises_nothing_there(kernel):
    """Such a thread has no frame of Python's: the function that begins this one is written in C."""
    source = """import _thread, sys, time
failed, hook = [], sys.unraisablehook
sys.unraisablehook = failed.append
lock = _thread.allocate_lock()
_thread.start_new_thread(sys.audit, ("import", "lxml.etree", "/env/site-packages/lxml/etree.so"))
_thread.start_new_thread(sys.audit, ("subprocess.Popen", "true", ["true"], None, None))
time.sleep(0.2)
sys.unraisablehook = hook
[str(each.exc_value) for each in failed]"""
    assert kernel.shown(source, "frameless") == "[]"


def test_a_library_that_asks_for_itself_is_not_the_notebook(kernel):
    source = (
        "import logging, random, email.utils, http.cookiejar, pandas as pd, matplotlib\n"
        "logging.getLogger('x').error('y')\n"
        "email.utils.make_msgid()\nemail.utils.formatdate()\n"
        "http.cookiejar.CookieJar().clear_expired_cookies()\n"
        "pd.DataFrame({'a': [1]}).to_string()"
    )
    assert uses(kernel, source, "library") == []


def test_what_stands_in_a_branch_that_did_not_run_is_only_suspected(kernel):
    source = "from datetime import datetime\nif False:\n    datetime.now()"
    assert uses(kernel, source, "branch") == [("clock", 3, "suspected")]


def test_a_sorted_listing_is_no_listing(kernel):
    source = (
        "import os\nfrom pathlib import Path\nsorted(os.listdir())\nlen(os.listdir())\n"
        "names = os.listdir()\nnames.sort()\n{p for p in Path('.').iterdir()}"
    )
    assert [use for use in uses(kernel, source, "sorted") if use[0] == "filesystem-order"] == []


def test_a_clock_that_is_asked_in_a_loop_is_reported_once(kernel):
    assert uses(kernel, "import time\nfor _ in range(1000): time.time()", "loop") == [
        ("clock", 2, "observed")
    ]


def test_every_variable_that_is_read_at_one_place_is_named(kernel):
    kernel.run("import os\nfor name in ('PATH', 'HOME'): os.environ.get(name)", "variables")
    reported = [use.what for use in decode_notes(kernel.value(NOTES)).uses if use.cell == "variables"]
    assert reported == ["the environment variable PATH is read", "the environment variable HOME is read"]


def test_a_time_that_is_given_is_no_clock(kernel):
    assert uses(kernel, "import time\ntime.strftime('%H', time.gmtime(0)), time.ctime(0)", "given") == []


def test_a_function_that_two_probes_watch_is_reported_by_both(kernel):
    kernel.run("import jupyter_repro")
    assert ("clock", 2, "observed") in uses(kernel, "import time\ntime.localtime()", "both")
    assert ("timezone", 2, "observed") in uses(kernel, "import time\ntime.localtime()", "both")


def test_no_value_of_a_variable_and_no_argument_of_a_program_is_kept(kernel):
    kernel.run("import os, subprocess\nos.environ['TOKEN'] = 'hunter2'", "set")
    uses(kernel, "os.environ['TOKEN']\nsubprocess.run(['true', 'hunter2'])\n!true hunter2", "secret")
    assert "hunter2" not in str(decode_notes(kernel.value(NOTES)).uses)


def test_the_machine_itself_is_not_the_network(kernel):
    source = (
        "import socket\ns = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(s.getsockname()).close()\ns.close()"
    )
    assert [use for use in uses(kernel, source, "loopback") if use[0] == "network"] == []


def test_asked_for_every_call_is_watched_and_nothing_is_only_suspected(kernel):
    kernel.run("%repro probes exhaustive")
    source = (
        "from datetime import datetime\nif False:\n    datetime.now()\n"
        "def stamp():\n    return datetime.now()\nstamp()"
    )
    assert uses(kernel, source, "exhaustive") == [("clock", 5, "observed")]
    kernel.run("%repro probes cheap")
    assert uses(kernel, "if False:\n    datetime.now()", "cheap") == [("clock", 2, "suspected")]


def test_a_function_that_was_wrapped_still_answers_as_before(kernel):
    shown = kernel.shown(
        "import pickle, inspect, time, os\n"
        "pickle.loads(pickle.dumps(time.time)) is time.time, os.getpid() > 0, time.time.__name__"
    )
    assert shown == "(True, True, 'time')"


def test_a_cell_that_was_mended_and_ran_again_tells_its_old_use_no_more(tmp_path):
    with session(tmp_path) as kernel:
        kernel.run("%load_ext jupyter_repro", "load")
        kernel.run("import time\ntime.time()", "a")
        kernel.run("import time\ntime.time()", "b")
        kernel.run("1", "a")
        reported = kernel.value(NOTES)
    assert {use.cell for use in decode_notes(reported).uses} == {"b"}


def test_a_folder_that_the_notebook_lists_is_noted_and_one_that_a_library_walks_is_not(tmp_path):
    for name in ("listed", "globbed", "archived"):
        (tmp_path / name / "inner").mkdir(parents=True)
    with session(tmp_path) as kernel:
        kernel.run("%load_ext jupyter_repro")
        kernel.run("import os\ndef names(folder):\n    return sorted(os.listdir(folder))", "function")
        kernel.run("names('listed')", "listed")
        kernel.run("from pathlib import Path\nlist(Path('globbed').rglob('*'))", "globbed")
        kernel.run("import shutil\nshutil.make_archive('packed', 'zip', 'archived')", "archived")
        notes = decode_notes(kernel.value(NOTES))
    listed = [
        (use.cell, use.line, use.name, use.found) for use in notes.uses if use.what.endswith(" is listed")
    ]
    assert [each[:3] for each in listed] == [
        ("listed", 1, "listed/"),
        ("globbed", 2, "globbed/"),
        ("globbed", 2, "globbed/inner/"),
    ]
    assert listed[0][3].startswith("1 entry (")
