"""The snapshots of a notebook over time: as git has them, and as its tracker does."""

from __future__ import annotations

import msgspec

from jupyter_repro.records.verifications import Verification


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
    """Status of its last verification; "" where there was none."""
    verified_in: str = ""
    """In which way what was verified then was not what had been recorded; "" where it was, or nobody knows."""
    verifications: tuple[Verification, ...] = ()
    """All that the run's history tells, the newest first, where it was asked for."""
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
