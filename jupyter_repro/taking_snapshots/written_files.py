"""Which files are a notebook's results: those that it wrote and that are still there when it has ended."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.digest import MISSING
from jupyter_repro.files.digest_cache import cached_digest
from jupyter_repro.records.data_use import DataUse, FileRead

MOST_WRITTEN = 2000
"""Files that are named; of more, the folders that they lie in, with a slash at their end."""
_BY_PRODUCTS = (".pyc", "-journal", "-wal", "-shm")
"""Endings of byte code, and of what a database keeps beside its file."""


def written_files(data: DataUse, folder: Path) -> tuple[str, ...]:
    """Portable names of these files, in order, as seen from the notebook's folder."""
    names = {portable(Path(path), folder) for path in _paths(data) if _is_result(path, folder)}
    if len(names) > MOST_WRITTEN:
        names = {f"{os.path.dirname(name) or '.'}/" for name in names}  # noqa: PTH120  portable names have slashes
    return tuple(sorted(names))


def _paths(data: DataUse) -> Iterator[str]:
    yield from data.written
    yield from (read.path for read in data.files if read.rewritten or _is_another(read))


def _is_another(read: FileRead) -> bool:
    """Whether a database, which nothing tells to be written to, changed since it was opened."""
    return bool(read.digest) and _digest(read.path) != read.digest


def _digest(path: str) -> str:
    try:
        return cached_digest(path)[0]
    except OSError:
        return MISSING


def _is_result(path: str, folder: Path) -> bool:
    return os.path.isfile(path) and not path.endswith(_BY_PRODUCTS) and not _is_temporary(path, folder)  # noqa: PTH113


def _is_temporary(path: str, folder: Path) -> bool:
    """Whether a file lies where temporary ones do, and not with the notebook, which may lie there too."""
    place = Path(tempfile.gettempdir())
    if not Path(path).is_relative_to(place):
        return False
    first = Path(path).relative_to(place).parts[0]
    return not folder.is_relative_to(place / first)
