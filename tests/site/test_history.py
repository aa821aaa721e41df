"""The history of a site, and its file."""

from __future__ import annotations

import pytest

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.records.site_history import MOST_ENTRIES, SiteEntry, SiteHistory
from jupyter_repro.site.history_file import encode_history, read_history

FIRST = SiteEntry("aa", "2026-01-01T00:00:00Z", 1, 2)
SECOND = SiteEntry("bb", "2026-01-02T00:00:00Z", 2, 2)


def test_commits_stand_in_their_order_whenever_they_were_verified():
    assert SiteHistory().with_entry(SECOND).with_entry(FIRST).entries == (FIRST, SECOND)


def test_a_commit_that_is_verified_again_is_replaced():
    again = SiteEntry("aa", FIRST.committed, 2, 2)
    assert SiteHistory(entries=(FIRST, SECOND)).with_entry(again).entries == (again, SECOND)


def test_the_oldest_of_very_many_are_dropped():
    history = SiteHistory(entries=tuple(SiteEntry(str(n), f"2025-{n:05}", 1, 1) for n in range(MOST_ENTRIES)))
    assert history.with_entry(FIRST).entries[0].commit == "1"
    assert history.with_entry(FIRST).entries[-1] == FIRST


def test_the_file_is_read_back_as_it_was_written(tmp_path):
    history = SiteHistory(entries=(FIRST, SECOND))
    (tmp_path / "history.json").write_bytes(encode_history(history))
    assert read_history(tmp_path / "history.json") == history


def test_where_there_is_no_file_it_begins(tmp_path):
    assert read_history(tmp_path / "history.json") == SiteHistory()


@pytest.mark.parametrize(
    ("content", "why", "remedy"),
    [
        ("<html>404", "it is no history of a site", "rm "),
        ("[]", "it is no history of a site", "rm "),
        ('{"schema": "jupyter-repro/history@1", "entries": [{"commit": 1}]}', "it is no history", "rm "),
        (
            '{"schema": "jupyter-repro/history@1", "entries": [{"commit": "a", "committed": "", "reproducible": -1, '
            '"total": 1}]}',
            "it is no history",
            "rm ",
        ),
        ('{"schema": "jupyter-repro/history@2"}', "its format is 'jupyter-repro/history@2'", "pip install"),
        ('{"schema": "of/another@1"}', "its format is 'of/another@1'", "pip install"),
    ],
)
def test_what_is_no_history_is_refused_with_what_to_do(tmp_path, content, why, remedy):
    (tmp_path / "history.json").write_text(content)
    with pytest.raises(UnreadableInput) as raised:
        read_history(tmp_path / "history.json")
    assert why in raised.value.what
    assert remedy in raised.value.remedy


@pytest.mark.parametrize(
    ("entry", "share"), [(FIRST, 0.5), (SiteEntry("a", "", 0, 0), 0), (SiteEntry("a", "", 9, 3), 1)]
)
def test_a_share_is_between_nothing_and_all(entry, share):
    assert entry.share == share
