"""What all files of one kind hold, in every version: in the work tree, on every branch, and in recent commits."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_repro.git.blobs import blobs
from jupyter_repro.git.commands import CommandFailed, answer

if TYPE_CHECKING:
    from git import Repo


_TAGS = "refs/tags/"


@dataclass(frozen=True)
class Looked:
    """Which versions are looked at besides those of the work tree and of the tips of branches."""

    most: int
    """Newest commits of all references together that changed such a file."""
    days: int | None = None
    """Only commits of so many days; None for whatever their age."""
    tags: tuple[str, ...] = ("*",)
    """Patterns of the names of tags that count."""

    def counts(self, reference: str) -> bool:
        """Whether the tip of a reference is looked at."""
        name = reference.removeprefix(_TAGS)
        return name == reference or any(fnmatchcase(name, pattern) for pattern in self.tags)


def every_content(root: Path, ending: str, most: int) -> Iterator[bytes]:
    """The content of each file of the repository at `root` whose name ends so; the same one may come twice.

    Of all references together the `most` newest commits that changed one are looked at, besides what the references
    themselves have. Raises many kinds of errors where git is not there, or cannot look.
    """
    yield from (content for _, content in every_file(root, ending, Looked(most)))


def every_file(root: Path, ending: str, looked: Looked) -> Iterator[tuple[str, bytes]]:
    """The same with the names that each content has, as seen from the root."""
    from git import Repo

    with Repo(root) as repository:
        names: dict[str, set[str]] = defaultdict(set)
        for blob, name in (*_at_tips(repository, ending, looked), *_in_history(repository, ending, looked)):
            names[blob].add(name)
        for blob, pieces in blobs(repository, names):
            content = b"".join(pieces)
            yield from ((name, content) for name in sorted(names[blob]))
        yield from _in_work_tree(repository, root, ending)


def _pattern(ending: str) -> str:
    return f":(top,glob)**/*{ending}"


def _in_work_tree(repository: Repo, root: Path, ending: str) -> Iterator[tuple[str, bytes]]:
    listed = answer(repository, "ls_files", "-z", "--cached", "--others", "--", _pattern(ending))
    for name in map(os.fsdecode, set(listed.split(b"\0")) - {b""}):
        with suppress(FileNotFoundError):
            yield name, (root / name).read_bytes()


def _at_tips(repository: Repo, ending: str, looked: Looked) -> Iterator[tuple[str, str]]:
    """Blobs at the tip of each branch, tag and other reference, with their names."""
    for tip in _tips(repository, looked):
        # a tag may be of something else than a commit
        for entry in _answered(repository, "ls_tree", "-r", "-z", "--full-tree", tip).split(b"\0"):
            about, _, name = entry.partition(b"\t")
            if name.endswith(os.fsencode(ending)):
                yield about.split(b" ")[2].decode(), os.fsdecode(name)


def _tips(repository: Repo, looked: Looked) -> set[str]:
    listed = answer(repository, "for_each_ref", "--format=%(objectname) %(refname)").decode()
    references = (line.split(" ", 1) for line in listed.splitlines())
    head = _answered(repository, "rev_parse", "--verify", "--quiet", "HEAD").decode()
    return {*(tip for tip, name in references if looked.counts(name)), *head.split()}


def _in_history(repository: Repo, ending: str, looked: Looked) -> Iterator[tuple[str, str]]:
    """Blobs that recent commits of all references brought or replaced, with their names."""
    options = (
        "--all",
        "--format=",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "-m",
        "-z",
        f"--max-count={looked.most}",
        *([] if looked.days is None else [f"--since={looked.days}.days"]),
    )
    yield from _changes(answer(repository, "log", *options, "--", _pattern(ending)).split(b"\0"))


def _changes(entries: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Of entries that are each followed by a name, the blobs before and after."""
    blobs_of: list[str] = []
    for entry in entries:
        if entry.lstrip(b"\n").startswith(b":"):
            blobs_of = [blob.decode() for blob in entry.split(b" ")[2:4]]
        else:
            yield from ((blob, os.fsdecode(entry)) for blob in blobs_of)
            blobs_of = []


def _answered(repository: Repo, command: str, *arguments: str) -> bytes:
    """What git answers; nothing where it has no answer, as of HEAD where there is no commit."""
    try:
        return answer(repository, command, *arguments)
    except CommandFailed:
        return b""
