"""What the snapshots of a project refer to: those in its work tree, on every branch, and in its recent commits.

Every digest that stands in a snapshot counts, whatever it is of: a snapshot of a newer format, or one that is damaged,
keeps its data too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from jupyter_repro.git.every_version import Looked, every_file

MOST_COMMITS = 1000
"""Newest commits that changed a snapshot, of all branches together, that are looked at besides the branches' tips."""
_DIGEST = re.compile(rb"blake3:[0-9a-f]{16,64}")
_LOCKS = (".pylock.toml", ".requirements.txt")
_ENDINGS = (".repro.json", *_LOCKS)
"""Of snapshots, and of locks, which name wheels."""


def referred_by(snapshot: Path) -> set[str] | None:
    """Digests in a snapshot outside of git, in its lock, and in those beside it, for it may have been renamed.

    None where its folder is gone.
    """
    if not snapshot.parent.is_dir():
        return None
    return _digests(_contents(path for each in _ENDINGS for path in snapshot.parent.glob(f"*{each}")))


def referred_in(root: Path, looked: Looked | None = None) -> set[str] | None:
    """Digests in all snapshots of the repository whose work tree begins here; None where it cannot be looked at."""
    looked = looked or Looked(MOST_COMMITS)
    try:
        return _digests(content for ending in _ENDINGS for _, content in every_file(root, ending, looked))
    except (
        Exception
    ):  # there is no git; or one of the many kinds that GitPython raises for broken repositories
        return None


def wheels_in(root: Path) -> set[str]:
    """Digests in all locks of the repository, as far as they are of wheels; none where it cannot be looked at."""
    try:
        locks = [
            content for ending in _LOCKS for _, content in every_file(root, ending, Looked(MOST_COMMITS))
        ]
    except Exception:  # as above
        return set()
    return _digests(locks)


def _digests(contents: Iterable[bytes]) -> set[str]:
    return {each for content in contents for each in digests_in(content)}


def digests_in(content: bytes) -> set[str]:
    """Digests that stand in a snapshot or a lock, or their beginnings."""
    return {each.decode() for each in _DIGEST.findall(content)}


def _contents(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        with suppress(FileNotFoundError):
            yield path.read_bytes()
