from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_repro.data_sources.file import FileSource
from jupyter_repro.digest import digest_bytes


@pytest.mark.parametrize(
    "content", [b"", b"x\n1\n", bytes(range(256)) * 20_000], ids=["empty", "small", "large"]
)
def test_a_file_is_digested_with_its_size(tmp_path, content):
    path = tmp_path / "sales data.csv"
    path.write_bytes(content)
    assert FileSource().digest(str(path)) == (digest_bytes(content), len(content))
    assert FileSource().digest(path.as_uri()) == (digest_bytes(content), len(content))


def test_a_relative_path_is_seen_from_the_working_folder(tmp_path, monkeypatch):
    (tmp_path / "x.csv").write_bytes(b"1")
    monkeypatch.chdir(tmp_path)
    assert FileSource().digest("x.csv") == (digest_bytes(b"1"), 1)


def test_a_link_counts_as_the_file_it_leads_to(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"123")
    (tmp_path / "link").symlink_to("x.csv")
    assert FileSource().digest(str(tmp_path / "link")) == (digest_bytes(b"123"), 3)


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        FileSource().digest(str(tmp_path / "nowhere.csv"))


def test_what_is_not_a_regular_file_is_never_opened(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)  # opening it for reading would wait for a writer for ever
    for place in (pipe, tmp_path, Path("/dev/zero")):
        with pytest.raises(OSError, match="not a regular file"):
            FileSource().digest(str(place))
