"""The texts of small files that a notebook has read."""

from __future__ import annotations

import os
from types import SimpleNamespace

from jupyter_repro.recording.data.read_texts import LARGEST, read_texts


def test_small_texts_are_read_and_pipes_large_files_and_bytes_are_not(tmp_path):
    (tmp_path / "study.yaml").write_text("region: ${oc.env:REGION}")
    (tmp_path / "large.txt").write_text("x" * (LARGEST + 1))
    (tmp_path / "bytes.bin").write_bytes(b"\xff\xfe\x00")
    os.mkfifo(tmp_path / "pipe")
    names = ["study.yaml", "large.txt", "bytes.bin", "pipe", "gone.txt"]
    data = SimpleNamespace(files=[SimpleNamespace(path=str(tmp_path / name)) for name in names])
    assert list(read_texts(data)) == ["region: ${oc.env:REGION}"]
