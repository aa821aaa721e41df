"""Bringing one recorded file back into its place: data or a local module, with exactly the recorded digest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_repro.errors import ReproError, Unwritable
from jupyter_repro.files.atomic_files import write_keeping
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.recovery.obstacles import MOVE_AWAY, obstacle_to
from jupyter_repro.recovery.own_project import own_project
from jupyter_repro.recovery.sources import (
    NotRecorded,
    Recorded,
    changed_since,
    is_there,
    recorded_file,
    recover,
    source_of,
)
from jupyter_repro.snapshots.stored_snapshots import load_snapshot

KEPT = ".before-restore"


@dataclass(frozen=True)
class Restored:
    """What came of it."""

    path: Path
    """The file, which is as it was recorded now."""
    source: str
    """Where it was had from."""
    kept: Path | None
    """The file that was there; None where there was none."""


class AsRecorded(ReproError):
    """There is nothing to bring back."""


class Newer(ReproError):
    """The file that is there was changed after the snapshot was recorded: somebody may have meant it."""


def restore_file(notebook: Path, name: str, within: WritableFolder | None = None) -> Restored:
    """Bring back the data file or local module that the notebook's snapshot calls `name`.

    Nothing is written outside of `within`, by default the notebook's project. Raises NotRecorded, OutsideFolder,
    AsRecorded, NoSuchVersion, UnreadableInput for the snapshot, Unwritable; then nothing has been touched.
    """
    snapshot = load_snapshot(notebook)
    file = recorded_file(notebook, snapshot, name) if snapshot else None
    if file is None:
        raise NotRecorded(
            f"{name} is no file in the snapshot of {notebook.name}", _SHOW.format(shell_word(notebook))
        )
    return put_back(file, within or own_project(file.folder))


def put_back(file: Recorded, within: WritableFolder, *, only_older: bool = False) -> Restored:
    """Put a file in its place as it was recorded, and keep the one that is there beside it.

    `sales.csv` is kept as `sales.csv.before-restore`. Raises AsRecorded, OutsideFolder, NoSuchVersion, Unwritable, and,
    with `only_older`, Newer for one that was changed after the snapshot.
    """
    if is_there(file):
        raise AsRecorded(f"{file.name} is as it was recorded")
    place = within.place(file.place, file.name)
    if obstacle := obstacle_to(file):
        raise Unwritable(f"{obstacle}", MOVE_AWAY, subject=file.name)
    if only_older and (changed := changed_since(file)):
        _check_obtainable(file)
        raise Newer(
            f"was changed at {changed}, after the snapshot of {file.recorded}", _FORCE, subject=file.name
        )
    said: list[str] = []
    kept = write_keeping(place, lambda into: said.append(recover(file, into)), place.name + KEPT)
    whole = file.whole and file.whole.resolve()
    if kept and whole and kept.is_relative_to(whole):
        kept = set_aside(kept, whole, within)
    return Restored(place, said[0], kept)


def set_aside(path: Path, whole: Path, within: WritableFolder) -> Path:
    """Move a file out of a folder that is read whole, into one beside it, and answer where it is now.

    `parts/1.csv` goes to `parts.before-restore/1.csv`. Raises OutsideFolder and Unwritable.
    """
    below = path.relative_to(whole)
    aside = _free(whole.with_name(f"{whole.name}{KEPT}") / below.with_name(below.name.removesuffix(KEPT)))
    path, aside = within.place(path, str(below)), within.place(aside, str(below))
    try:
        aside.parent.mkdir(parents=True, exist_ok=True)
        path.rename(aside)
    except OSError as error:
        raise Unwritable(f"{path} cannot be moved to {aside.parent}: {error.strerror or error}") from None
    return aside


def _free(path: Path) -> Path:
    names = (path if number == 1 else path.with_name(f"{path.name}-{number}") for number in count(1))
    return next(each for each in names if not each.exists())


def _check_obtainable(file: Recorded) -> None:
    """Raise NoSuchVersion for a file of which `--force` would have to say so."""
    if not source_of(file):  # it may still be in a remote
        with TemporaryDirectory() as folder:
            recover(file, Path(folder) / "found")


_SHOW = "see what it has with: jupyter repro show {}"
_FORCE = "put the recorded one in its place, and keep this one beside it, with: --force"
