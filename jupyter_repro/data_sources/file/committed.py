"""What git has of a file or folder that lies in a plain path and is not there any more as it is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from jupyter_repro.digest import Digest
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.git.history import Commit, History, history_of

MOST_COMMITS = 200
"""Of a file's history in which a digest is looked for."""


@dataclass(frozen=True)
class Committed:
    """A version that git has."""

    commit: Commit
    digest: Digest
    size: int


def committed(path: Path, wish: Wish) -> Committed | None:
    """The newest version as of the wish's moment, or the one whose content has the wish's digest, or begins so.

    None where git has none, is not there, or is not to be asked.
    """
    with suppress(ReproError, ImportError), history_of(path) as history:
        if wish.version:
            return next((each for each in _versions(history) if each.digest.startswith(wish.version)), None)
        commit = history.as_of(wish.asof) if wish.asof else None
        return Committed(commit, *history.content_of(commit.id)) if commit else None
    return None


def first_committed(path: Path, wish: Wish) -> Commit | None:
    """The oldest version that git has, where that is younger than the wish's moment; None otherwise."""
    with suppress(ReproError, ImportError), history_of(path) as history:
        *_, first = [None, *history.commits()]
        return first if first and wish.asof and first.moment > wish.asof else None
    return None


def write_committed(path: Path, version: Committed, into: Path) -> None:
    """Write what the version holds."""
    with history_of(path) as history:
        history.write(version.commit.id, into)


def _versions(history: History) -> Iterator[Committed]:
    """Each different content, the newest first."""
    seen = set()
    for commit in islice(history.commits(), MOST_COMMITS):
        held = history.object_of(commit.id)
        if held not in seen:
            seen.add(held)
            with suppress(ReproError):  # an object of LFS that is not here
                yield Committed(commit, *history.content_of(commit.id))
