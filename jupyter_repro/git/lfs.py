"""Git-LFS: files whose content git keeps elsewhere, and stores a pointer to.

Source of the form of pointers: the Git LFS specification, version 1.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from git import Repo

LONGEST = 1024
"""Bytes: no pointer is longer."""

_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\nsize (\d+)\n"
)


class Pointer(NamedTuple):
    """What stands in git for a file of LFS."""

    oid: str
    """SHA-256 of the content."""
    size: int
    """Bytes of it."""
    text: bytes


def pointer_of(content: bytes) -> Pointer | None:
    """The pointer that a committed file is; None for a file that is its own content."""
    found = _POINTER.match(content) if len(content) <= LONGEST else None
    return Pointer(found[1].decode(), int(found[2]), content) if found else None


def object_here(repository: Repo, pointer: Pointer) -> Path | None:
    """The file of this machine that holds the content; None where it was not fetched."""
    place = Path(repository.common_dir, "lfs", "objects", pointer.oid[:2], pointer.oid[2:4], pointer.oid)
    return place if place.is_file() and place.stat().st_size == pointer.size else None


def download(repository: Repo, pointer: Pointer) -> Path | None:
    """The same, after `git lfs` was asked for it where it is installed: it keeps what it gets."""
    if not shutil.which("git-lfs"):
        return None
    # it writes the content to its output as well, which nobody needs twice
    subprocess.run(
        ["git", "lfs", "smudge"],  # noqa: S607  git is found as git itself is
        cwd=repository.working_tree_dir,
        input=pointer.text,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return object_here(repository, pointer)
