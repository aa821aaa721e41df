"""What the snapshots of a project refer to: those in its work tree, on every branch, and in its recent commits.

Every digest that stands in a snapshot counts, whatever it is of: a snapshot of a newer format, or one that is damaged,
keeps its data too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from jupyter_repro.git.every_version import every_content

MOST_COMMITS = 1000
"""Newest commits that changed a snapshot, of all branches together, that are looked at besides the branches' tips."""
_DIGEST = re.compile(rb"blake3:[0-9a-f]{16,64}")
_ENDINGS = (".repro.json", ".pylock.toml", ".requirements.txt")
"""Of snapshots, and of locks, which name wheels."""


def referred_by(snapshot: Path) -> set[str] | None:
    """Digests in a snapshot outside of git, in its lock, and in those beside it, for it may have been renamed.

    None where its folder is gone.
    """
    if not snapshot.parent.is_dir():
        return None
    return _digests(_contents(path for each in _ENDINGS for path in snapshot.parent.glob(f"*{each}")))


def referred_in(root: Path) -> set[str] | None:
    """Digests in all snapshots of the repository whose work tree begins here; None where it cannot be looked at."""
    try:
        return _digests(
            content for ending in _ENDINGS for content in every_content(root, ending, MOST_COMMITS)
        )
    except (
        Exception
    ):  # there is no git; or one of the many kinds that GitPython raises for broken repositories
        return None


def _digests(contents: Iterable[bytes]) -> set[str]:
    return {each.decode() for content in contents for each in _DIGEST.findall(content)}


def _contents(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        with suppress(FileNotFoundError):
            yield path.read_bytes()
