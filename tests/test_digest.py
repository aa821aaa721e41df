from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jupyter_repro.digest import digest_bytes, digest_file


@given(
    parts=some.lists(some.tuples(some.integers(0, 2**22), some.binary(min_size=1, max_size=9)), max_size=4)
)
def test_a_file_with_holes_has_the_digest_of_its_content(tmp_path_factory, parts):
    path = tmp_path_factory.mktemp("sparse") / "file"
    with path.open("wb") as file:
        file.truncate(2**22)
        for position, content in parts:
            file.seek(position)
            file.write(content)
    assert digest_file(path) == digest_bytes(path.read_bytes())


def test_a_file_of_five_gigabytes_that_holds_nothing_is_no_work(tmp_path):
    path = tmp_path / "sparse"
    try:
        path.touch()
        os.truncate(path, 5 * 2**30)
    except OSError:
        pytest.skip("this file system has no sparse files")
    if path.stat().st_blocks:
        pytest.skip("this file system has no sparse files")
    assert digest_file(path) == digest_file(path)
