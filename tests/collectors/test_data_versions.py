from __future__ import annotations

import pytest
from delta_tables import made

from jupyter_repro.collectors.data_versions import named_alike, no_access, unless_gone, version_words
from jupyter_repro.collectors.files import DataCollector
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.data_sources.delta.source import DeltaSource
from jupyter_repro.digest import MISSING
from jupyter_repro.extensions.data import Wish
from jupyter_repro.records.snapshot import DataFile, DataVersion


def read(version, asof="", digest=""):
    return DataFile(digest or f"etag:{version}", 1, version=DataVersion(version, asof=asof))


def test_what_was_found_has_the_name_of_what_was_asked_for_with_the_same_words():
    recorded = {
        "s3://b/x": read("2", "yesterday"),
        "s3://b/x@1": read("1", "last year"),
        "y": DataFile("blake3:1", 1),
    }
    found = {"s3://b/x": read("1", "last year"), "y": DataFile("blake3:2", 1)}
    assert named_alike(recorded, found) == {"s3://b/x@1": found["s3://b/x"], "y": found["y"]}


def test_another_version_for_the_same_words_is_the_same_data():
    recorded = {"s3://b/x": read("2"), "s3://b/x@1": read("1", "last year")}
    found = {"s3://b/x": read("3"), "s3://b/x@1": read("1", "last year")}
    assert named_alike(recorded, found) == found


def test_what_was_asked_for_with_other_words_keeps_its_name():
    found = {"s3://b/x": read("3", "today")}
    assert named_alike({"s3://b/x@1": read("1", "last year")}, found) == found


def test_a_version_that_was_read_and_is_gone_is_marked_with_why(tmp_path):
    orders = made(tmp_path / "orders", 2)
    found = DeltaSource().resolve("delta:orders", Wish(), tmp_path)
    file = DataFile(found.digest, found.size, version=found.version)
    assert unless_gone("delta:orders", file, None, Availability(tmp_path)) == file
    assert unless_gone("delta:orders@7", file, read("7"), Availability(tmp_path)) == file
    next(orders.glob("*.parquet")).unlink()
    gone = unless_gone("delta:orders", file, None, Availability(tmp_path))
    assert gone.digest == MISSING
    assert gone.version.gone.startswith(
        "version 1 of delta:orders cannot be read any more: 1 of its 2 files was"
    )


def test_a_file_that_was_read_by_its_path_is_not_looked_for_again(tmp_path):
    file = read("blake3:1")
    assert unless_gone("nowhere.csv", file, None, Availability(tmp_path)) == file


def changes(recorded, found):
    return [
        (each.recorded, each.found) for each in DataCollector().changes({"x:y": recorded}, {"x:y": found})
    ]


@pytest.mark.parametrize(
    ("recorded", "found", "reported"),
    [
        (read("1"), read("2"), [("version 1", "version 2")]),
        (read("1"), read("1", digest=MISSING), [("version 1", MISSING)]),
        (read("1", digest="blake3:1"), read("1", digest="blake3:2"), [("blake3:1", "blake3:2")]),
        (read("1", digest="blake3:1"), read("2", digest="blake3:1"), []),
        (
            read("blake3:1", digest="blake3:1"),
            read("blake3:2", digest="blake3:2"),
            [("blake3:1", "blake3:2")],
        ),
    ],
    ids=["another", "gone", "the same, of another table", "another that holds the same", "no numbers"],
)
def test_drift_is_reported_by_versions_where_a_store_numbers_them(recorded, found, reported):
    assert changes(recorded, found) == reported


def test_a_version_is_reported_with_its_time_where_the_store_knows_it():
    assert version_words(DataVersion("3", "2026-11-01T09:30:00Z")) == "version 3 of 2026-11-01T09:30:00Z"
    assert version_words(DataVersion("0123456789abcdef0123456789abcdef01234567")) == "version 0123456789…"


def test_a_store_that_does_not_answer_is_reported_as_such(tmp_path, monkeypatch):
    pytest.importorskip("s3fs")
    for name, value in {
        "AWS_ACCESS_KEY_ID": "k",
        "AWS_SECRET_ACCESS_KEY": "s",
        "AWS_DEFAULT_REGION": "r",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    error = no_access("s3://b/x@1", DataVersion("1"), Availability(tmp_path))
    assert error.what.startswith("the store of s3://b/x cannot be reached")
    assert no_access("plain.csv", DataVersion("1"), Availability(tmp_path)) is None
