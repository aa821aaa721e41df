from __future__ import annotations

import sys

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


def test_what_was_told_is_not_told_again(events, tmp_path):
    (tmp_path / "x").write_text("1")
    events.taken()
    assert events.taken() == (set(), set(), set(), False)


def test_more_than_the_system_keeps_count_of_is_told(events, tmp_path):
    for name in "ab":
        (tmp_path / name).touch()
    for number in range(20_000):
        (tmp_path / "ab"[number % 2]).read_bytes()
    assert events.taken()[3]


def test_a_folder_that_is_gone_is_passed_over(events, tmp_path):
    assert events.watch([str(tmp_path / "gone")])
