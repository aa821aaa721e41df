"""A project's folder copied: whole, or so that it lists its files in another order."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.sizes import human_size

NOT_COPIED = (
    ".git",
    ".venv",
    "venv",
    "node_modules",
    "__pycache__",
    ".ipynb_checkpoints",
    ".tox",
    ".mypy_cache",
)
MOST_COPIED = 2_000_000_000
"""Bytes of a project that are copied for each run, where the system has no cheaper way."""
_MEMORY = Path("/dev/shm")  # noqa: S108  the one file system whose order is that in which files were made
_MOST_IN_MEMORY = 200_000_000


@contextmanager
def copy_listed_anew(folder: Path) -> Iterator[Path]:
    """A copy in memory, which lists files by their age: made in the order of the original, it has the opposite one.

    Where there is no such file system, the folder is too large for it, or the kernel's environment may lie in it, it is
    the folder itself.
    """
    environments = any(folder.glob("*/pyvenv.cfg"))
    if environments or not _MEMORY.is_dir() or folder_size(folder, _MOST_IN_MEMORY) > _MOST_IN_MEMORY:
        yield folder
        return
    with tempfile.TemporaryDirectory(dir=_MEMORY) as place:
        copy = Path(place, "project")
        shutil.copytree(folder, copy, symlinks=True, ignore=shutil.ignore_patterns(*NOT_COPIED))
        if os.listdir(copy) == os.listdir(folder):  # noqa: PTH208  it is the order that matters
            shutil.rmtree(copy)
            _copy_backwards(folder, copy)
        yield copy


def _copy_backwards(folder: Path, copy: Path) -> None:
    copy.mkdir()
    for path in reversed(list(folder.iterdir())):
        if path.name in NOT_COPIED:
            continue
        if path.is_dir() and not path.is_symlink():
            _copy_backwards(path, copy / path.name)
        else:
            shutil.copy2(path, copy / path.name, follow_symlinks=False)


def folder_size(folder: Path, most: int) -> int:
    """Bytes of what would be copied; more than `most` where it is more, without counting on."""
    size = 0
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_COPIED]
        size += sum(Path(where, name).lstat().st_size for name in names)
        if size > most:
            break
    return size


def check_size(folder: Path) -> None:
    """Raises ReproError for a folder that is too large to be copied for each run."""
    if folder_size(folder, MOST_COPIED) > MOST_COPIED:
        raise ReproError(
            f"{folder} has more than {human_size(MOST_COPIED)}, which cannot be copied for each run",
            "allow user namespaces on this machine, with which nothing is copied; or keep large files elsewhere",
        )
