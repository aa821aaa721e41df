"""The recorder in a real kernel."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from conftest import written
from live import session

from jupyter_repro.recording.notes import decode_notes

NOTES = "__import__('jupyter_repro.recording.kernel', fromlist=['notes']).notes()"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kernel")
    (folder / "d.csv").write_text("x\n1\n")
    (folder / "local.py").write_text("import deep\n")
    (folder / "deep.py").write_text("x = 1\n")
    with session(folder) as live:
        live.folder = folder
        live.shown("%load_ext jupyter_repro")
        yield live


def notes(kernel):
    return decode_notes(kernel.value(NOTES))


def last(kernel):
    return notes(kernel).runs[-1]


def test_loading_prints_nothing(kernel):
    assert kernel.shown("%reload_ext jupyter_repro") == ""


LIGHT = {"blake3", "jupyter_repro", "msgspec", "wrapt"}
"""What `%load_ext` may import: nbformat alone takes seconds where its validators are installed."""


def test_loading_imports_next_to_nothing(tmp_path):
    with session(tmp_path) as live:
        live.run("import sys; before = set(sys.modules)")
        live.run("%load_ext jupyter_repro")
        loaded = live.value("sorted({name.partition('.')[0] for name in set(sys.modules) - before})")
    assert set(loaded) - sys.stdlib_module_names - {"IPython"} == LIGHT


def test_the_id_and_the_source_of_a_cell_are_known_and_what_it_showed(kernel):
    kernel.run("print('hello')\n1 + 1", "my-cell")
    run = last(kernel)
    assert (run.id, run.source, run.succeeded) == ("my-cell", "print('hello')\n1 + 1", True)
    assert [output.get("text") or output["data"]["text/plain"] for output in run.outputs] == ["hello\n", "2"]


def test_a_front_end_that_sends_no_ids_is_served_too(kernel):
    kernel.run("x = 1")
    assert last(kernel).id.startswith("run ")


def test_silent_requests_are_not_runs(kernel):
    before = len(notes(kernel).runs)
    assert kernel.value("1 + 1") == 2
    assert len(notes(kernel).runs) == before


def test_a_file_that_was_read_is_noted_once_with_cell_and_line(kernel):
    kernel.run("import pathlib\npathlib.Path('d.csv').read_text()\nopen('d.csv').close()", "reads")
    reads = [read for read in notes(kernel).data.files if read.path.endswith("d.csv")]
    assert [(read.cell, read.line, read.size) for read in reads] == [("reads", 2, 4)]


def test_a_file_that_the_notebook_wrote_is_no_input(kernel):
    kernel.run("open('made.txt', 'w').write('x')\nopen('made.txt').read()", "writes")
    assert not [read for read in notes(kernel).data.files if "made.txt" in read.path]


def test_a_file_that_is_read_and_then_overwritten_is_digested_as_it_was_read(kernel):
    from jupyter_repro.digest import digest_bytes

    (kernel.folder / "state.txt").write_text("before")
    kernel.run("open('state.txt').read()\nopen('state.txt', 'w').write('after')", "overwrites")
    (read,) = [read for read in notes(kernel).data.files if "state.txt" in read.path]
    assert read.digest == digest_bytes(b"before")


def test_a_file_whose_name_is_not_utf_8_does_not_lose_the_recording(kernel):
    kernel.run("import os\nname = os.fsdecode(b'odd-\\xff.csv')", "name")
    (kernel.folder / os.fsdecode(b"odd-\xff.csv")).write_text("x")
    kernel.run("open(name).read()", "odd")
    assert [read.size for read in notes(kernel).data.files if read.cell == "odd"] == [1]


def test_a_path_of_a_class_that_cannot_be_hashed_is_opened_and_noted(kernel):
    (kernel.folder / "unhashable.csv").write_text("x")
    kernel.run("class P:\n    __hash__ = None\n    def __fspath__(self): return 'unhashable.csv'")
    assert kernel.shown("import io\nfor _ in 'ab': print(io.open(P()).read(), end='')") == "xx"
    assert "unhashable.csv" in [read.path for read in notes(kernel).data.files]


def test_a_file_that_is_missing_at_first_is_noted_when_it_is_there(kernel):
    kernel.run("open('later.csv')")
    (kernel.folder / "later.csv").write_text("x")
    kernel.run("open('later.csv').read()")
    assert "later.csv" in [read.path for read in notes(kernel).data.files]


def test_local_modules_are_found_two_imports_deep_and_are_no_data(kernel):
    kernel.run("import local", "imports")
    found = notes(kernel)
    assert set(found.sections["modules"]) == {"local.py", "deep.py"}
    assert not [read for read in found.data.files if read.path.endswith(".py")]


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux'")
def test_what_watching_files_needs_is_no_import_of_the_notebooks(kernel):
    kernel.run("!true")
    assert kernel.value("'inotify_simple' in __import__('sys').modules")
    assert "inotify-simple" not in notes(kernel).sections["packages"]["imported"]


def test_a_module_that_was_imported_and_is_then_read_as_data_is_noted(kernel):
    (kernel.folder / "both.py").write_text("x = 1\n")
    kernel.run("import os, both")
    assert kernel.shown("print(open(os.path.abspath('both.py')).read(), end='')") == "x = 1\n"
    assert "both.py" in [read.path for read in notes(kernel).data.files]


def test_packages_are_told_apart_by_whether_the_notebook_imported_them(kernel):
    kernel.run("import sklearn.utils", "packages")
    packages = notes(kernel).sections["packages"]
    assert {"scikit-learn", "numpy", "scipy"} <= set(packages["imported"])
    assert "pytest" in packages["installed"]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("import secrets\nsecrets.token_hex()", "entropy"),
        ("import os\nos.urandom(3)", "entropy"),
        ("import uuid\nuuid.uuid4()", "entropy"),
        ("import random\nrandom.Random()", "rng"),
        ("import numpy as np\nnp.random.default_rng()", "rng"),
        ("import random\nrandom.SystemRandom().random()", "rng"),
    ],
)
def test_a_draw_from_entropy_is_noted_once_with_its_line(kernel, source, kind):
    cell = f"draws {source}"
    kernel.run(source, cell)
    assert [(use.kind, use.line) for use in notes(kernel).uses if use.cell == cell] == [(kind, 2)]


def test_entropy_that_a_library_draws_for_itself_is_not_the_users(kernel):
    kernel.run("import tempfile\ntempfile.mkstemp()\nimport email.utils; email.utils.make_msgid()", "library")
    assert {use.kind for use in notes(kernel).uses if use.cell == "library"} == {"tempfile"}


def test_a_pinned_generator_is_not_noted(kernel):
    kernel.run("%repro pin 1")
    kernel.run("import random, numpy as np\nrandom.Random(), np.random.default_rng()", "pinned")
    assert not [use for use in notes(kernel).uses if use.cell == "pinned"]
    kernel.run("%repro pin off")


def test_nothing_that_the_recorder_does_is_a_problem(kernel):
    assert notes(kernel).problems == []


def test_a_users_mistake_is_one_line_without_a_traceback(kernel):
    assert kernel.shown("%repro pin minus").strip().splitlines()[0] == "UsageError: 'minus' is not a seed."
    assert "%repro verfy is not known; did you mean verify?" in kernel.shown("%repro verfy")
    assert "%repro help" in kernel.shown("%repro frobnicate")


def test_help_names_every_command(kernel):
    from jupyter_repro.magics import COMMANDS

    text = kernel.shown("%repro help")
    assert all(f"%repro {command}" in text for command in COMMANDS)


def test_a_snapshot_needs_a_path_where_the_front_end_tells_none(kernel):
    assert "%repro snapshot PATH.ipynb" in kernel.shown("%repro snapshot")


def test_status_fits_one_screen_and_names_what_is_not_pinned(kernel):
    text = kernel.shown("%repro status")
    assert "PYTHONHASHSEED" in text
    assert len(text.splitlines()) <= 40


def test_the_path_is_taken_from_the_front_end(tmp_path):
    path = written(tmp_path / "here.ipynb", "1")
    with session(tmp_path, JPY_SESSION_NAME=str(path)) as live:
        live.run("%load_ext jupyter_repro")
        assert "notebook   here.ipynb" in live.shown("%repro status")
    with session(tmp_path) as live:
        live.run("%load_ext jupyter_repro")
        live.run(f"__vsc_ipynb_file__ = {str(path)!r}")
        assert "notebook   here.ipynb" in live.shown("%repro status")


def test_in_a_terminal_it_pins_and_has_no_problem(tmp_path):
    script = tmp_path / "session.ipy"
    script.write_text(
        "%load_ext jupyter_repro\n%repro pin 42\nimport random; print(random.random())\n%repro status\n"
    )
    run = [sys.executable, "-m", "IPython", script]
    said = subprocess.run(run, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert "0.6394267984578837" in said
    assert "problem" not in said
