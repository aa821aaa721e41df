"""Processes that are killed, and several at once: what is there is whole, and nothing that is referred to is lost."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from jupyter_repro.digest import digest_bytes, digest_file
from jupyter_repro.kept_data.chunks import LARGE
from jupyter_repro.kept_data.collecting import collect
from jupyter_repro.kept_data.keeping import keep_snapshot
from jupyter_repro.kept_data.places import objects_folder
from jupyter_repro.kept_data.reading import matches
from jupyter_repro.kept_data.references import Reference
from jupyter_repro.kept_data.remotes import remote_at
from jupyter_repro.kept_data.store import fetch_kept, is_kept, keep
from jupyter_repro.kept_data.transfer import push
from jupyter_repro.records.snapshot import Context, DataFile, Snapshot
from jupyter_repro.snapshots.snapshot_file import encode_snapshot

CONTENT = random.Random(3).randbytes(LARGE + 2_000_000)
DIGEST = digest_bytes(CONTENT)
MOMENTS = 5
"""At which each kind of work is killed."""
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


def started(act):
    """A process that acts; its id."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            act()
        os._exit(0)
    return child


def ended(child):
    """Kill the process, and wait for its end."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def killed(act, seconds):
    """Act in another process, and kill it after a part of the seconds that it takes."""
    child = started(act)
    time.sleep(random.uniform(0, seconds))
    ended(child)


def seconds(act):
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def check_objects(folder):
    """Every object in a folder is what its name says."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            assert matches(path.parent.name + path.name, path.read_bytes()), path


def emptied(folder):
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        path.unlink()


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "data"
    path.write_bytes(CONTENT)
    return path


def test_keeping_that_is_killed_leaves_only_what_is_whole_and_goes_on(data):
    takes = seconds(lambda: keep(data, DIGEST))
    for _ in range(MOMENTS):
        emptied(objects_folder())
        killed(lambda: keep(data, DIGEST), takes)
        check_objects(objects_folder())
        assert keep(data, DIGEST)
        assert is_kept(DIGEST)


def test_fetching_that_is_killed_leaves_no_part_of_a_file(data, tmp_path):
    keep(data, DIGEST)
    takes = seconds(lambda: fetch_kept(DIGEST, tmp_path / "first", remote=""))
    into = tmp_path / "back"
    for _ in range(MOMENTS):
        killed(lambda: fetch_kept(DIGEST, into, remote=""), takes)
        assert not into.exists() or digest_file(into) == DIGEST
        into.unlink(missing_ok=True)
        fetch_kept(DIGEST, into, remote="")
        into.unlink()


def test_pushing_that_is_killed_leaves_only_what_is_whole_and_goes_on(data, tmp_path):
    keep(data, DIGEST)
    asked = [Reference("data", DIGEST)]
    takes = seconds(lambda: push(asked, remote_at(str(tmp_path / "first"))))
    for number in range(MOMENTS):
        folder = tmp_path / f"remote-{number}"
        killed(lambda folder=folder: push(asked, remote_at(str(folder))), takes)
        check_objects(folder)
        assert push(asked, remote_at(str(folder))).files == 1
        check_objects(folder)


def recorded(root: Path, name: str, content: bytes) -> str:
    """Record a notebook that read a file of this content."""
    (root / f"{name}.csv").write_bytes(content)
    file = DataFile(digest_bytes(content), len(content))
    made = Snapshot(
        f"{name}.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context(data={f"{name}.csv": file})
    )
    (root / f"{name}.repro.json").write_bytes(encode_snapshot(made))
    kept = keep_snapshot(root / f"{name}.ipynb", made)
    assert (kept.files, kept.failed) == (1, "")
    return file.digest


def test_collecting_that_is_killed_takes_nothing_that_is_referred_to_and_goes_on(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro.data]\nkeep = 'always'\n")
    stays = recorded(tmp_path, "a", CONTENT)
    takes = 0.0
    for number in range(MOMENTS):
        goes = recorded(tmp_path, "b", CONTENT[:9_000_000] + b"%d" % number + CONTENT[9_000_000:])
        recorded(tmp_path, "b", b"")
        time.sleep(0.06)
        killed(lambda: collect(timedelta(0)), takes)
        check_objects(objects_folder())
        assert is_kept(stays)
        takes = seconds(lambda: collect(timedelta(0)))
        assert not is_kept(goes)
        assert is_kept(stays)


def test_what_is_recorded_while_another_process_collects_is_there(tmp_path):
    def collecting():
        while True:
            collect(timedelta(0))
            time.sleep(0.01)

    child = started(collecting)
    try:
        digests = {}
        for number in range(15):
            name = f"{number % 4}"
            digests[name] = recorded(tmp_path, name, b"%d" % (number % 5) * 1000)
            assert is_kept(digests[name])
    finally:
        ended(child)
    assert all(is_kept(digest) for digest in digests.values())
    check_objects(objects_folder())
