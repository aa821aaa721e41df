"""The newest commits that changed a file, and what it held after each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.errors import ReproError
from jupyter_repro.git.commands import answer
from jupyter_repro.git.repositories import repository_of


class FileCommit(NamedTuple):
    """A commit that changed a file."""

    id: str
    moment: datetime
    """When it was committed, in UTC."""
    author: str


class FormerContent(NamedTuple):
    """What a file held after a commit."""

    commit: str
    moment: datetime
    """When it was written, in UTC: a commit may have been amended since."""
    content: bytes
    subject: str
    """The first line of the commit's message."""


def commits_of(file: Path, most: int) -> list[FileCommit]:
    """The newest that changed the file; none outside a repository, and in one without commits."""
    try:
        with repository_of(file) as (repository, name):
            options = (
                "--format=%H%x1f%ct%x1f%an",
                f"--max-count={most}",
                "HEAD",
                "--",
                f":(top,literal){name}",
            )
            printed = answer(repository, "log", *options).decode("utf-8", "replace")
    except ReproError:
        return []
    lines = (line.split("\x1f") for line in printed.splitlines())
    return [FileCommit(commit, _moment(seconds), author) for commit, seconds, author in lines]


def former_contents(file: Path, most: int) -> Iterator[FormerContent]:
    """The same with what it held, also under the names that it had before.

    Raises ReproError outside git, and where it is not in one of the commits.
    """
    with repository_of(file) as (repository, name):
        options = (f"--max-count={most}", "--follow", "--name-only", "--format=%x00%H %at %s", "--", name)
        for entry in answer(repository, "log", *options).decode("utf-8", "replace").split("\0")[1:]:
            head, *names = entry.split("\n")
            commit, seconds, subject = head.split(" ", 2)
            content = answer(repository, "show", f"{commit}:{next(filter(None, names), name)}")
            yield FormerContent(commit, _moment(seconds), content, subject)


def _moment(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
