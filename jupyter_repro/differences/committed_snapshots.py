"""The snapshots of a notebook as git's commits have them, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import msgspec

from jupyter_repro.differences.context import CHOSEN
from jupyter_repro.differences.sides import State
from jupyter_repro.differences.snapshots import between
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.moments import iso
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.git.file_commits import commits_of
from jupyter_repro.git.revisions import content_at
from jupyter_repro.pinning.environment_pins import HASH_SEED
from jupyter_repro.records.differences import GIT, ContextDifference, Difference
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.records.snapshot_log import LogEntry
from jupyter_repro.reporters.difference_words import sections, sentence
from jupyter_repro.snapshots.local_snapshots import snapshot_in, snapshot_in_file
from jupyter_repro.snapshots.snapshot_digests import snapshot_digest
from jupyter_repro.snapshots.snapshot_file import snapshot_path

MOST_NAMES = 3


@dataclass(frozen=True)
class SnapshotVersion:
    """A snapshot with where it was found."""

    when: str
    content: bytes
    commit: str = ""
    author: str = ""

    @property
    def snapshot(self) -> Snapshot:
        """What it says; raises UnreadableInput."""
        return snapshot_in(self.content, "the snapshot").snapshot


def committed_entries(notebook: Path, most: int) -> list[LogEntry]:
    """The newest snapshots, the one that is not committed first; raises ReproError where git has none and none is here.

    One that cannot be read any more is left out.
    """
    here, committed = _on_disk(snapshot_path(notebook)), _committed(snapshot_path(notebook), most + 1)
    versions = _as_one(_readable([*here, *committed]))
    entries = [
        _entry(now, changes_words(before.snapshot, now.snapshot)) for now, before in pairwise(versions)
    ]
    # the oldest that git was asked for is only what the one after it is compared with
    if versions and len(versions) <= most:
        entries.append(_entry(versions[-1], "first recorded"))
    return entries[:most]


def _as_one(versions: Sequence[SnapshotVersion]) -> Sequence[SnapshotVersion]:
    """The versions; the one here and its commit are one, and what a verification has noted since counts."""
    if len(versions) < 2 or versions[0].commit or not versions[1].commit:
        return versions
    here, committed, *rest = versions
    if snapshot_digest(here.content) != snapshot_digest(committed.content):
        return versions
    return [replace(committed, content=here.content), *rest]


def _entry(version: SnapshotVersion, changes: str) -> LogEntry:
    snapshot = version.snapshot
    return LogEntry(
        when=version.when,
        digest=snapshot_digest(version.content),
        commit=version.commit,
        author=version.author,
        seed=snapshot.context.seed,
        verified=snapshot.verified_status,
        changes=changes,
    )


def changes_words(before: Snapshot, now: Snapshot) -> str:
    """What changed, in a few words; what git says of the code is left out, for the commit stands beside it."""
    found = between(_state(before), _state(now))
    lines = [*_context_words(found), *_cell_words(found)]
    if not lines and now.verified and not before.verified:
        return "verified"
    return "; ".join(lines) or "recorded again, nothing changed"


def _context_words(found: Difference) -> Iterator[str]:
    for section in sections([change for change in found.context if _is_own_change(change, found)]):
        if section.changes and section.changes[0].section == CHOSEN:
            yield from map(sentence, section.changes[:MOST_NAMES])
        elif section.changes:
            yield f"{section.title}: {_names([change.name for change in section.changes])}"


def _is_own_change(change: ContextDifference, found: Difference) -> bool:
    """Whether it is no consequence of another: the hash seed follows the seed."""
    follows = change.name == HASH_SEED and any(each.name == "seed" for each in found.context)
    return change.section != GIT and not follows


def _cell_words(found: Difference) -> Iterator[str]:
    if ids := list(dict.fromkeys(cell.id for cell in found.cells)):
        yield counted(len(ids), "cell")


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"{', '.join(names[:MOST_NAMES])}{more}"


def _state(snapshot: Snapshot) -> State:
    return State("", snapshot.context, snapshot.cells, snapshot.canonical_form)


def _on_disk(file: Path) -> Iterator[SnapshotVersion]:
    if file.exists():
        here = snapshot_in_file(file)
        yield SnapshotVersion(here.snapshot.recorded, here.content)


def _committed(file: Path, most: int) -> Iterator[SnapshotVersion]:
    for commit in commits_of(file, most):
        try:
            content = content_at(file, commit.id)
        except ReproError:  # this commit removed it
            continue
        yield SnapshotVersion(iso(commit.moment), content, commit.id, commit.author)


def _readable(versions: Sequence[SnapshotVersion]) -> list[SnapshotVersion]:
    return [version for version in versions if _can_be_read(version)]


def _can_be_read(version: SnapshotVersion) -> bool:
    try:
        return bool(version.snapshot.notebook)
    except (ReproError, msgspec.DecodeError):
        return False
