"""The code of then: the recorded commit with the changes that were not committed, in a new worktree."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.environments.lock import SUFFIXES
from jupyter_repro.errors import NoSuchVersion, ReproError, Unwritable
from jupyter_repro.files.digest_cache import cached_digest
from jupyter_repro.files.owned_names import abandoned, remove
from jupyter_repro.files.whole_files import unused_name
from jupyter_repro.files.writable_folder import WritableFolder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.git.commands import CommandFailed
from jupyter_repro.git.patches import patch_bytes
from jupyter_repro.git.repositories import location_of
from jupyter_repro.git.worktrees import add_worktree, apply_patch, has_commit, move_worktree, remove_worktree
from jupyter_repro.records.snapshot import GitState, Snapshot
from jupyter_repro.recovery.sources import Recorded, recorded_file, recover
from jupyter_repro.snapshots.snapshot_file import snapshot_path

_OTHER_FOLDER = "name another folder with: --into"


@dataclass(frozen=True)
class Checkout:
    """A worktree with the recorded code."""

    folder: Path
    notebook: Path
    """The notebook in it, as it is here now, with its snapshot."""
    different: tuple[str, ...]
    """Recorded modules that it does not have as they were recorded."""
    notes: tuple[str, ...] = ()


def restore_code(notebook: Path, snapshot: Snapshot, into: Path | None = None) -> Checkout:
    """Check the recorded commit out into a new worktree, by default beside the repository, and apply its patch.

    Raises NoSuchVersion where git does not have the commit, ReproError outside git and where the snapshot names no
    commit, and Unwritable where something lies in the way; then there is no worktree.
    """
    state = snapshot.context.git
    if state is None or not state.commit:
        when = "before the repository's first commit" if state else "without git"
        raise ReproError(
            f"the snapshot of {notebook.name} names no commit: it was recorded {when}",
            f"commit the code, and record it again: jupyter repro snapshot {shell_word(notebook)}",
        )
    root, name = location_of(notebook.absolute())
    _check_commit(notebook, state)
    folder = (into or root.with_name(f"{root.name}-{state.commit[:7]}")).absolute()
    _check_free(folder)
    # until it is whole it has another name: what kills us leaves no half of a worktree in its place
    new = unused_name(folder.parent)
    try:
        _remove_abandoned(notebook, folder.parent)
        add_worktree(notebook.absolute(), new, state.commit)
        _apply(new, state)
        worktree = WritableFolder(new, "the worktree")
        place = worktree.place(new / name, name)
        _copy_records(notebook, place, worktree)
        different = tuple(_different(notebook, snapshot, place.parent, worktree))
        move_worktree(notebook.absolute(), new, folder)
    except BaseException as error:
        _remove(notebook, new)
        if isinstance(error, CommandFailed | OSError):
            why = error.what if isinstance(error, CommandFailed) else (error.strerror or str(error)).lower()
            raise Unwritable(f"no worktree can be made in {folder}: {why}", _OTHER_FOLDER) from None
        raise
    return Checkout(folder, folder / name, different, tuple(_notes(state)))


def _check_commit(notebook: Path, state: GitState) -> None:
    if not has_commit(notebook.absolute(), state.commit):
        where = f" from {state.remote}" if state.remote else ""
        raise NoSuchVersion(
            f"commit {state.commit[:12]} is not in this repository", f"fetch it{where} with: git fetch --all"
        )


def _check_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unwritable(f"{folder} is there already", _OTHER_FOLDER)


def _remove_abandoned(notebook: Path, folder: Path) -> None:
    """Also from git's list of worktrees."""
    for left in abandoned(folder):
        _remove(notebook, left)
        remove(left)


def _remove(notebook: Path, worktree: Path) -> None:
    with suppress(CommandFailed):  # it was not made yet
        remove_worktree(notebook.absolute(), worktree)


def _apply(folder: Path, state: GitState) -> None:
    if not state.patch:
        return
    try:
        apply_patch(folder, patch_bytes(state))
    except CommandFailed as error:
        raise NoSuchVersion(
            f"the recorded changes do not fit commit {state.commit[:12]}: {error.what}"
        ) from None


def _copy_records(notebook: Path, place: Path, worktree: WritableFolder) -> None:
    """The notebook is not part of the patch: it goes along with its snapshot and its lock, as they are here."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = (notebook.with_suffix(suffix) for suffix in SUFFIXES.values())
    for path in (notebook, snapshot_path(notebook), *beside):
        if path.is_file():
            copy = worktree.place(place.with_name(path.name), path.name)
            copy.unlink(missing_ok=True)  # it may be a link that was committed
            shutil.copyfile(path, copy)


def _different(notebook: Path, snapshot: Snapshot, folder: Path, worktree: WritableFolder) -> Iterator[str]:
    """Modules that git did not bring, and that cannot be had elsewhere: such as one that was never committed."""
    for name, digest in snapshot.context.modules.items():
        place = located(name, folder)
        if not (place.is_file() and cached_digest(str(place))[0] == digest):
            try:
                _bring(recorded_file(notebook, snapshot, name), worktree.place(place, name))
            except ReproError:
                yield name


def _bring(file: Recorded | None, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    if file:
        recover(file, place)


def _notes(state: GitState) -> Iterator[str]:
    if state.patch_omitted:
        yield f"there were changes that are not committed, and no patch was kept: {state.patch_omitted}"
