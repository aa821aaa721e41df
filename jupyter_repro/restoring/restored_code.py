"""The recorded code: the recorded commit with the changes that were not committed, in a new worktree."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.environments.lock_file import SUFFIXES, lock_path
from jupyter_repro.environments.project_lock import find_project_lock, has_project_lock
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
from jupyter_repro.restoring.drafts import OTHER_FOLDER, Draft, check_free
from jupyter_repro.snapshots.snapshot_file import snapshot_path


@contextmanager
def drafted_worktree(notebook: Path, snapshot: Snapshot, into: Path | None = None) -> Iterator[Draft]:
    """The recorded commit with its patch in a new worktree, by default beside the repository, to be filled.

    It gets its name when the block ends without an error. Raises NoSuchVersion where git does not have the commit,
    ReproError outside git and where the snapshot names no commit, and Unwritable where something lies in the way.
    """
    state = _commit_of(notebook, snapshot)
    root, name = location_of(notebook.absolute())
    _check_commit(notebook, state)
    folder = (into or root.with_name(f"{root.name}-{state.commit[:7]}")).absolute()
    check_free(folder)
    new = unused_name(folder.parent)
    try:
        _remove_abandoned(notebook, folder.parent)
        add_worktree(notebook.absolute(), new, state.commit)
        _apply(new, state)
        worktree = WritableFolder(new, "the worktree")
        worktree.place(new / name, name)
        yield Draft(Path(name), worktree, folder)
        move_worktree(notebook.absolute(), new, folder)
    except BaseException as error:
        _remove(notebook, new)
        if isinstance(error, CommandFailed | OSError):
            why = error.what if isinstance(error, CommandFailed) else (error.strerror or str(error)).lower()
            raise Unwritable(f"no worktree can be made in {folder}: {why}", OTHER_FOLDER) from None
        raise


def _commit_of(notebook: Path, snapshot: Snapshot) -> GitState:
    state = snapshot.context.git
    if state is None or not state.commit:
        when = "before the repository's first commit" if state else "without git"
        raise ReproError(
            f"the snapshot of {notebook.name} names no commit: it was recorded {when}",
            f"commit the code, and record it again: jupyter repro snapshot {shell_word(notebook)}",
        )
    return state


def is_in_git(notebook: Path, snapshot: Snapshot) -> bool:
    """Whether the repository that a notebook lies in, or lay, has the recorded commit."""
    state = snapshot.context.git
    with suppress(ReproError):
        return bool(state and state.commit) and has_commit(notebook.absolute(), state.commit if state else "")
    return False


def _check_commit(notebook: Path, state: GitState) -> None:
    if not has_commit(notebook.absolute(), state.commit):
        where = f" from {state.remote}" if state.remote else ""
        raise NoSuchVersion(
            f"commit {state.commit[:12]} is not in this repository", f"fetch it{where} with: git fetch --all"
        )


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


def copy_records(notebook: Path, draft: Draft) -> None:
    """The notebook is not part of the patch: it goes along with its snapshot and its lock, as they are here."""
    draft.notebook.parent.mkdir(parents=True, exist_ok=True)
    beside = (lock_path(notebook, form) for form in SUFFIXES)
    own = {path.name: path for path in (notebook, snapshot_path(notebook), *beside) if path.is_file()}
    for name, path in {**_project_lock(notebook), **own}.items():
        copy = draft.within.place(draft.notebook.with_name(name), name)
        copy.unlink(missing_ok=True)  # it may be a link that was committed
        shutil.copyfile(path, copy)


def _project_lock(notebook: Path) -> dict[str, Path]:
    """The lock of the notebook's project, by the name of one of its own."""
    with suppress(ReproError):  # without it, everything else comes back
        if has_project_lock(notebook) and (lock := find_project_lock(notebook)):
            return {lock_path(notebook, lock.form).name: lock.path}
    return {}


def different_modules(notebook: Path, snapshot: Snapshot, draft: Draft) -> Iterator[str]:
    """Modules that git did not bring, and that are not available elsewhere: such as one that was never committed."""
    for name, digest in snapshot.context.modules.items():
        place = located(name, draft.notebook.parent)
        if not (place.is_file() and cached_digest(str(place))[0] == digest):
            try:
                _bring(recorded_file(notebook, snapshot, name), draft.within.place(place, name))
            except ReproError:
                yield name


def _bring(file: Recorded | None, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    if file:
        recover(file, place)


def notes(snapshot: Snapshot) -> Iterator[str]:
    """What of the code is not there, in words."""
    state = snapshot.context.git
    if state and state.patch_omitted:
        yield f"there were changes that are not committed, and no patch was kept: {state.patch_omitted}"


def removal_line(folder: Path) -> str:
    """How to take the worktree away again."""
    return f"  and take it away with: git worktree remove --force {shell_word(folder)}"
