"""Which files git has, with exactly the content that was recorded: they need not be kept."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_repro.digest import digest_pieces
from jupyter_repro.git.blobs import blobs
from jupyter_repro.git.commands import answer
from jupyter_repro.git.wanted_content import Wanted

if TYPE_CHECKING:
    from git import Repo

_MOST_NAMED = 200
"""Paths that are put into a command; of more, the whole tree is asked for."""


def committed(files: Mapping[Path, Wanted], revisions: Sequence[str] = ("HEAD",)) -> set[Path]:
    """Those of the files that one of the revisions has with this content.

    None where there is no git, no repository, or none that can be read. What a filter of git changes on the way, as
    Git LFS does, it does not have itself.
    """
    found: set[Path] = set()
    for root, paths in _by_repository(files).items():
        for revision in revisions:
            found |= _in_revision(root, revision, {path: files[path] for path in paths - found})
    return found


def repository_root(folder: Path) -> Path | None:
    """Root of the work tree that a folder lies in; None outside of one."""
    place = Path(os.path.realpath(folder))
    return next((each for each in (place, *place.parents) if (each / ".git").exists()), None)


def _by_repository(files: Mapping[Path, Wanted]) -> dict[Path, set[Path]]:
    roots: dict[Path, Path | None] = {}
    found: dict[Path, set[Path]] = defaultdict(set)
    for path in files:
        folder = Path(os.path.realpath(path)).parent
        if folder not in roots:
            roots[folder] = repository_root(folder)
        if root := roots[folder]:
            found[root].add(path)
    return found


def _in_revision(root: Path, revision: str, files: Mapping[Path, Wanted]) -> set[Path]:
    from git import Repo

    names = {os.fsencode(os.path.realpath(path).removeprefix(f"{root}/")): path for path in files}
    try:
        with Repo(root) as repository:
            return set(_matching(repository, revision, names, files))
    except Exception:  # GitPython raises many kinds for repositories that are broken in many ways
        return set()


def _matching(
    repository: Repo, revision: str, names: Mapping[bytes, Path], files: Mapping[Path, Wanted]
) -> Iterator[Path]:
    wanted = defaultdict(list)
    for name, blob, size in _tree(repository, revision, names):
        if name in names and files[names[name]].size in {None, size}:
            wanted[blob].append(names[name])
    for blob, content in blobs(repository, wanted):
        digest = digest_pieces(content)
        yield from (path for path in wanted[blob] if digest.startswith(files[path].digest))


def _tree(repository: Repo, revision: str, names: Collection[bytes]) -> Iterator[tuple[bytes, str, int]]:
    """Name, blob and size in bytes of these files of a revision, and perhaps of others."""
    asked = names if len(names) <= _MOST_NAMED else {name.rpartition(b"/")[0] for name in names}
    # a name that begins with a colon is a name all the same
    literal = [f":(literal){os.fsdecode(name)}" for name in asked] if b"" not in asked else []
    printed = answer(repository, "ls_tree", "-r", "-l", "-z", "--full-tree", revision, "--", *literal)
    for entry in printed.split(b"\0"):
        about, _, name = entry.partition(b"\t")
        if about and about.split()[1] == b"blob":
            _, _, blob, size = about.split()
            yield name, blob.decode(), int(size)
