"""Landlock by itself, without the namespaces in which it is the second wall."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from jupyter_repro.sandbox.landlock import landlock_version

if not landlock_version():
    pytest.skip("this kernel has no Landlock", allow_module_level=True)

ENTER = """
import ctypes, os, pathlib, subprocess, sys
from jupyter_repro.sandbox.landlock import allow_writing_only
ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
allow_writing_only(sys.argv[2:])
def tried(action):
    try:
        action()
        return "done"
    except PermissionError:
        return "refused"
outside = pathlib.Path(sys.argv[1])
"""


def inside(outside, folder, source):
    """What Python prints that may write below `folder` alone."""
    words = [sys.executable, "-c", ENTER + textwrap.dedent(source), str(outside), str(folder), "/dev/null"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def folder(tmp_path):
    """A folder that may be written to, beside a file that may not."""
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "open").mkdir()
    return tmp_path / "open"


def test_files_are_made_changed_and_removed_in_the_folder_alone(folder, tmp_path):
    source = """
        place = pathlib.Path(sys.argv[2])
        print(tried(lambda: (place / "a").write_text("1")))
        print(tried(lambda: (place / "a").rename(place / "b")))
        print(tried((place / "b").unlink))
        for action in (
            lambda: (outside / "notes.txt").write_text("2"),
            lambda: os.truncate(outside / "notes.txt", 0),
            (outside / "notes.txt").unlink,
            (outside / "made").mkdir,
            lambda: (outside / "link").symlink_to("notes.txt"),
            lambda: (place / "b").rename(outside / "b") if (place / "b").write_text("1") else None,
        ):
            print(tried(action))
    """
    assert inside(tmp_path, folder, source) == ["done"] * 3 + ["refused"] * 6
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_it_holds_for_what_the_process_starts(folder, tmp_path):
    source = """
        done = subprocess.run(["sh", "-c", f"echo 2 > {outside}/notes.txt"], capture_output=True)
        print(done.returncode != 0, tried(lambda: open("/dev/null", "w").write("x")))
    """
    assert inside(tmp_path, folder, source) == ["True", "done"]
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_reading_is_not_limited(folder, tmp_path):
    assert inside(tmp_path, folder, "print((outside / 'notes.txt').read_text())") == ["mine"]
