"""Projects packed and put where the workers reach them, each as one archive that is called by its digest.

A project that has not changed is the same archive, and is not sent again.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from jupyter_repro.digest import Digest, digest_bytes, digits_of
from jupyter_repro.files.copied_projects import COPY
from jupyter_repro.formatting.sizes import counted, human_size
from jupyter_repro.handing_over.bundle import CHECKSUMS, Content, checksums, write_archive
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.settings import project_root
from jupyter_repro.sharing.share_address import absolute_address, folder_at, put, shown_address
from jupyter_repro.sharing.shared_files import SharedFiles, described, shared_files
from jupyter_repro.verifying.project_files import scratch

PROJECT = f"{COPY}/"
"""Where the files lie in an archive."""
LAYOUT = "layout.json"


class Layout(msgspec.Struct, frozen=True):
    """What of a project an archive cannot hold as files."""

    folders: tuple[str, ...] = ()
    """Which are to be there, though they may be empty."""
    executable: tuple[str, ...] = ()
    """Files that are programs."""


class SharedProject(msgspec.Struct, frozen=True):
    """A project as a worker is reported of it."""

    folder: str
    """Of the project on the machine that it is from."""
    root: str
    """The folder that its archive is of."""
    address: str
    digest: Digest

    @property
    def archive(self) -> str:
        """Name of its archive."""
        return f"{digits_of(self.digest)}.repro-share.zip"

    @property
    def shown(self) -> str:
        """Its address for a person."""
        return shown_address(self.address)


def share_projects(
    snapshots: Mapping[str, Snapshot | None], address: str, tell: Callable[[str], None]
) -> tuple[SharedProject, ...]:
    """Put the projects of notebooks, which have these snapshots, at an address; `tell` gets each line for the user.

    Raises ReproError where nothing can be put there.
    """
    address = absolute_address(address)
    by_project: dict[Path, dict[Path, Snapshot | None]] = defaultdict(dict)
    for each, snapshot in snapshots.items():
        path = true_path(each)
        by_project[project_root(path.parent)][path] = snapshot
    return tuple(_shared(project, found, address, tell) for project, found in by_project.items())


def true_path(notebook: str) -> Path:
    """The notebook's path from the root, without links on the way to it."""
    path = Path(notebook)
    return path.absolute().parent.resolve() / path.name


def project_with(projects: Sequence[SharedProject], notebook: Path) -> SharedProject:
    """Whose notebook it is: of projects that lie in each other, the innermost."""
    holding = (each for each in projects if notebook.is_relative_to(each.folder))
    return max(holding, key=lambda each: len(each.folder))


def _shared(
    project: Path, notebooks: Mapping[Path, Snapshot | None], address: str, tell: Callable[[str], None]
) -> SharedProject:
    found = shared_files(project, notebooks, folder_at(address))
    for line in described(found.left_out):
        tell(line)
    contents: dict[str, Content] = {PROJECT + name: path for name, path in found.files.items()}
    contents[LAYOUT] = msgspec.json.encode(_layout(found), order="sorted")
    listed = checksums(contents)
    shared = SharedProject(str(project), str(found.root), address, digest_bytes(listed))
    with scratch() as folder:
        make = partial(_written, folder / "archive.zip", {**contents, CHECKSUMS: listed})
        sent = put(address, shared.archive, make)
    files = counted(len(found.files), "file")
    tell(
        f"{files} of {project} shared, {human_size(sent)}"
        if sent
        else f"{files} of {project} are shared already"
    )
    return shared


def _written(path: Path, contents: Mapping[str, Content]) -> Path:
    write_archive(path, contents)
    return path


def _layout(found: SharedFiles) -> Layout:
    programs = (name for name, path in found.files.items() if os.access(path, os.X_OK))
    return Layout(found.folders, tuple(sorted(programs)))
