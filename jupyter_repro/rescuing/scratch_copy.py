"""A copy of a notebook's folder to run it in, and what the notebook opened there."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.environments.imported_distributions import python_sources
from jupyter_repro.environments.lock_file import SUFFIXES
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.settings import settings_files
from jupyter_repro.snapshots.snapshot_file import snapshot_path

LARGEST = 64 << 20
"""Bytes; larger files are not copied but linked to."""
_NEVER = ("node_modules", "__pycache__", "site-packages", "venv", "env")


def copied_folder(notebook: Path, content: NotebookNode, place: Path) -> Path:
    """Copy the notebook's folder, and files above it that its cells name, below `place`; the notebook's path there.

    Hidden folders and virtual environments are left out, and so are records of the notebook itself.
    """
    folder = notebook.absolute().parent
    above = list(_above(content, folder))
    depth = max((name.count("../") for name in above), default=0)
    inner = (
        place / "project" / Path(*folder.parts[len(folder.parts) - depth :]) if depth else place / "project"
    )
    own = {snapshot_path(notebook).name, *(notebook.with_suffix(suffix).name for suffix in SUFFIXES.values())}
    shutil.copytree(folder, inner, ignore=_ignored(own), copy_function=_copy, symlinks=False)
    for name in above:
        _copy_named(located(name, folder), located(name, inner))
    for path in settings_files(folder):
        if not (inner / path.name).exists():
            write_together({inner / path.name: path.read_bytes()})
    return inner / notebook.name


def _ignored(own: set[str]) -> Callable[[str, list[str]], set[str]]:
    def ignored(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if name in own or name in _NEVER or _is_left_out(Path(folder, name))}

    return ignored


def _is_left_out(path: Path) -> bool:
    if path.is_dir():
        return path.name.startswith(".") or (path / "pyvenv.cfg").exists()
    return not path.is_file()


def _copy(source: str, target: str) -> None:
    if os.path.getsize(source) > LARGEST:  # noqa: PTH202
        os.symlink(os.path.realpath(source), target)  # noqa: PTH211
    else:
        shutil.copy2(source, target)


def _copy_named(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=_ignored(set()), copy_function=_copy, dirs_exist_ok=True)
    else:
        _copy(str(source), str(target))


def _above(notebook: NotebookNode, folder: Path) -> Iterator[str]:
    """Paths that begin with ../ in the cells and are there."""
    text = "\n".join(source for _, source in python_sources(notebook))
    for name in dict.fromkeys(re.findall(r"['\"]((?:\.\./)+[^'\"\n]+)['\"]", text)):
        if located(name, folder).exists():
            yield name


def opened_files(opened: Iterable[str], written: Iterable[str], copy: Path, folder: Path) -> list[str]:
    """Of what was opened in the copy's folder: names of files that are in the notebook's own folder too."""
    names = {
        Path(path).relative_to(copy).as_posix()
        for path in {*opened} - {*written}
        if Path(path).is_relative_to(copy)
    }
    return sorted(name for name in names if (folder / name).is_file())
