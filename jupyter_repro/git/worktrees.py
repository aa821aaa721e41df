"""Further work trees of a repository: a commit checked out beside what one works in."""

from __future__ import annotations

import tempfile
from pathlib import Path

from jupyter_repro.git.commands import CommandFailed, answer
from jupyter_repro.git.repositories import repository_of


def has_commit(file: Path, commit: str) -> bool:
    """Whether the repository that a file lies in has a commit; raises ReproError outside git."""
    with repository_of(file) as (repository, _):
        try:
            answer(repository, "cat_file", "-e", f"{commit}^{{commit}}")
        except CommandFailed:
            return False
    return True


def add_worktree(file: Path, folder: Path, commit: str) -> None:
    """Check a commit of the repository that a file lies in out into a new folder; raises CommandFailed."""
    with repository_of(file) as (repository, _):
        answer(repository, "worktree", "add", "--quiet", "--detach", str(folder), commit)


def apply_patch(folder: Path, patch: bytes) -> None:
    """Change what is checked out in `folder`; raises CommandFailed for a patch that does not fit."""
    with tempfile.NamedTemporaryFile(suffix=".patch") as file, repository_of(folder) as (worktree, _):
        file.write(patch)
        file.flush()
        answer(worktree, "apply", "--whitespace=nowarn", file.name)


def move_worktree(file: Path, folder: Path, place: Path) -> None:
    """Move a work tree to where nothing is, or an empty folder; raises CommandFailed, and OSError."""
    if place.is_dir():
        place.rmdir()  # git would move it into there
    with repository_of(file) as (repository, _):
        # by force, where git knows of one that lay there and was removed
        answer(repository, "worktree", "move", "--force", str(folder), str(place))


def remove_worktree(file: Path, folder: Path) -> None:
    """Take the folder away again, with all that is in it; raises CommandFailed."""
    with repository_of(file) as (repository, _):
        answer(repository, "worktree", "remove", "--force", str(folder))
