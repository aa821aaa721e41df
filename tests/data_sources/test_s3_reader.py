"""What s3fs reads from a real server, and what is reported of it."""

from __future__ import annotations

import pytest
from object_server import object_server

from jupyter_repro.data_sources.s3.reader import S3fsReader
from jupyter_repro.data_sources.s3.source import S3Source
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of

s3fs = pytest.importorskip("s3fs")

FIRST, SECOND, THIRD = b"x\n1\n", b"x\n1\n2\n" * 2000, b"x\n3\n"


class Notes:
    """What a data reader tells, and a date that is in force."""

    def __init__(self):
        self.found, self.asof = [], ""

    def wish(self, name):
        return Wish(asof=moment_of(self.asof), text=self.asof) if self.asof else None

    def versioned(self, found, covers=""):
        self.found.append(found)


@pytest.fixture(scope="module")
def store():
    with object_server() as running:
        running.bucket("kept", versions=True)
        yield running


@pytest.fixture(scope="module")
def versions(store):
    days = ["2026-01-10T12:00:00Z", "2026-02-10T12:00:00Z", "2026-03-10T12:00:00Z"]
    contents = (FIRST, SECOND, THIRD)
    return [store.put("kept", "sales.csv", each, day) for each, day in zip(contents, days, strict=True)]


@pytest.fixture
def notes(store):
    reported = Notes()
    undo = S3fsReader().start("s3fs.core", reported)
    yield reported
    undo()


def opened():
    return s3fs.S3FileSystem(skip_instance_cache=True)


def by_open(store, path):
    with store.open(path) as file:
        return file.read()


def by_get(store, path, into):
    store.get(path, str(into))
    return into.read_bytes()


WAYS = [
    pytest.param(lambda store, path, into: by_open(store, path), id="open"),
    pytest.param(lambda store, path, into: store.cat(path), id="cat"),
    pytest.param(by_get, id="get"),
]


@pytest.mark.parametrize("read", WAYS)
def test_a_version_is_noted_as_the_server_tells_it(versions, notes, tmp_path, read):
    assert read(opened(), "kept/sales.csv", tmp_path / "copy") == THIRD
    (found,) = set(notes.found)
    assert (found.name, found.size, found.version.id) == ("s3://kept/sales.csv", len(THIRD), versions[2])
    assert (found.version.time, found.version.asof) == ("2026-03-10T12:00:00Z", "")


@pytest.mark.parametrize("read", WAYS)
def test_as_of_a_date_the_version_of_that_date_is_read_whatever_a_listing_said(
    versions, notes, tmp_path, read
):
    notes.asof = "2026-02-11"
    store = s3fs.S3FileSystem(skip_instance_cache=True)
    store.ls("kept")  # which says how large the newest is
    assert read(store, "kept/sales.csv", tmp_path / "copy") == SECOND
    (found,) = set(notes.found)
    assert (found.version.id, found.version.asof) == (versions[1], "2026-02-11")
    assert found.size == len(SECOND)


def test_a_part_of_an_object_is_noted_with_the_size_of_the_whole(versions, notes):
    notes.asof = "2026-02-11"
    assert opened().cat_file("kept/sales.csv", start=1, end=3) == SECOND[1:3]
    assert {found.size for found in notes.found} == {len(SECOND)}


@pytest.mark.parametrize("read", WAYS)
def test_an_object_in_which_there_is_nothing_is_noted(store, notes, tmp_path, read):
    version = store.put("kept", "empty.csv", b"", "2026-01-10T12:00:00Z")
    assert read(opened(), "kept/empty.csv", tmp_path / "copy") == b""
    (found,) = set(notes.found)
    assert (found.name, found.size, found.version.id) == ("s3://kept/empty.csv", 0, version)


def test_a_version_that_the_notebook_names_itself_is_the_one_that_is_read(versions, notes):
    notes.asof = "2026-02-11"
    store = s3fs.S3FileSystem(version_aware=True, skip_instance_cache=True)
    assert by_open(store, f"kept/sales.csv?versionId={versions[0]}") == FIRST
    (found,) = set(notes.found)
    assert (found.version.id, found.version.asof) == (versions[0], f"version {versions[0]}")


def test_a_date_before_the_first_version_is_an_error_for_the_notebook(versions, notes):
    notes.asof = "2025-12-31"
    with pytest.raises(NoSuchVersion, match="has no version as of 2025-12-31"):
        opened().cat("kept/sales.csv")
    assert not notes.found


def test_what_the_notebook_wrote_is_a_result(store, notes):
    opened().pipe("kept/own.csv", b"1")
    notes.asof = "2025-12-31"
    assert opened().cat("kept/own.csv") == b"1"
    assert not notes.found


def test_what_we_read_ourselves_is_not_noted(versions, notes, tmp_path):
    found = S3Source().resolve("s3://kept/sales.csv", Wish(), tmp_path)
    S3Source().fetch("s3://kept/sales.csv", found.version, tmp_path, tmp_path / "copy")
    assert not notes.found
