"""A notebook that does not reproduce is mended on a copy, and the copy reproduces twice."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import nbformat
import pytest
from conftest import command, tree, written
from nbformat.v4 import new_output

from jupyter_repro import snapshot, verify
from jupyter_repro.experiments.fixes.mending import mended
from jupyter_repro.notebooks.notebook_files import encode_notebook
from jupyter_repro.verifying.notebook import Options

BUDGET = 300.0
"""Seconds: for a machine that is busy."""


@pytest.fixture
def in_memory():
    """A folder that lists its files in the order in which they were made."""
    if not Path("/dev/shm").is_dir():
        pytest.skip("there is no file system in memory")
    folder = Path(tempfile.mkdtemp(dir="/dev/shm"))
    yield folder
    shutil.rmtree(folder)


def stored(path, *sources, shows):
    """A notebook without a snapshot, whose last cell shows a text."""
    written(path, *sources)
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells, 1):
        cell.execution_count = number
    notebook.cells[-1].outputs = [new_output("stream", name="stdout", text=shows)]
    nbformat.write(notebook, path)
    return path


def tried(path):
    """What comes of it, with everything beside the notebook as it was; the mended one verifies twice."""
    before = tree(path.parent)
    found = mended(path, verify(path), Options(), BUDGET)
    assert tree(path.parent) == before
    if found.notebook is not None:
        copy = path.with_name("mended.ipynb")
        copy.write_bytes(encode_notebook(found.notebook))
        assert {verify(copy).status for _ in range(2)} <= {"identical", "equivalent"}
    return found


def cured(found):
    return [fix.kind for fix in found.verdict.fixes if fix.cured]


def test_an_unseeded_generator_is_given_a_seed(tmp_path):
    path = stored(
        tmp_path / "a.ipynb",
        "import random",
        "r = random.Random()  # noise",
        "print(r.random())",
        shows="0.123\n",
    )
    found = tried(path)
    (fix,) = (each for each in found.verdict.fixes if each.cured)
    assert "-r = random.Random()  # noise\n+r = random.Random(42)  # noise\n" in fix.diff
    assert verify(path.with_name("mended.ipynb")).status == "identical"


def test_a_set_is_sorted(tmp_path):
    words = "words = {f'w{n}' for n in range(20)}"
    path = stored(tmp_path / "a.ipynb", words, "print(', '.join(words))", shows="w1, w2\n")
    assert "+print(', '.join(sorted(words)))" in tried(path).verdict.fixes[0].diff


def test_a_listing_is_sorted_where_files_are_listed_in_another_order(in_memory):
    def make(numbers):
        for number in numbers:
            (in_memory / f"{number}.txt").unlink(missing_ok=True)
            (in_memory / f"{number}.txt").touch()

    make(range(9))
    path = written(in_memory / "a.ipynb", "import glob", "print(glob.glob('*.txt'))")
    snapshot(path)
    make(reversed(range(9)))
    found = tried(path)
    assert cured(found) == ["filesystem-order"]
    assert "+print(sorted(glob.glob('*.txt')))" in found.verdict.fixes[0].diff


def test_an_absolute_path_is_made_relative(tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "x.csv").write_text("a\n")
    path = written(
        tmp_path / "here" / "a.ipynb", f"name = '{tmp_path}/here/x.csv'", "print(name, open(name).read())"
    )
    snapshot(path)
    shutil.move(tmp_path / "here", tmp_path / "there")
    found = tried(tmp_path / "there" / "a.ipynb")
    assert "+name = 'x.csv'" in "".join(fix.diff for fix in found.verdict.fixes if fix.cured)


def test_a_printed_duration_is_replaced_and_its_cell_still_compared(tmp_path):
    sources = (
        "import time",
        "began = time.perf_counter()",
        "print(f'took {time.perf_counter() - began:.7f} s')",
    )
    path = written(tmp_path / "a.ipynb", *sources)
    snapshot(path)
    found = tried(path)
    assert cured(found) == ["timing"]
    assert '"with": "DURATION"' in found.verdict.fixes[0].diff
    assert found.notebook.cells[-1].metadata.get("tags") is None


def test_a_uuid_is_replaced(tmp_path):
    path = written(tmp_path / "a.ipynb", "import uuid", "print('run', uuid.uuid4())")
    snapshot(path)
    found = tried(path)
    assert cured(found) == ["entropy"]
    assert '"with": "UUID"' in found.verdict.fixes[0].diff


def test_a_bare_number_of_seconds_is_known_by_nothing_and_its_cell_not_compared(tmp_path):
    path = written(tmp_path / "a.ipynb", "import time", "time.perf_counter()")
    snapshot(path)
    assert '"repro-ignore"' in tried(path).verdict.fixes[0].diff


def test_two_causes_are_mended_together(tmp_path):
    path = written(
        tmp_path / "a.ipynb",
        "import os, time, uuid",
        "print('run', uuid.uuid4())",
        "print(f'{time.process_time_ns()} ns')",
    )
    snapshot(path)
    found = tried(path)
    assert sorted(cured(found)) == ["entropy", "timing"]
    assert any("[3] still differs" in fix.why_not or fix.cured for fix in found.verdict.fixes)


def test_what_nothing_cures_is_not_offered(tmp_path):
    source = "import random, subprocess, sys\nprint(random.SystemRandom().random())\n"
    draw = "subprocess.run([sys.executable, '-c', 'import os; print(os.urandom(4))'], capture_output=True).stdout"
    path = written(tmp_path / "a.ipynb", source, draw)
    snapshot(path)
    found = tried(path)
    assert found.notebook is None
    assert not cured(found)
    assert all(fix.why_not for fix in found.verdict.fixes)


def test_a_date_that_is_the_same_all_day_is_let_pass_against_what_was_recorded(tmp_path):
    sources = ("from datetime import date", "print('on', date.today())")
    path = stored(tmp_path / "a.ipynb", *sources, shows="on 2020-02-29\n")
    found = tried(path)
    assert cured(found) == ["clock"]
    assert '"with": "DATE"' in found.verdict.fixes[0].diff


def test_a_budget_that_is_used_up_is_said(tmp_path):
    path = written(tmp_path / "a.ipynb", "import uuid", "uuid.uuid4()")
    snapshot(path)
    found = mended(path, verify(path), Options(), 0.0)
    assert found.notebook is None
    assert "--budget" in found.verdict.notes[-1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("a.ipynb", "--fix", "a.ipynb"), "is there already"),
        (("a.ipynb", "--fix", "b.ipynb"), "is there already"),
        (("a.ipynb", "--fix", "c.py"), "is no name of a notebook"),
        (("a.ipynb", "b.ipynb", "--fix", "c.ipynb"), "can hold one notebook"),
        (("a.ipynb", "--fix", "nowhere/c.ipynb"), "is not there"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_in_one_line(tmp_path, monkeypatch, arguments, said):
    for name in ("a.ipynb", "b.ipynb"):
        written(tmp_path / name, "1")
    before = tree(tmp_path)
    done = command("why", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert tree(tmp_path) == before


def test_the_command_writes_the_mended_notebook_where_it_is_asked_to(tmp_path):
    path = written(tmp_path / "a.ipynb", "import uuid", "print(uuid.uuid4())")
    snapshot(path)
    before = tree(tmp_path)
    done = command("why", "a.ipynb", "--fix", "b.ipynb", "--budget", "240", "--format", "json", cwd=tmp_path)
    after = tree(tmp_path)
    assert after.pop("b.ipynb")
    assert after == before
    assert '"cured": true' in done.stdout or '"cured":true' in done.stdout
    assert "b.ipynb is written" in done.stderr
    assert verify(tmp_path / "b.ipynb").status == "equivalent"
