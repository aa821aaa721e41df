"""The user's folders as one run sees them: what is put back is seen there, and what is written stays there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from jupyter_repro.executing.project_view import AS_IT_LIES, Overlay, ProjectView, views_work
from jupyter_repro.experiments.listing_order import NOT_COPIED, check_size, copy_listed_anew
from jupyter_repro.files.owned_names import scratch_folder

Files = Mapping[Path, Path | None]
"""Path to the file whose content it has; None for one that is not there."""


@dataclass(frozen=True)
class SeenProject:
    """Where and how a run sees the project."""

    view: ProjectView = AS_IT_LIES
    original: Path = Path("/")
    seen_at: Path = Path("/")

    def place(self, path: Path) -> Path:
        """Where a folder or file of the project is seen."""
        return self.seen_at / path.relative_to(self.original) if path.is_relative_to(self.original) else path


@contextmanager
def scene(
    folders: Sequence[Path], files: Files, elsewhere: str = "", *, listed_anew: bool = False
) -> Iterator[SeenProject]:
    """The folders for one run, of which the first is the project.

    `elsewhere` is the name of another folder that the project is seen in; "" for its own. `listed_anew` is whether its
    folders list their files in another order, where the system has a file system in memory. Raises ReproError where the
    project is too large to be copied, and the system has no other way.
    """
    with scratch_folder() as scratch:
        if views_work() and folders:
            with copy_listed_anew(folders[0]) if listed_anew else nullcontext(folders[0]) as lower:
                yield _overlaid(folders, files, elsewhere, scratch, lower)
        else:
            yield _copied(folders[0], files, scratch / (elsewhere or "project"))


def can_be_replaced(path: Path, folders: Sequence[Path]) -> bool:
    """Whether a run can see another file in place of this one."""
    return any(path.is_relative_to(folder) for folder in (folders if views_work() else folders[:1]))


def _overlaid(
    folders: Sequence[Path], files: Files, elsewhere: str, scratch: Path, lower: Path
) -> SeenProject:
    """`lower` has the content of the first of the folders."""
    overlays = [_overlay(folder, scratch / str(number)) for number, folder in enumerate(folders)]
    overlays[0] = replace(overlays[0], lower=lower)
    seen_at = folders[0]
    if elsewhere:
        seen_at = scratch / elsewhere
        seen_at.mkdir()
        overlays.append(_overlay(lower, scratch / "moved", seen_at))
    removed = [each for overlay in overlays for each in _placed(files, overlay)]
    return SeenProject(ProjectView(tuple(overlays), tuple(removed)), folders[0], seen_at)


def _overlay(folder: Path, scratch: Path, at: Path | None = None) -> Overlay:
    upper, work = scratch / "upper", scratch / "work"
    for each in (upper, work):
        each.mkdir(parents=True)
    return Overlay(folder, at or folder, upper, work)


def _placed(files: Files, overlay: Overlay) -> Iterator[Path]:
    """Put the content of files where it is seen; the paths that are not to be seen at all."""
    for path, content in files.items():
        if path.is_relative_to(overlay.lower):  # none of a copy that is listed again
            below = path.relative_to(overlay.lower)
            if content is None:
                yield overlay.at / below
            else:
                _copy(content, overlay.upper / below)


def _copied(folder: Path, files: Files, copy: Path) -> SeenProject:
    check_size(folder)
    shutil.copytree(folder, copy, symlinks=True, ignore=shutil.ignore_patterns(*NOT_COPIED))
    for path, content in files.items():
        place = copy / path.relative_to(folder)
        place.unlink(missing_ok=True)
        if content is not None:
            _copy(content, place)
    return SeenProject(AS_IT_LIES, folder, copy)


def _copy(content: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(content, place)
