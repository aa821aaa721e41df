from __future__ import annotations

from jupyter_repro.collectors.data_versions import named_alike
from jupyter_repro.records import DataFile, DataVersion


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
