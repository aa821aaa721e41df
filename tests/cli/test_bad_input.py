"""Bad input: one clear line, the documented exit status, and every file as it was."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from conftest import command, inside, tree, written

import jupyter_repro
from jupyter_repro.snapshots.snapshot_file import snapshot_path

STORED = (
    '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "id": "a", "metadata": {}, '
    '"source": "1", "execution_count": 1, "outputs": [{"output_type": "display_data", "metadata": {}, '
    '"data": {"application/json": %s}}]}]}'
)

UNREADABLE = {
    "text": ("not a notebook", "it is not JSON (line 1, column 1)"),
    "cut": ('{"cells": [{"cell_type": "code", "sou', "it is not JSON"),
    "empty": ("", "it is empty"),
    "nine": ('{"nbformat": 9, "nbformat_minor": 0, "cells": [], "metadata": {}}', "its nbformat is 9"),
    "other": ("{}", "it is JSON but not a notebook"),
    "deep": (STORED % ("[" * 5_000 + "]" * 5_000), "its JSON is nested too deeply to be read"),
    "huge": (STORED % ("7" * 5_000), "it holds an integer of more than 4,300 digits"),
}


def check(done, status, reported):
    """One clear line, at most a second that says what to do, and no traceback."""
    said = (done.stdout + done.stderr).strip()
    assert done.returncode == status, said
    assert reported in said
    assert "Traceback" not in said
    assert len(said.splitlines()) <= 3, said


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("what", ["verify", "snapshot", "show", "diff"])
def test_what_is_no_notebook(tmp_path, name, what):
    content, reported = UNREADABLE[name]
    (tmp_path / "a.ipynb").write_text(content)
    before = tree(tmp_path)
    run = command if what == "verify" else inside
    check(run(what, "a.ipynb", cwd=tmp_path), 2, reported)
    assert tree(tmp_path) == before


def test_an_error_without_a_remedy_names_the_page_that_explains_it(tmp_path):
    done = inside("verify", "x*.ipynb", cwd=tmp_path)
    check(done, 2, "no notebook matches x*.ipynb.\n  see: jupyter repro help errors reproerror")


def test_a_file_that_is_not_there(tmp_path):
    check(command("verify", "none.ipynb", cwd=tmp_path), 2, "there is no such file")
    check(inside("verify", "x*.ipynb", cwd=tmp_path), 2, "no notebook matches")
    check(inside("verify", ".", cwd=tmp_path), 2, "there is no notebook in")


def test_a_kernel_that_this_machine_does_not_have(tmp_path):
    path = written(tmp_path / "a.ipynb", "1", kernel="cobol")
    before = tree(tmp_path)
    check(inside("snapshot", path), 4, "there is no kernel 'cobol' on this machine")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", text="x")]
    nbformat.write(notebook, path)
    done = inside("verify", path)
    assert done.returncode == 4
    assert "unverifiable" in done.stdout
    path.write_bytes(before["a.ipynb"])
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("damage", "reported"),
    [
        (lambda content: content[: len(content) // 2], "it is not a snapshot"),
        (
            lambda content: content.replace(b"snapshot@1", b"snapshot@2"),
            "its format is 'jupyter-repro/snapshot@2'",
        ),
        (lambda content: content.replace(b'"cells": [', b'"cells": 7, "was": ['), "it is damaged"),
    ],
    ids=["cut in half", "of a newer version", "damaged"],
)
def test_a_snapshot_that_cannot_be_read(recorded, damage, reported):
    snapshot_path(recorded).write_bytes(damage(snapshot_path(recorded).read_bytes()))
    before = tree(recorded.parent)
    for what in ("verify", "snapshot", "show"):
        check(inside(what, recorded), 2, reported)
    assert tree(recorded.parent) == before


def test_a_seed_out_of_range(sales):
    check(command("snapshot", sales, "--seed", "-4"), 2, "-4 is not a seed")
    check(inside("snapshot", sales, "--seed", str(2**32)), 2, "is not a seed")


def test_a_cell_that_raises(tmp_path):
    path = written(tmp_path / "a.ipynb", "open('nowhere.csv')")
    before = tree(tmp_path)
    check(command("snapshot", path), 3, "failed in [1]: FileNotFoundError")
    assert tree(tmp_path) == before


def test_an_output_that_no_notebook_can_keep(tmp_path):
    deep = "a = []\nfor _ in range(900):\n    a = [a]\nfrom IPython.display import JSON\nJSON(a)"
    path = written(tmp_path / "a.ipynb", deep, "1 + 1")
    before = tree(tmp_path)
    check(inside("snapshot", path), 3, "failed in [1]: an output is nested too deeply")
    assert tree(tmp_path) == before


@pytest.mark.parametrize("seconds", ["1", "0.5"])
def test_a_cell_that_never_ends(tmp_path, seconds):
    path = written(tmp_path / "a.ipynb", "while True: pass")
    before = tree(tmp_path)
    reported = f"failed in [1]: it took longer than {seconds} s"
    check(inside("snapshot", path, "--timeout", seconds), 3, reported)
    assert tree(tmp_path) == before


def test_a_kernel_that_dies(tmp_path):
    path = written(tmp_path / "a.ipynb", "print(1)", "import os; os._exit(3)", "2")
    before = tree(tmp_path)
    check(inside("snapshot", path), 3, "failed in [2]: the kernel died")
    assert tree(tmp_path) == before


def test_a_recorded_notebook_whose_kernel_dies_is_reported_and_the_rest_was_not_reached(tmp_path):
    path = written(
        tmp_path / "a.ipynb", "print(1)", "import os, sys\nif os.path.exists('bomb'): os._exit(3)", "2"
    )
    jupyter_repro.snapshot(path)
    (tmp_path / "bomb").touch()
    verdict = jupyter_repro.verify(path)
    assert verdict.status == "failed"
    assert [cell.status for cell in verdict.cells] == ["identical", "failed", "unverifiable"]
    assert inside("verify", path).returncode == 3


def test_a_folder_that_cannot_be_written_to_is_reported_before_anything_runs():
    folder = Path(tempfile.mkdtemp())
    try:
        path = written(folder / "a.ipynb", "open('ran', 'w')")
        before = tree(folder)
        folder.chmod(0o555)
        # root writes through any permission: it is given up once everything is imported
        run = f"""
import os, sys
import encodings.utf_8_sig
from jupyter_repro.taking_snapshots.recorded_run import record
from jupyter_repro.errors import ReproError
if os.geteuid() == 0:
    os.setgroups([]); os.setegid(65534); os.seteuid(65534)
try:
    record({str(path)!r})
except ReproError as error:
    sys.exit(str(error))
"""
        done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False)
        assert "cannot be written: permission denied" in done.stderr
        assert tree(folder) == before
    finally:
        shutil.rmtree(folder)


def test_a_disk_that_is_full_leaves_both_files_as_they_were(recorded):
    before = tree(recorded.parent)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
    run = (
        "import signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from pathlib import Path\n"
        "from jupyter_repro.taking_snapshots import recorded_run as record\n"
        "from jupyter_repro.errors import ReproError\n"
        "write = record.write_together\n"
        f"def limited(contents, check):\n    {limit}    write(contents, check)\n"
        "record.write_together = limited\n"
        f"try:\n    record.record(Path({str(recorded)!r}), record.RecordingOptions(seed=1))\n"
        "except ReproError as error:\n    sys.exit(f'{error.exit_status} {error}')\n"
    )
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False)
    assert "cannot be written" in done.stderr
    assert done.stderr.startswith("2 ")
    assert tree(recorded.parent) == before


@pytest.mark.parametrize(
    ("sent", "status", "reported"),
    [(signal.SIGINT, 130, "stopped; nothing was written."), (signal.SIGTERM, 143, "")],
    ids=["Ctrl-C", "SIGTERM"],
)
def test_being_stopped_ends_the_kernel_and_writes_nothing(tmp_path, sent, status, reported):
    path = written(tmp_path / "a.ipynb", "open('started', 'w').close()", "import time\ntime.sleep(60)")
    notebook = path.read_bytes()
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_repro", "snapshot", path], stderr=subprocess.PIPE, text=True
    )
    while not (tmp_path / "started").exists():
        time.sleep(0.05)
    kernels = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(sent)
    _, said = process.communicate(timeout=30)
    assert process.returncode == status
    assert said.strip() == reported
    _, alive = psutil.wait_procs(kernels, timeout=30)
    assert kernels
    assert not alive
    assert path.read_bytes() == notebook
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.ipynb", "started"]


def test_of_two_snapshots_at_once_one_is_written_and_the_other_is_reported(tmp_path):
    path = written(tmp_path / "a.ipynb", "import time\ntime.sleep(3)")
    begin = [sys.executable, "-m", "jupyter_repro", "snapshot", str(path)]
    both = [
        subprocess.Popen(begin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    answers = [process.communicate(timeout=60) for process in both]
    assert sorted(process.returncode for process in both) == [0, 2]
    assert sum("is being recorded by another process" in error for _, error in answers) == 1
    assert jupyter_repro.verify(path).status == "identical"


def test_what_can_be_read_is_verified_beside_what_cannot(recorded):
    (recorded.parent / "bad.ipynb").write_text("x")
    done = command("verify", recorded.parent)
    assert done.returncode == 2
    assert "sales.ipynb identical" in done.stdout
    assert "bad.ipynb cannot be read" in done.stdout


def test_a_wrong_command_is_wrong_usage():
    assert command("frobnicate").returncode == 2
    assert inside("verify").returncode == 2
    assert inside("verify", "a.ipynb", "--format", "smoke").returncode == 2


ONE_NOTEBOOK = [["diff"], ["lineage"], ["sweep", "-p", "a", "1,2"]]
SEVERAL = [
    ["verify"],
    ["snapshot"],
    ["check"],
    ["data", "status"],
    ["show"],
    ["log"],
    ["restore", "--data"],
    ["track"],
    ["handoff"],
    ["rescue"],
    ["export", "--pep723"],
]


@pytest.mark.parametrize("what", ONE_NOTEBOOK, ids=lambda what: what[0])
@pytest.mark.parametrize(
    ("named", "reported"),
    [(".", "it is a folder, not a notebook"), ("..", "it is a folder"), ("", "the name is empty")],
)
def test_what_takes_one_notebook_says_of_a_folder_that_it_is_none(tmp_path, what, named, reported):
    check(inside(what[0], named, *what[1:], cwd=tmp_path), 2, reported)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("what", SEVERAL, ids=" ".join)
def test_an_empty_name_does_not_stand_for_the_whole_folder(tmp_path, what):
    check(inside(*what, "", cwd=tmp_path), 2, "an empty name names no notebook")


@pytest.mark.parametrize(
    ("what", "reported"),
    [("status", "cache is a file, not a folder"), ("gc", "cannot be written")],
)
def test_a_file_in_the_place_of_the_cache_is_reported(tmp_path, what, reported):
    (tmp_path / "cache").touch()
    done = inside("data", what, cwd=tmp_path, JUPYTER_REPRO_CACHE=str(tmp_path / "cache"))
    check(done, 2, reported)


def test_data_that_is_not_back_for_a_file_in_the_place_of_the_cache_says_so(recorded):
    (recorded.parent / "cache").touch()
    (recorded.parent / "sales.csv").unlink()
    cache = str(recorded.parent / "cache")
    done = inside("restore", "sales.ipynb", "--data", cwd=recorded.parent, JUPYTER_REPRO_CACHE=cache)
    assert f"the cache cannot be read: {cache} is a file" in done.stdout
