"""What the snapshots of a project refer to: those in its work tree, on every branch, and in its recent commits.

Every digest that stands in a snapshot counts, whatever it is of: a snapshot of a newer format, or one that is damaged,
keeps its data too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_repro.git.blobs import blobs
from jupyter_repro.git.commands import answer

if TYPE_CHECKING:
    from git import Repo

MOST_COMMITS = 1000
"""Newest commits that changed a snapshot, of all branches together, that are looked at besides the branches' tips."""
_DIGEST = re.compile(rb"blake3:[0-9a-f]{16,64}")
_SNAPSHOT = b".repro.json"
_PATTERN = ":(top,glob)**/*.repro.json"


def referred_by(snapshot: Path) -> set[str] | None:
    """Digests in a snapshot outside of git, and in those beside it, for it may have been renamed.

    None where its folder is gone.
    """
    if not snapshot.parent.is_dir():
        return None
    return _digests(_contents(snapshot.parent.glob(f"*{_SNAPSHOT.decode()}")))


def referred_in(root: Path) -> set[str] | None:
    """Digests in all snapshots of the repository whose work tree begins here; None where it cannot be looked at."""
    try:
        from git import Repo

        with Repo(root) as repository:
            committed = {*_at_tips(repository), *_in_history(repository)}
            contents = (b"".join(content) for _, content in blobs(repository, committed))
            return _digests(contents) | _digests(_in_work_tree(repository, root))
    except (
        Exception
    ):  # there is no git; or one of the many kinds that GitPython raises for broken repositories
        return None


def _digests(contents: Iterable[bytes]) -> set[str]:
    return {each.decode() for content in contents for each in _DIGEST.findall(content)}


def _in_work_tree(repository: Repo, root: Path) -> Iterator[bytes]:
    listed = answer(repository, "ls_files", "-z", "--cached", "--others", "--", _PATTERN)
    yield from _contents(root / os.fsdecode(name) for name in set(listed.split(b"\0")) - {b""})


def _contents(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        with suppress(FileNotFoundError):
            yield path.read_bytes()


def _at_tips(repository: Repo) -> Iterator[str]:
    """Blobs of the snapshots at the tip of each branch, tag and other reference."""
    told = answer(repository, "for_each_ref", "--format=%(objectname)").decode()
    head = _answered(repository, "rev_parse", "--verify", "--quiet", "HEAD").decode()
    for tip in {*told.split(), *head.split()}:
        # a tag may be of something else than a commit
        for entry in _answered(repository, "ls_tree", "-r", "-z", "--full-tree", tip).split(b"\0"):
            if entry.endswith(_SNAPSHOT):
                yield entry.partition(b"\t")[0].split(b" ")[2].decode()


def _in_history(repository: Repo) -> Iterator[str]:
    """Blobs that recent commits of all references brought or replaced."""
    most = f"--max-count={MOST_COMMITS}"
    options = ("--all", "--format=", "--raw", "--no-abbrev", "--no-renames", "-m", "-z", most)
    for entry in answer(repository, "log", *options, "--", _PATTERN).split(b"\0"):
        if entry.lstrip(b"\n").startswith(b":"):
            yield from (blob.decode() for blob in entry.split(b" ")[2:4])


def _answered(repository: Repo, command: str, *arguments: str) -> bytes:
    """What git answers; nothing where it has no answer, as of HEAD where there is no commit."""
    from git import GitCommandError

    try:
        return answer(repository, command, *arguments)
    except GitCommandError:
        return b""
