"""The explicit list of an environment of conda."""

from __future__ import annotations

import json
import sys

import pytest
from conftest import command, written

from jupyter_repro.environments.conda import explicit_list

MD5 = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def prefix(tmp_path):
    """A made-up environment of conda."""
    meta = tmp_path / "prefix" / "conda-meta"
    meta.mkdir(parents=True)
    for name, reported in {
        "numpy": {"url": "https://user:word@conda.example.org/t/to-ken/main/numpy-2.conda", "md5": MD5},
        "bare": {"url": "https://conda.example.org/main/bare-1.conda", "md5": None},
        "local": {"name": "local"},
    }.items():
        (meta / f"{name}-1-0.json").write_text(json.dumps(reported))
    (meta / "broken.json").write_text("{")
    (meta / "history").write_text("")
    return tmp_path / "prefix"


def test_every_package_is_listed_with_its_digest_and_without_credentials(prefix):
    assert explicit_list(prefix).splitlines() == [
        "@EXPLICIT",
        "https://conda.example.org/main/bare-1.conda",
        f"https://conda.example.org/main/numpy-2.conda#{MD5}",
    ]


def test_an_environment_that_is_none_of_condas_has_no_list(tmp_path):
    assert explicit_list(tmp_path) == ""


def test_a_snapshot_writes_the_list_and_says_what_can_be_rebuilt(prefix, tmp_path):
    (prefix / "bin").mkdir()
    (prefix / "bin/python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (prefix / "bin/python").chmod(0o755)
    kernel = tmp_path / "share/kernels/of-conda"
    kernel.mkdir(parents=True)
    argv = [str(prefix / "bin/python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (kernel / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "c", "language": "python"}))
    path = written(tmp_path / "a.ipynb", "1 + 1", kernel="of-conda")
    done = command("snapshot", path, JUPYTER_PATH=str(tmp_path / "share"))
    assert "--isolated rebuilds pip's part alone" in done.stdout, done.stderr
    assert (tmp_path / "a.conda.txt").read_text() == explicit_list(prefix)
