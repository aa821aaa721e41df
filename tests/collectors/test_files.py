from __future__ import annotations

import errno
import os
from types import SimpleNamespace

import pytest

from jupyter_repro.collectors.files import DataCollector, current
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.digest import digest_bytes
from jupyter_repro.records.data_use import DataUse, FileRead
from jupyter_repro.records.snapshot import DataFile
from jupyter_repro.verdicts import ContextChange


@pytest.fixture
def folder(tmp_path):
    """The folder of a notebook, with data in it and beside it."""
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "sales.csv").write_bytes(b"x\n1\n")
    (tmp_path / "rates.csv").write_bytes(b"r\n")
    return tmp_path / "project"


def collected(folder, *reads):
    return DataCollector().collect(SimpleNamespace(folder=folder, data=DataUse(files=reads)))


def test_files_are_recorded_with_the_place_that_read_them_first(folder):
    sales, rates = str(folder / "sales.csv"), str(folder.parent / "rates.csv")
    found = collected(folder, FileRead(sales, "c1", 3), FileRead(rates, "c2", 1), FileRead(sales, "c3", 9))
    assert found == {
        "../rates.csv": DataFile(digest_bytes(b"r\n"), 2, "c2", 1),
        "sales.csv": DataFile(digest_bytes(b"x\n1\n"), 4, "c1", 3),
    }
    assert list(found) == sorted(found)


def test_a_file_that_the_notebook_overwrote_counts_as_it_was_read(folder):
    read = FileRead(str(folder / "sales.csv"), "c1", 1, size=7, digest=digest_bytes(b"earlier"))
    assert collected(folder, read) == {"sales.csv": DataFile(digest_bytes(b"earlier"), 7, "c1", 1)}


def test_a_file_that_is_gone_when_it_is_recorded_is_not_a_change_later(folder):
    recorded = collected(folder, FileRead(str(folder / "gone.csv"), "c1", 1))
    assert recorded == {"gone.csv": DataFile("missing", 0, "c1", 1)}
    assert not list(DataCollector().changes(recorded, current(recorded, Availability(folder))))


def test_a_pipe_is_never_opened(folder):
    os.mkfifo(folder / "pipe")  # opening it for reading would wait for a writer for ever
    assert (
        collected(folder, FileRead(str(folder / "pipe")))["pipe"].digest == "unreadable (not a regular file)"
    )


def test_why_a_file_cannot_be_read_is_noted_and_is_no_other_content(folder, monkeypatch):
    def denied(_path):
        raise PermissionError(errno.EACCES, "Permission denied")

    recorded = collected(folder, FileRead(str(folder / "sales.csv")))
    monkeypatch.setattr("jupyter_repro.collectors.files.cached_digest", denied)
    found = current(recorded, Availability(folder))
    assert found["sales.csv"].digest == "unreadable (permission denied)"
    (change,) = DataCollector().changes(recorded, found)
    assert change.found == "unreadable"
    before = {"sales.csv": DataFile("unreadable", 0)}
    assert not list(DataCollector().changes(before, found))


def test_a_folder_in_the_place_of_a_file_cannot_be_read(folder):
    recorded = collected(folder, FileRead(str(folder / "sales.csv")))
    (folder / "sales.csv").unlink()
    (folder / "sales.csv").mkdir()
    assert (
        current(recorded, Availability(folder))["sales.csv"].digest == "unreadable (a folder is in its place)"
    )


def test_a_name_that_is_not_utf8_is_found_again(folder):
    path = folder / os.fsdecode(b"\xff.csv")
    path.write_bytes(b"1")
    recorded = collected(folder, FileRead(str(path)))
    assert list(recorded) == ["file:%FF.csv"]
    assert current(recorded, Availability(folder)) == recorded


def test_changed_and_missing_data_is_reported_by_name(folder):
    sales, rates = folder / "sales.csv", folder.parent / "rates.csv"
    recorded = collected(folder, FileRead(str(sales), "c1", 3), FileRead(str(rates), "c2", 1))
    sales.write_bytes(b"x\n22\n")
    rates.unlink()
    found = current(recorded, Availability(folder))
    assert found == {"sales.csv": DataFile(digest_bytes(b"x\n22\n"), 5, "c1", 3)}
    assert list(DataCollector().changes(recorded, found)) == [
        ContextChange("data", "../rates.csv", digest_bytes(b"r\n"), "missing"),
        ContextChange("data", "sales.csv", digest_bytes(b"x\n1\n"), digest_bytes(b"x\n22\n")),
    ]


def test_unchanged_data_is_found_as_it_was_recorded_even_when_touched(folder):
    recorded = collected(folder, FileRead(str(folder / "sales.csv"), "c1", 3))
    os.utime(folder / "sales.csv", (1, 1))
    assert current(recorded, Availability(folder)) == recorded
    assert not list(DataCollector().changes(recorded, current(recorded, Availability(folder))))
