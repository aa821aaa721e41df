"""The notebooks of a folder, and of all folders below one."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jupyter_repro.verifying.batch import is_skipped

MOST_NOTEBOOKS = 5_000
MOST_FOLDERS = 20_000
"""Where a server is started in somebody's home folder, not all of it is walked."""


@dataclass(frozen=True)
class FoundNotebooks:
    """Notebooks in the order of their paths."""

    files: tuple[Path, ...]
    is_whole: bool
    """Whether these are all: False where there are too many, or too many folders."""


def notebooks_in(folder: Path) -> FoundNotebooks:
    """Those that lie in the folder itself."""
    return FoundNotebooks(tuple(sorted(_notebooks(_entries(folder)))), is_whole=True)


def notebooks_below(folder: Path) -> FoundNotebooks:
    """Those in the folder and in all below it, the near ones first where there are too many.

    Hidden folders, `node_modules` and installed packages are passed over, and links to folders are not followed.
    """
    found: list[Path] = []
    waiting, seen = deque([folder]), 0
    while waiting and len(found) < MOST_NOTEBOOKS and seen < MOST_FOLDERS:
        entries = _entries(waiting.popleft())
        found += _notebooks(entries)
        waiting += sorted(Path(each.path) for each in entries if each.is_dir(follow_symlinks=False))
        seen += 1
    return FoundNotebooks(
        tuple(sorted(found[:MOST_NOTEBOOKS])), is_whole=not waiting and len(found) <= MOST_NOTEBOOKS
    )


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder; nothing where it cannot be read, or is gone meanwhile."""
    try:
        with os.scandir(folder) as entries:
            return [each for each in entries if not is_skipped(each.name)]
    except OSError:
        return []


def _notebooks(entries: list[os.DirEntry[str]]) -> Iterator[Path]:
    return (Path(each.path) for each in entries if each.name.endswith(".ipynb") and each.is_file())
