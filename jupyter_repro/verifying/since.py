"""Notebooks that may come out otherwise since a git revision."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePath

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.environments.lock_file import SUFFIXES
from jupyter_repro.errors import ReproError
from jupyter_repro.git.changed_since import changed_since
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.snapshots.stored_snapshots import load_snapshot

_OF_ALL_BELOW = (
    "pyproject.toml",
    "uv.lock",
    "pixi.lock",
    "conda-lock.yml",
    "pylock*.toml",
    "requirements*.txt",
    "environment*.y*ml",
    "dvc.lock",
)
"""Files that say how the notebooks in their folder and below are run."""
_CODE = (".py", ".so", ".pyd")


def notebooks_since(paths: Sequence[str], revision: str) -> list[str]:
    """Those of which any input that the repository holds is not as it was; all whose inputs are not known.

    Raises ReproError for a notebook outside git, and for an unknown revision.
    """
    changed: dict[Path, frozenset[str]] = {}

    def is_touched(path: str) -> bool:
        folder = Path(path).absolute().parent
        if folder not in changed:
            changed[folder] = _with_tracked_data(changed_since(Path(path), revision))
        return any(map(_touches(Path(path)), changed[folder]))

    return [path for path in paths if is_remote(path) or is_touched(path)]


def _with_tracked_data(changed: Iterable[str]) -> frozenset[str]:
    """With the data whose file of DVC changed: git does not see the data itself."""
    return frozenset(name for each in changed for name in (each, each.removesuffix(".dvc")))


def _touches(path: Path) -> Callable[[str], bool]:
    """Whether a changed file may matter to a notebook."""
    try:
        snapshot = load_snapshot(path)
    except ReproError:
        snapshot = None
    if snapshot is None:
        return lambda _: True
    folder = os.path.realpath(path.parent)
    files, folders = set(_files(path, snapshot)), tuple(_folders(path, snapshot))

    def touches(name: str) -> bool:
        place, file = os.path.split(name)
        beside = place == folder and file.endswith(_CODE)
        above = folder.startswith(place) and any(fnmatch(file, each) for each in _OF_ALL_BELOW)
        return name in files or name.startswith(folders) or beside or above

    return touches


def _files(path: Path, snapshot: Snapshot) -> Iterator[str]:
    yield from map(os.path.realpath, (path, snapshot_path(path), *map(path.with_suffix, SUFFIXES.values())))
    names = [name for name, file in snapshot.context.data.items() if data_name(name, file.version).is_file]
    looked = [str(use.name) for use in snapshot.uses if use.name]
    for name in (*names, *looked, *snapshot.context.modules):
        yield os.path.realpath(located(name, path.absolute().parent))


def _folders(path: Path, snapshot: Snapshot) -> Iterator[str]:
    """Folders that were read, and those that an editable package is imported from, each with its slash."""
    origins = snapshot.context.packages.origins.values()
    sources = [origin.address for origin in origins if origin.editable]
    read = [name for name, file in snapshot.context.data.items() if file.folder]
    listed = [str(use.name) for use in snapshot.uses if use.name and str(use.name).endswith("/")]
    for name in (*sources, *read, *listed):
        yield f"{PurePath(os.path.realpath(located(name, path.absolute().parent)))}/"
