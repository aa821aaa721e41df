"""Names and data of a stranger reach a terminal and a build's log as text."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import nbformat
import pytest
from conftest import command, inside, written

import jupyter_repro
from jupyter_repro.snapshots.snapshot_file import snapshot_path

STEERS = "\x1b]0;title\x07\x1b[2J"


@pytest.fixture
def steering(tmp_path):
    """A recorded notebook whose snapshot and outputs would steer a terminal and a build."""
    path = written(tmp_path / "a.ipynb", "print('x')")
    jupyter_repro.snapshot(path)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = f"print('::error::{STEERS}')"
    nbformat.write(notebook, path)
    file = snapshot_path(path)
    snapshot = json.loads(file.read_text())
    snapshot["context"]["data"][f"x{STEERS}\n::error::y"] = {"digest": f"{'blake3:'}{'0' * 64}", "size": 1}
    file.write_text(json.dumps(snapshot))
    return path


@pytest.mark.parametrize(
    "words",
    [
        ("show", "a.ipynb"),
        ("verify", "a.ipynb"),
        ("verify", "a.ipynb", "--format", "github"),
        ("verify", "a.ipynb", "--format", "markdown"),
        ("lineage", "a.ipynb"),
        ("restore", "a.ipynb", "--data"),
        ("diff", "a.ipynb"),
        ("log", "a.ipynb"),
    ],
    ids=" ".join,
)
def test_no_command_lets_a_snapshot_steer(steering, words):
    done = inside(*words, cwd=steering.parent, GITHUB_ACTIONS="true")
    said = done.stdout + done.stderr
    assert not {"\x1b", "\x07", "\r"} & set(said)
    ours = "::error file=a.ipynb" if "github" in words else "no command"
    assert not [line for line in said.splitlines() if line.strip().startswith("::") and ours not in line]


def test_a_name_is_shown_as_it_is_written(tmp_path):
    names = ("b[red].ipynb", "a[/x].ipynb", "c:smile:.ipynb")
    folder = tmp_path / "project"
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        jupyter_repro.snapshot(written(folder / name, "1 + 1"))
    said = inside("verify", ".", cwd=folder).stdout
    assert all(said.count(name) == 2 for name in names)


def test_a_name_of_two_lines_is_one_line(tmp_path):
    name = "a\n::error file=x::y.ipynb"
    jupyter_repro.snapshot(written(tmp_path / name, "1 + 1"))
    for form in ("text", "github", "markdown"):
        said = inside("verify", name, "--format", form, cwd=tmp_path, GITHUB_ACTIONS="true").stdout
        assert not [line for line in said.splitlines() if line.startswith("::error file=x")]


def test_the_current_folder_is_not_imported_from(tmp_path):
    (tmp_path / "click.py").write_text("print('stolen')")
    assert "stolen" not in command("--version", cwd=tmp_path).stdout


def written_to(output, folder):
    """A command whose standard output is a descriptor."""
    words = [sys.executable, "-m", "jupyter_repro", "data", "status"]
    return subprocess.run(words, cwd=folder, stdout=output, stderr=subprocess.PIPE, text=True, check=False)


def test_a_reader_that_has_gone_is_no_error_worth_a_word(tmp_path):
    reads, writes = os.pipe()
    os.close(reads)
    done = written_to(writes, tmp_path)
    os.close(writes)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")  # noqa: PTH110
def test_output_that_cannot_be_written_is_said_in_one_line(tmp_path):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = written_to(full, tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("the output of this command cannot be written: no space left on device")
    assert "Traceback" not in done.stderr
