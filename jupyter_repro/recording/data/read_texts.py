"""The texts of small files that a notebook has read: what they name is named by the user."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jupyter_repro.records.data_use import DataUse

MOST_FILES = 100
LARGEST = 100_000
"""Bytes of a file that is looked at; settings and templates are smaller."""


def read_texts(data: DataUse) -> Iterator[str]:
    """Of each small file its text; none of one that is gone, or of bytes that are no text."""
    for each in data.files[:MOST_FILES]:
        file = Path(each.path)
        try:
            if file.is_file() and file.stat().st_size <= LARGEST:  # a pipe would wait for somebody to write
                yield file.read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue
