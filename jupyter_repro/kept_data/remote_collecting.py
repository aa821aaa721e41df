"""Removing from a remote what no snapshot of a project refers to any more.

Each project that copies to a remote leaves its mark there, in `projects/`: nobody knows here what another refers to.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from jupyter_repro.digest import ALGORITHM
from jupyter_repro.errors import NoSuchVersion, ReproError
from jupyter_repro.git.every_version import Looked
from jupyter_repro.git.first_commits import first_commits, is_shallow
from jupyter_repro.kept_data.collecting import Collected, removable
from jupyter_repro.kept_data.places import CHUNKED
from jupyter_repro.kept_data.presence import DIGITS
from jupyter_repro.kept_data.reading import read_chunks, read_listing
from jupyter_repro.kept_data.referred import referred_in
from jupyter_repro.kept_data.remotes import Remote

_PROJECTS = "projects"


class _Project(msgspec.Struct, frozen=True):
    """A project that copied to a remote."""

    name: str
    """Of its folder."""


class Retention(NamedTuple):
    """What stays though nobody on a branch refers to it."""

    age: timedelta
    """Objects that were written since."""
    looked: Looked
    """Commits and tags that count besides the branches."""


def note_project(root: Path, remote: Remote) -> None:
    """Leave the mark of the project at `root`, once; raises NoAccess."""
    mark = f"{_project_id(root)}.json"
    if mark not in remote.notes(_PROJECTS):
        remote.note(_PROJECTS, mark, msgspec.json.encode(_Project(root.name)))


def collect_remote(root: Path, remote: Remote, retention: Retention, *, dry_run: bool) -> Collected:
    """Remove what no snapshot of the repository at `root` refers to, on no branch and on no tag; or only tell.

    Raises ReproError where it cannot be known what is referred to, or another project copied to the remote as well, and
    NoAccess.
    """
    used = _used(root, retention.looked)
    _check_alone(root, remote)
    before = time.time() - retention.age.total_seconds()
    objects = remote.stored()
    gone = removable(objects, used, before, lambda oid: _named(oid, remote))
    if not dry_run:
        remote.remove([oid for oid in gone if len(oid) > DIGITS])  # a list never names what is gone
        remote.remove([oid for oid in gone if len(oid) == DIGITS])
    size = sum(objects[oid].size for oid in gone)
    return Collected(len(gone), size, sum(each.size for each in objects.values()) - size, ())


def _used(root: Path, looked: Looked) -> set[str]:
    if not (root / ".git").exists():
        raise ReproError(f"{root} is no git repository", "who refers to what is known of repositories only")
    if is_shallow(root):
        raise ReproError(f"{root} is a shallow clone, which lacks commits", "git fetch --unshallow")
    found = referred_in(root, looked)
    if found is None:
        raise ReproError(f"git does not tell the snapshots of {root}", "see: git fsck")
    return {digest.removeprefix(ALGORITHM) for digest in found}


def _check_alone(root: Path, remote: Remote) -> None:
    """Raise ReproError where other projects copy to the remote."""
    others = {
        name: note for name, note in remote.notes(_PROJECTS).items() if name != f"{_project_id(root)}.json"
    }
    if others:
        names = ", ".join(sorted(_project_name(note) for note in others.values()))
        raise ReproError(
            f"{remote.address} also has the data of other projects: {names}",
            "give each project a remote of its own, or take the marks of those that are gone out of projects/ there",
        )


def _project_name(note: bytes) -> str:
    with suppress(msgspec.DecodeError):
        return msgspec.json.decode(note, type=_Project).name
    return "one whose mark is damaged"


def _project_id(root: Path) -> str:
    """The same in every clone; of a folder outside of git, its own."""
    found = first_commits(root)
    return found[0] if found else f"folder-{root.name}"


def _named(oid: str, remote: Remote) -> Collection[str]:
    """Digits of what a list names; nothing where it is damaged."""
    with suppress(OSError, NoSuchVersion):
        if oid.endswith(CHUNKED):
            return [chunk.oid for chunk in read_chunks(oid[:DIGITS], (remote,))]
        return [digest.removeprefix(ALGORITHM) for digest in read_listing(oid[:DIGITS], (remote,)).values()]
    return ()
