"""The source below the folder of an editable installation."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from jupyter_repro.addresses.portable_paths import portable
from jupyter_repro.digest import digest_file

MOST_FILES = 2000
"""Source files of one package that are recorded."""

_MOST_FOLDERS = 10_000
"""That are looked into: data may lie below the folder as well."""

_SOURCE = (".py", ".pyx", ".pxd", ".so", ".pyd", ".dylib", ".toml")
_NEVER = ("__pycache__", "node_modules", "site-packages", "dist-packages", "build", "dist")


def source_files(source: Path, notebook_folder: Path) -> dict[str, str]:
    """Name relative to `source` to digest, by name; without what lies below the notebook's folder.

    That is the notebook's own code: of it, the modules that were imported are recorded. Links to folders are not
    followed.
    """
    return dict(sorted((portable(path, source), _digest(path)) for path in _paths(source, notebook_folder)))


def source_paths(source: Path, notebook_folder: Path) -> set[str]:
    """Real paths of the same files."""
    return {os.path.realpath(path) for path in _paths(source, notebook_folder)}


def _paths(source: Path, notebook_folder: Path) -> Iterator[Path]:
    return islice(_walk(source, os.path.realpath(notebook_folder)), MOST_FILES)


def _walk(source: Path, own: str) -> Iterator[Path]:
    """Files in the order of their names, folder by folder."""
    for folder, folders, files in islice(os.walk(source), _MOST_FOLDERS):
        if os.path.realpath(folder) == own:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if _belongs(Path(folder, name)))
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(_SOURCE))


def _belongs(folder: Path) -> bool:
    hidden = folder.name.startswith(".") or folder.name in _NEVER or folder.name.endswith(".egg-info")
    return not hidden and not (folder / "pyvenv.cfg").exists()


def _digest(path: Path) -> str:
    try:
        return digest_file(path) if path.is_file() else "unreadable"
    except OSError:
        return "unreadable"
