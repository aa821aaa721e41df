"""Which files were changed after the outputs of a notebook were stored, where nothing else says what they were."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.git.file_commits import commits_of
from jupyter_repro.git.uncommitted_files import uncommitted_files

_AT_ONCE = 0.1
"""Seconds within which a copy writes several small files."""


class _Change(NamedTuple):
    """When a file was changed last."""

    committed: datetime | None
    """In its newest commit; None where git does not have it."""
    is_edited: bool
    """Whether it is not as git has it."""
    written: float
    """Seconds since the epoch, as the file system says; a checkout sets it."""


def newer_files(notebook: Path, files: Collection[Path]) -> set[Path]:
    """Those that were changed after the notebook: by their commits where git has both, else by their times."""
    edited = {*uncommitted_files([notebook, *files], notebook.parent)}
    stored = _change(notebook, edited)
    return {file for file in files if file.is_file() and _is_newer(_change(file, edited), stored)}


def _change(file: Path, edited: Collection[Path]) -> _Change:
    newest = next(iter(commits_of(file, 1)), None)
    return _Change(newest and newest.moment, file in edited, file.stat().st_mtime)


def _is_newer(file: _Change, notebook: _Change) -> bool:
    if notebook.committed and not notebook.is_edited:
        return file.committed is not None and (file.is_edited or file.committed > notebook.committed)
    is_of_a_checkout = file.committed is not None and not file.is_edited
    return not is_of_a_checkout and file.written > notebook.written + _AT_ONCE
