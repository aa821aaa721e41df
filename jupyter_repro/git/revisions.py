"""Files as a git revision has them, read without touching the work tree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.git.commands import CommandFailed, answer
from jupyter_repro.git.repositories import repository_of

if TYPE_CHECKING:
    from git import Repo

_WITHOUT = "leave out --rev, or name two snapshots"


class NotInRevision(ReproError):
    """A file that a revision does not have."""


def content_at(file: Path, revision: str, outside: str = _WITHOUT) -> bytes:
    """Bytes of a file, which need not be on the disk any more, at a revision of the repository it lies in.

    Raises ReproError outside git, with the remedy `outside`, and for an unknown revision; NotInRevision for one that
    does not have the file.
    """
    with repository_of(file, outside) as (repository, name):
        commit = commit_of(repository, revision)
        return _blob(repository, commit, name, f"{file} is not in git's revision {revision!r}", file)


def commit_of(repository: Repo, revision: str) -> str:
    """The commit that a revision names; raises ReproError for one that git does not know."""
    options = ("--verify", "--quiet", "--end-of-options")
    try:
        printed = answer(repository, "rev_parse", *options, f"{revision}^{{commit}}")
    except CommandFailed:
        raise ReproError(
            f"git does not know the revision {revision!r}", "see: git log --oneline --all"
        ) from None
    return printed.decode().strip()


def _blob(repository: Repo, commit: str, name: str, missing: str, file: Path) -> bytes:
    try:
        return answer(repository, "cat_file", "blob", f"{commit}:{name}")
    except CommandFailed:
        raise NotInRevision(missing, f"see: git log --oneline -- {shell_word(file)}") from None
