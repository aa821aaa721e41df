from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_repro.recording.data.named_files import files_named


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    (tmp_path / "parts").mkdir()
    for name in ("a.csv", "b.csv", "it's.csv", "parts/1.parquet", os.fsdecode(b"\xff.csv")):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("a.csv", ["a.csv"]),
        (b"a.csv", ["a.csv"]),
        (Path("a.csv"), ["a.csv"]),
        (["a.csv", Path("b.csv")], ["a.csv", "b.csv"]),
        ("parts", ["parts"]),
        ("[ab].csv", ["a.csv", "b.csv"]),
        ("**/*.parquet", ["parts/1.parquet"]),
        ("select * from 'a.csv' join 'parts/*.parquet' where x = 'y'", ["a.csv", "parts/1.parquet"]),
        ("from 'it''s.csv'", ["it's.csv"]),
        ("it's.csv", ["it's.csv"]),
        (os.fsdecode(b"\xff.csv"), [os.fsdecode(b"\xff.csv")]),
        ("gone.csv", []),
        ("https://host/a.csv", []),
        ("s3://bucket/*.csv", []),
        ("x" * 100_000, []),
        ("a\0b", []),
        ("'" * 5000, []),
        ("", []),
        (None, []),
        (7, []),
        ({"path": "a.csv"}, []),
        (object(), []),
    ],
)
def test_the_files_that_a_value_names(value, named):
    assert sorted(files_named(value)) == named


def test_a_file_uri_is_a_path(folder):
    assert list(files_named((folder / "a.csv").as_uri())) == [str(folder / "a.csv")]
