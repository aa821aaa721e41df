"""Work on a notebook that is brought along: what runs on a worker."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.digest import digest_bytes
from jupyter_repro.errors import ReproError
from jupyter_repro.executing.plan import Progress
from jupyter_repro.files.copied_projects import COPY, note_original
from jupyter_repro.handing_over.bundle import CHECKSUMS, BadBundle
from jupyter_repro.handing_over.unpacking import unpack
from jupyter_repro.sharing.original_names import OriginalNames
from jupyter_repro.sharing.received_archives import RECEIVED
from jupyter_repro.sharing.shared_projects import LAYOUT, Layout, SharedProject, project_with
from jupyter_repro.verdicts import Unreadable, Verdict
from jupyter_repro.verifying.project_files import scratch

Work = Callable[[str, Progress], Any]


@dataclass(frozen=True)
class SharedWork:
    """Does `work` on a notebook in a copy of its project, which is the notebook's own and is gone afterwards."""

    work: Work
    projects: tuple[SharedProject, ...]
    folders: Mapping[str, str]
    """Folder of each notebook, as its path has it, to that folder from the root, without links on the way."""

    def __call__(self, path: str, progress: Progress) -> Any:
        """What `work` answers, by the names that the files have where they are from.

        Raises ReproError where the project is not available.
        """
        if is_remote(path):
            return self.work(path, progress)
        folder, name = os.path.split(path)
        notebook = Path(self.folders[folder], name)
        project = project_with(self.projects, notebook)
        with scratch() as place:
            copied_root = _unpacked(project, place)
            copy = copied_root / notebook.relative_to(project.root)
            names = OriginalNames(str(copy), path, str(copied_root), project.root)
            try:
                return _named(self.work(str(copy), progress), names)
            except ReproError as error:
                raise names.error(error) from None

    def clear(self) -> None:
        """Remove what this process has fetched."""
        for project in self.projects:
            RECEIVED.forget(project.digest)


def _named(answer: Any, names: OriginalNames) -> Any:
    if isinstance(answer, Verdict):
        return names.verdict(answer)
    return names.unreadable(answer) if isinstance(answer, Unreadable) else answer


def _unpacked(project: SharedProject, place: Path) -> Path:
    """Unpack a project below `place`; the copy of its root. Raises ReproError where its archive is not what was put."""
    try:
        with RECEIVED.archive(project) as archive:
            unpack(archive, place / "shared")
            with ZipFile(archive) as content:
                listed = content.read(CHECKSUMS)
    except BadBundle as error:
        raise _damaged(project, error.what) from None
    if digest_bytes(listed) != project.digest:
        raise _damaged(project, "it holds another project")
    copied_root = place / "shared" / COPY
    _laid_out(copied_root, msgspec.json.decode((place / "shared" / LAYOUT).read_bytes(), type=Layout))
    note_original(copied_root, Path(project.root))
    return copied_root


def _laid_out(copied_root: Path, layout: Layout) -> None:
    copied_root.mkdir(exist_ok=True)
    for name in layout.folders:
        (copied_root / name).mkdir(parents=True, exist_ok=True)
    for name in layout.executable:
        (copied_root / name).chmod(0o755)


def _damaged(project: SharedProject, why: str) -> ReproError:
    RECEIVED.forget(project.digest)
    what = f"the share {project.shown} holds a damaged {project.archive}: {why}"
    return ReproError(what, "delete that file there, and verify again")
