"""Which files of a project its notebooks may need on another machine: no secret among them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path, PurePosixPath

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.addresses.secret_files import looks_secret
from jupyter_repro.git.project_files import files_below
from jupyter_repro.handing_over.packed_files import ELSEWHERE, SENSITIVE, packed_files
from jupyter_repro.handing_over.unpacking import is_plain
from jupyter_repro.records.consumed_snapshots import is_notebook
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.settings import settings_files
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.verifying.project_files import Project, project_of

_BY_PRODUCTS = frozenset({"__pycache__", ".ipynb_checkpoints", "node_modules", "site-packages"})
UNNAMEABLE = "its name is none that every system has"


@dataclass(frozen=True)
class SharedFiles:
    """Files by where they lie relative to each other."""

    root: Path
    """The deepest folder that holds them all."""
    files: Mapping[str, Path]
    """By their name below the root."""
    folders: tuple[str, ...] = ()
    """Names below the root of folders that a notebook runs or writes in, which may be empty."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Why others are left out, by their name below the root."""


def shared_files(
    project: Path, notebooks: Mapping[Path, Snapshot | None], without: Path | None = None
) -> SharedFiles:
    """What git has or would have below a project's folder, and what the snapshots of its notebooks name.

    Nothing below the folder `without`. A file that looks secret is left out, and so is one outside of the project that
    is not what was recorded.
    """
    projects = [(project_of(path, snapshot), snapshot) for path, snapshot in notebooks.items() if snapshot]
    root = Path(os.path.commonpath([project, *(each.root for each, _ in projects)]))
    named = [_named(each, snapshot, root) for each, snapshot in projects]
    kept, refused = _of_git(project)
    beside = [each for path, snapshot in notebooks.items() for each in _beside(path, snapshot)]
    inside = (path for path in (*kept, *notebooks, *beside) if path.is_relative_to(root))
    files = {
        **{_below(root, path): path for path in inside if path.is_file()},
        **{name: path for files, _ in named for name, path in files.items()},
    }
    left_out = {
        **{_below(root, path): why for path, why in refused.items()},
        **{name: why for _, left_out in named for name, why in left_out.items()},
        **{name: UNNAMEABLE for name in files if not is_plain(name)},
    }
    return SharedFiles(
        root,
        {
            name: path
            for name, path in files.items()
            if name not in left_out and not (without and path.is_relative_to(without))
        },
        tuple(sorted(set(_folders(notebooks, root)))),
        left_out,
    )


def _beside(notebook: Path, snapshot: Snapshot | None) -> Iterator[Path]:
    """The settings that hold for a notebook, and the snapshots that it builds upon."""
    yield from settings_files(notebook.parent)
    for each in snapshot.context.consumes.values() if snapshot else ():
        if is_notebook(each.address):
            yield snapshot_path(located(each.address, notebook.parent))


def _named(project: Project, snapshot: Snapshot, root: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """The files that a snapshot names, by their name below the root, and which are left out."""
    packed = packed_files(project, snapshot, inf)
    above = PurePosixPath(_below(root, project.root))
    files = {str(above / name): path for name, path in packed.files.items()}
    return files, {str(above / name): why for name, why in packed.left_out.items() if name in project.files}


def _of_git(project: Path) -> tuple[list[Path], dict[Path, str]]:
    """The files that git has or would have, and which of them are left out."""
    found = [path for path in files_below(project) if _BY_PRODUCTS.isdisjoint(path.parts)]
    refused = {path: why for path in found if (why := _why_not(path, project))}
    return [path for path in found if path not in refused], refused


def _why_not(path: Path, project: Path) -> str:
    if looks_secret(path):
        return SENSITIVE
    return "" if path.resolve().is_relative_to(project.resolve()) else ELSEWHERE


def _folders(notebooks: Mapping[Path, Snapshot | None], root: Path) -> Iterator[str]:
    for path, snapshot in notebooks.items():
        if snapshot:
            context = snapshot.context
            written = (located(name, path.parent).parent for name in context.written or ())
            yield from _inside([path.parent / context.folder, *written], root)


def _inside(folders: Iterable[Path], root: Path) -> Iterator[str]:
    for folder in folders:
        place = Path(os.path.normpath(folder))
        name = _below(root, place) if place.is_relative_to(root) else ""
        if place.is_dir() and name and is_plain(name):
            yield name


def _below(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def described(left_out: Mapping[str, str], most: int = 5) -> Sequence[str]:
    """The first of what is left out, a line each for a person."""
    lines = [f"{name} stays here: {why}" for name, why in sorted(left_out.items())]
    return lines if len(lines) <= most else [*lines[:most], f"… and {len(lines) - most} more"]
