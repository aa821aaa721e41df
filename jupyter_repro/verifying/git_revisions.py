"""Files as a git revision has them, read without touching the work tree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_repro.errors import ReproError
from jupyter_repro.git_commands import answer

if TYPE_CHECKING:
    from git import Repo


def content_at(file: Path, revision: str) -> bytes:
    """Bytes of a file, which need not be on the disk any more, at a revision of the repository it lies in.

    Raises ReproError outside git, for an unknown revision, and for one that does not have the file.
    """
    with repository_of(file) as (repository, name):
        commit = _commit(repository, revision)
        return _blob(repository, commit, name, f"{file} is not in git's revision {revision!r}", file)


@contextmanager
def repository_of(file: Path) -> Iterator[tuple[Repo, str]]:
    """The repository that a file lies in, and its name there; its folder need not be on the disk any more.

    Raises ReproError outside git.
    """
    place = _existing(file.absolute().parent)
    with _repository(place.resolve(), file) as repository:
        root = Path(str(repository.working_tree_dir)).resolve()
        yield repository, (place.resolve() / file.absolute().relative_to(place)).relative_to(root).as_posix()


def _existing(folder: Path) -> Path:
    return folder if folder.is_dir() else _existing(folder.parent)


def _repository(place: Path, file: Path) -> Repo:
    try:
        from git import InvalidGitRepositoryError, Repo
    except ImportError:  # GitPython looks for the program when it is imported
        raise ReproError("git is not installed", "leave out --rev, or name two snapshots") from None
    try:
        repository = Repo(place, search_parent_directories=True)
    except InvalidGitRepositoryError:
        raise ReproError(
            f"{file} is in no git repository", "leave out --rev, or name two snapshots"
        ) from None
    if repository.bare:
        raise ReproError(f"{file} is in a git repository without a work tree", "clone it")
    return repository


def _commit(repository: Repo, revision: str) -> str:
    from git import GitCommandError

    options = ("--verify", "--quiet", "--end-of-options")
    try:
        told = answer(repository, "rev_parse", *options, f"{revision}^{{commit}}")
    except GitCommandError as error:
        if "dubious ownership" in str(error.stderr):
            raise ReproError(
                "git does not trust the repository, which belongs to somebody else",
                "see: git help config, safe.directory",
            ) from None
        raise ReproError(
            f"git does not know the revision {revision!r}", "see: git log --oneline --all"
        ) from None
    return told.decode().strip()


def _blob(repository: Repo, commit: str, name: str, missing: str, file: Path) -> bytes:
    from git import GitCommandError

    try:
        return answer(repository, "cat_file", "blob", f"{commit}:{name}")
    except GitCommandError:
        raise ReproError(missing, f"see: git log --oneline -- {file}") from None
