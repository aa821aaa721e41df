from __future__ import annotations

import shutil
from datetime import timedelta

import msgspec
import pytest

from jupyter_repro.data_sources.fetched_versions import fetched, forget_fetched
from jupyter_repro.data_sources.file.source import FileSource
from jupyter_repro.errors import Unwritable
from jupyter_repro.extensions.data import Wish


@pytest.fixture
def version(tmp_path, monkeypatch):
    """A file with its version; the cache is this test's own."""
    from jupyter_repro.files.cache_folder import CACHE

    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    (tmp_path / "x.csv").write_text("1")
    return FileSource().resolve("x.csv", Wish(), tmp_path)


def test_a_version_is_fetched_once(version, tmp_path):
    first = fetched(FileSource(), "x.csv", version, tmp_path)
    before = first.stat().st_ino
    assert fetched(FileSource(), "x.csv", version, tmp_path).stat().st_ino == before
    assert first.read_text() == "1"


def test_a_fetched_file_that_was_changed_is_never_handed_out(version, tmp_path):
    fetched(FileSource(), "x.csv", version, tmp_path).write_text("2")
    assert fetched(FileSource(), "x.csv", version, tmp_path).read_text() == "1"


def test_what_was_fetched_long_ago_is_forgotten(version, tmp_path):
    place = fetched(FileSource(), "x.csv", version, tmp_path)
    assert forget_fetched(timedelta(days=1)) == 0
    assert forget_fetched(timedelta(0), dry_run=True) > 0
    assert place.exists()
    assert forget_fetched(timedelta(0)) > 0
    assert not place.exists()


def test_a_file_in_the_place_of_the_cache_is_reported(version, tmp_path):
    shutil.rmtree(tmp_path / "cache", ignore_errors=True)
    (tmp_path / "cache").touch()
    with pytest.raises(Unwritable, match="versions cannot be written: not a directory"):
        fetched(FileSource(), "x.csv", version, tmp_path)


def test_what_has_no_name_of_its_own_lies_beside_what_has_one(version, tmp_path):
    named = fetched(FileSource(), "x.csv", version, tmp_path)
    unnamed = fetched(FileSource(), "x.csv", msgspec.structs.replace(version, name="git:."), tmp_path)
    assert (unnamed.parent, unnamed.read_text()) == (named.parent, "1")
