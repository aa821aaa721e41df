"""What was asked for of data that has versions."""

from __future__ import annotations

from jupyter_repro.records.asked_versions import asked_by_id, moment_asked


def test_a_version_is_no_moment_and_a_moment_is_as_it_was_written():
    assert asked_by_id(3) == "version 3"
    assert [moment_asked(text) for text in (asked_by_id("3"), "2026-01-01", "yesterday", "")] == [
        "",
        "2026-01-01",
        "yesterday",
        "",
    ]
