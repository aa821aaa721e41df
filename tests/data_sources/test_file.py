from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jupyter_repro.data_sources.file.source import FileSource
from jupyter_repro.digest import digest_bytes
from jupyter_repro.errors import NoSuchData, NoSuchVersion
from jupyter_repro.extensions.data import Wish
from jupyter_repro.records.snapshot import DataVersion

NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    "content", [b"", b"x\n1\n", bytes(range(256)) * 20_000], ids=["empty", "small", "large"]
)
def test_a_version_of_a_file_is_its_digest(tmp_path, content):
    path = tmp_path / "sales data.csv"
    path.write_bytes(content)
    for address in ("sales data.csv", str(path), path.as_uri()):
        found = FileSource().resolve(address, Wish(), tmp_path)
        assert (found.name, found.digest, found.size) == (
            "sales data.csv",
            digest_bytes(content),
            len(content),
        )
        assert found.version.id == found.digest


def test_a_folder_has_one_version_for_all_its_files(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "1.csv").write_text("1")
    found = FileSource().resolve("parts", Wish(), tmp_path)
    (tmp_path / "parts" / "2.csv").write_text("2")
    assert found.name == "parts/"
    assert FileSource().resolve("parts", Wish(), tmp_path).version.id != found.version.id


def test_a_link_counts_as_the_file_it_leads_to(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"123")
    (tmp_path / "link").symlink_to("x.csv")
    assert FileSource().resolve("link", Wish(), tmp_path).digest == digest_bytes(b"123")


def test_a_file_that_was_not_changed_since_is_there_as_of_a_moment(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"1")
    os.utime(tmp_path / "x.csv", (1e9, 1e9))
    found = FileSource().resolve("x.csv", Wish(asof=NOW, text="then"), tmp_path)
    assert (found.version.time, found.version.asof) == ("2001-09-09T01:46:40Z", "then")


def test_a_file_that_was_changed_later_is_not_there_as_of_a_moment(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"1")
    with pytest.raises(NoSuchVersion, match=r"x\.csv was changed at .*, after yesterday"):
        FileSource().resolve("x.csv", Wish(asof=NOW - timedelta(days=1), text="yesterday"), tmp_path)


def test_another_content_is_not_the_version_that_was_recorded(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"1")
    with pytest.raises(NoSuchVersion, match="has changed since it was recorded"):
        FileSource().resolve("x.csv", Wish(version=digest_bytes(b"2")), tmp_path)


def test_a_fetched_file_holds_what_the_version_held(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"1")
    FileSource().fetch("x.csv", DataVersion(digest_bytes(b"1")), tmp_path, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"1"


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(NoSuchData, match=r"there is no nowhere\.csv"):
        FileSource().resolve("nowhere.csv", Wish(), tmp_path)


def test_what_is_not_a_regular_file_is_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")  # opening it for reading would wait for a writer for ever
    for place in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(NoSuchData, match="not a regular file"):
            FileSource().resolve(str(place), Wish(), tmp_path)
