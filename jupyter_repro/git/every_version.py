"""What all files of one kind hold, in every version: in the work tree, on every branch, and in recent commits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_repro.git.blobs import blobs
from jupyter_repro.git.commands import CommandFailed, answer

if TYPE_CHECKING:
    from git import Repo


def every_content(root: Path, ending: str, most: int) -> Iterator[bytes]:
    """The content of each file of the repository at `root` whose name ends so; the same one may come twice.

    Of all references together the `most` newest commits that changed one are looked at, besides what the references
    themselves have. Raises many kinds of errors where git is not there, or cannot look.
    """
    from git import Repo

    with Repo(root) as repository:
        ids = {*_at_tips(repository, os.fsencode(ending)), *_in_history(repository, ending, most)}
        yield from (b"".join(content) for _, content in blobs(repository, ids))
        yield from _in_work_tree(repository, root, ending)


def _pattern(ending: str) -> str:
    return f":(top,glob)**/*{ending}"


def _in_work_tree(repository: Repo, root: Path, ending: str) -> Iterator[bytes]:
    listed = answer(repository, "ls_files", "-z", "--cached", "--others", "--", _pattern(ending))
    for name in set(listed.split(b"\0")) - {b""}:
        with suppress(FileNotFoundError):
            yield (root / os.fsdecode(name)).read_bytes()


def _at_tips(repository: Repo, ending: bytes) -> Iterator[str]:
    """Blobs at the tip of each branch, tag and other reference."""
    references = answer(repository, "for_each_ref", "--format=%(objectname)").decode()
    head = _answered(repository, "rev_parse", "--verify", "--quiet", "HEAD").decode()
    for tip in {*references.split(), *head.split()}:
        # a tag may be of something else than a commit
        for entry in _answered(repository, "ls_tree", "-r", "-z", "--full-tree", tip).split(b"\0"):
            if entry.endswith(ending):
                yield entry.partition(b"\t")[0].split(b" ")[2].decode()


def _in_history(repository: Repo, ending: str, most: int) -> Iterator[str]:
    """Blobs that recent commits of all references brought or replaced."""
    options = (
        "--all",
        "--format=",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "-m",
        "-z",
        f"--max-count={most}",
    )
    for entry in answer(repository, "log", *options, "--", _pattern(ending)).split(b"\0"):
        if entry.lstrip(b"\n").startswith(b":"):
            yield from (blob.decode() for blob in entry.split(b" ")[2:4])


def _answered(repository: Repo, command: str, *arguments: str) -> bytes:
    """What git answers; nothing where it has no answer, as of HEAD where there is no commit."""
    try:
        return answer(repository, command, *arguments)
    except CommandFailed:
        return b""
