"""The files that a notebook's result depends on, as its snapshot names them: all that must go where it goes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.environments.lock import find_lock
from jupyter_repro.environments.lock_file import lock_path
from jupyter_repro.files.copied_projects import COPY, note_original
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.records.snapshot import Context, DataFile, Snapshot
from jupyter_repro.settings import settings_files
from jupyter_repro.snapshots.snapshot_file import snapshot_path

IMMUTABLE = (".parquet", ".avro", ".orc")
"""Files of tables, which their formats never write to again."""


@dataclass(frozen=True)
class Project:
    """Files by where they lie relative to each other."""

    root: Path
    """The deepest folder that holds the notebook and every file it names relative to itself."""
    notebook: str
    """Its name below the root."""
    files: Mapping[str, Path]
    """Name below the root to the file as it is now; the notebook, its snapshot and its lock are among them."""
    data: Mapping[str, DataFile] = field(default_factory=dict)
    """Which of them are data that the notebook read."""
    home: Mapping[str, Path] = field(default_factory=dict)
    """Name below the home folder to files that were read there."""
    read_only: frozenset[str] | None = None
    """Which files a copy is not to let the notebook change; None for the data."""
    outside: tuple[str, ...] = ()
    """Data that does not lie in files that could go along: addresses, queries, absolute paths, missing files."""

    @property
    def folder(self) -> Path:
        """The notebook's."""
        return (self.root / self.notebook).parent

    def below(self, path: Path) -> str:
        """Name below the root."""
        return _below(self.root, path.absolute())


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with scratch_folder() as folder:
        yield Path(folder)


def project_of(notebook: Path, snapshot: Snapshot, top: Path | None = None) -> Project:
    """What goes along with a notebook. Where `top` is given, nothing above it: what is named there is missing."""
    folder = notebook.absolute().parent
    settings = settings_files(folder)
    data = dict(_data_files(snapshot.context, folder))
    relative = [name for name in (*data, *snapshot.context.modules) if data_name(name).kind == "relative"]
    root = _root(folder, relative, settings) if top is None else top.absolute()
    relative = [name for name in relative if located(name, folder).is_relative_to(root)]
    settings = [path for path in settings if path.is_relative_to(root)]
    lock = find_lock(notebook)
    own = [notebook, snapshot_path(notebook), *settings]
    locks = {_below(root, lock_path(notebook.absolute(), lock.form)): lock.path} if lock else {}
    named = {name: located(name, folder) for name in relative}
    files = {
        _below(root, path): path for path in (*(path.absolute() for path in own), *named.values())
    } | locks
    return Project(
        root=root,
        notebook=_below(root, notebook.absolute()),
        files={name: path for name, path in sorted(files.items()) if path.is_file()},
        data={
            _below(root, named[name]): kept
            for name, kept in data.items()
            if name in named and named[name].is_file()
        },
        home={each.path: located(each.text, folder) for each in map(data_name, data) if each.kind == "home"},
        outside=tuple(name for name in data if not _goes_along(name, folder)),
    )


def copied(project: Project, folder: Path) -> Path:
    """Copy a project into `folder` (files below `project`, home files below `home`); the notebook's path there.

    Data is made read-only.
    """
    read_only = project.data.keys() if project.read_only is None else project.read_only
    copy, home = WritableFolder(folder / COPY, "the copy"), WritableFolder(folder / "home", "the copy")
    for name, path in project.files.items():
        place = copy.place(folder / COPY / name, name)
        if path.is_relative_to(folder) or (name not in read_only and name.endswith(IMMUTABLE)):
            second_name(path, place)
        else:
            _copy(path, place, read_only=name in read_only)
    for name, path in project.home.items():
        if path.is_file() and home.holds(folder / "home" / name):
            _copy(path, folder / "home" / name, read_only=True)
    note_original(folder / COPY, project.root)
    return folder / COPY / project.notebook


def second_name(path: Path, place: Path) -> None:
    """Give a file that nobody writes to a second name, or copy it where that cannot be."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, place)
    except OSError:
        shutil.copy2(path, place)


def _copy(path: Path, place: Path, *, read_only: bool) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, place)
    if read_only:
        place.chmod(place.stat().st_mode & ~0o222)


def _data_files(context: Context, folder: Path) -> Iterator[tuple[str, DataFile]]:
    """Every file that was read; of a folder that was read as one data set, the files that count."""
    for name, data in context.data.items():
        if data.folder is None:
            yield name, data
            continue
        names = data.folder.files or {
            path.relative_to(located(name, folder)).as_posix(): ""
            for path in sorted(located(name, folder).rglob("*"))
            if path.is_file()
        }
        for inner, digest in names.items():
            yield f"{name.rstrip('/')}/{inner}", DataFile(digest, 0, data.cell, data.line)


def _goes_along(name: str, folder: Path) -> bool:
    return data_name(name).kind in {"relative", "home"} and located(name, folder).is_file()


def _root(folder: Path, names: list[str], settings: list[Path]) -> Path:
    ups = max((PurePosixPath(name).parts.count("..") for name in names), default=0)
    root = folder if not ups else folder.parents[min(ups, len(folder.parents)) - 1]
    while settings and not settings[0].is_relative_to(root):
        root = root.parent
    return root


def _below(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()
