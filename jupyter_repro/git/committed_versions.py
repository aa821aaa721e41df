"""Versions of a file that git has: which of them has a digest that was recorded, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_repro.digest import digest_pieces
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.moments import iso
from jupyter_repro.git.commands import CommandFailed, answer, pieces
from jupyter_repro.git.repositories import repository_of
from jupyter_repro.git.wanted_content import Wanted

if TYPE_CHECKING:
    from git import Repo

MOST_COMMITS = 50
"""Of a file's history that are looked at."""


@dataclass(frozen=True)
class Version:
    """A file as one commit has it."""

    file: Path
    commit: str
    blob: str


def version_with(file: Path, wanted: Wanted, first: Sequence[str] = ()) -> Version | None:
    """The committed version of a file that is what was recorded; None where git has none, or is not there.

    Looked at are the commits `first`, then HEAD, then the newest MOST_COMMITS that changed the file.
    """
    try:
        with repository_of(file) as (repository, name):
            for blob, commit in _versions(repository, name, first):
                if _is(repository, blob, wanted):
                    return Version(file, commit, blob)
    except (ReproError, ValueError):  # ValueError: the file lies outside the work tree
        pass
    return None


@dataclass(frozen=True)
class Dated:
    """A version of a file that git has, and when it was committed, as an ISO 8601 time stamp in UTC."""

    commit: str
    time: str


def nearest_version(file: Path, moment: str) -> Dated | None:
    """The committed version that was current at a moment (ISO 8601, in UTC), else the first after it; None for none."""
    try:
        with repository_of(file) as (repository, name):
            here = f":(top,literal){name}"
            options = ("--format=%H %cI", "--diff-filter=AM", f"--max-count={MOST_COMMITS}")
            lines = _answer(repository, "log", *options, "HEAD", "--", here).splitlines()
    except (ReproError, ValueError):
        return None
    dated = [Dated(commit, iso(datetime.fromisoformat(time))) for commit, time in map(str.split, lines)]
    return next((each for each in dated if each.time <= moment), dated[-1] if dated else None)


def content_of(version: Version) -> Iterator[bytes]:
    """Its bytes, piece by piece."""
    with repository_of(version.file) as (repository, _):
        yield from pieces(repository, "cat_file", "blob", version.blob)


def _versions(repository: Repo, name: str, first: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Blob and commit of each different version, the likeliest first."""
    seen = set()
    for commit in _commits(repository, name, first):
        blob = _answer(repository, "rev_parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{name}")
        if blob and blob not in seen:
            seen.add(blob)
            yield blob, commit


def _commits(repository: Repo, name: str, first: Sequence[str]) -> Iterator[str]:
    for each in (*first, "HEAD"):
        if commit := _answer(
            repository, "rev_parse", "--verify", "--quiet", "--end-of-options", f"{each}^{{commit}}"
        ):
            yield commit
    # a name that begins with a colon, or holds a star, is a name all the same
    most, here = f"--max-count={MOST_COMMITS}", f":(top,literal){name}"
    yield from _answer(repository, "rev_list", most, "HEAD", "--", here).split()


def _is(repository: Repo, blob: str, wanted: Wanted) -> bool:
    if _answer(repository, "cat_file", "-t", blob) != "blob":
        return False
    if wanted.size is not None and _answer(repository, "cat_file", "-s", blob) != str(wanted.size):
        return False
    return digest_pieces(pieces(repository, "cat_file", "blob", blob)).startswith(wanted.digest)


def _answer(repository: Repo, command: str, *arguments: str) -> str:
    """What git answers; nothing where it has no answer."""
    try:
        return answer(repository, command, *arguments).decode().strip()
    except CommandFailed:
        return ""
