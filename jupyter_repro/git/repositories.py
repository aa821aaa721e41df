"""Which git repository a file lies in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jupyter_repro.errors import ReproError

if TYPE_CHECKING:
    from git import Repo


class Location(NamedTuple):
    """Where git has a file."""

    root: Path
    """Of the work tree."""
    name: str
    """As seen from it."""


def location_of(file: Path) -> Location:
    """The work tree that a file lies in, and its name there; raises ReproError outside git."""
    with repository_of(file) as (repository, name):
        return Location(Path(str(repository.working_tree_dir)), name)


@contextmanager
def repository_of(file: Path, remedy: str = "") -> Iterator[tuple[Repo, str]]:
    """The repository that a file lies in, and its name there; its folder need not be on the disk any more.

    Raises ReproError outside git, with the remedy.
    """
    is_top = (file / ".git").exists()
    place = file.absolute() if is_top else _existing(file.absolute().parent)
    with _repository(place.resolve(), file, remedy) as repository:
        root = Path(str(repository.working_tree_dir)).resolve()
        yield repository, (place.resolve() / file.absolute().relative_to(place)).relative_to(root).as_posix()


def _existing(folder: Path) -> Path:
    return folder if folder.is_dir() else _existing(folder.parent)


def _repository(place: Path, file: Path, remedy: str) -> Repo:
    try:
        from git import InvalidGitRepositoryError, Repo
    except ImportError:  # GitPython looks for the program when it is imported
        raise ReproError("git is not installed", remedy) from None
    try:
        repository = Repo(place, search_parent_directories=True)
    except InvalidGitRepositoryError:
        raise ReproError(f"{file} is in no git repository", remedy) from None
    if repository.bare:
        raise ReproError(f"{file} is in a git repository without a work tree", "clone it")
    return repository
