"""The snapshots of a notebook over time: as git has them, and as its tracker does."""

from __future__ import annotations

import msgspec


class LogEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One snapshot, as a commit or a run has it, or both."""

    when: str
    """Of the commit, else of the run or the recording, as an ISO 8601 time stamp in UTC."""
    digest: str
    """Of the snapshot as it was recorded."""
    commit: str = ""
    """That changed the snapshot's file; "" where none did."""
    author: str = ""
    seed: int | str | None = None
    verified: str = ""
    """Status of its verification; "" where there was none."""
    changes: str = ""
    """What is other than in the snapshot before, in a few words."""
    run: str = ""
    """Id in the tracker; "" where it is not there."""
    metrics: dict[str, float] = {}


class SnapshotLog(msgspec.Struct, frozen=True, kw_only=True):
    """The newest first."""

    notebook: str
    entries: tuple[LogEntry, ...] = ()
    notes: tuple[str, ...] = ()
    """What could not be asked, a sentence each."""
