from __future__ import annotations

import gc
import subprocess
import sys

import psutil
import pytest

from jupyter_repro.files.opened_files import FileEvents

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux'")


@pytest.fixture
def events(tmp_path):
    watched = FileEvents()
    assert watched.works
    assert watched.watch([str(tmp_path)])
    return watched


def test_what_is_opened_and_what_is_written_is_told_apart(events, tmp_path):
    (tmp_path / "read").write_text("1")
    events.taken()
    (tmp_path / "read").read_text()
    (tmp_path / "made").write_text("1")
    (tmp_path / "below").mkdir()
    opened, written, made, lost = events.taken()
    assert opened - written == {str(tmp_path / "read")}
    assert written == {str(tmp_path / "made")}
    assert made == {str(tmp_path / "below")}
    assert not lost


def test_what_was_reported_is_not_reported_again(events, tmp_path):
    (tmp_path / "x").write_text("1")
    events.taken()
    assert events.taken() == (set(), set(), set(), False)


def test_more_than_the_system_keeps_count_of_is_reported(events, tmp_path):
    for name in "ab":
        (tmp_path / name).touch()
    for number in range(20_000):
        (tmp_path / "ab"[number % 2]).read_bytes()
    assert events.taken()[3]


def test_a_folder_that_is_gone_is_passed_over(events, tmp_path):
    assert events.watch([str(tmp_path / "gone")])


def test_to_watch_starts_no_program_and_opens_no_file():
    # inotify_simple would search for the C library by running others, were it not given one
    script = (
        "import sys\n"
        "import inotify_simple\n"
        "from jupyter_repro.files.opened_files import FileEvents\n"
        "heard = []\n"
        "sys.addaudithook(lambda event, arguments: heard.append((event, arguments)))\n"
        "assert FileEvents().works\n"
        "events = [(event, arguments) for event, arguments in heard if not isinstance(arguments[0], int)]\n"
        "print([event for event, _ in events if event in ('open', 'subprocess.Popen', 'os.posix_spawn')])\n"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n", "inotify_simple no longer takes the C library from inotify_simple._libc"


def test_who_is_forgotten_gives_the_descriptor_back_without_a_warning(recwarn):
    gc.collect()  # what earlier tests have left is closed now, and not meanwhile
    recwarn.clear()
    before = psutil.Process().num_fds()
    watched = FileEvents()
    assert psutil.Process().num_fds() == before + 1
    del watched
    gc.collect()
    assert psutil.Process().num_fds() == before
    assert not recwarn.list
