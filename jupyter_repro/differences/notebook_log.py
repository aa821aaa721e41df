"""The log of a notebook: git's commits of its snapshot, and the runs that its tracker has of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from jupyter_repro.differences.committed_snapshots import committed_entries
from jupyter_repro.errors import ReproError
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.records.snapshot_log import LogEntry, SnapshotLog
from jupyter_repro.records.tracked_run import (
    NOT_VERIFIED,
    NOTEBOOK,
    PARENT,
    SNAPSHOT,
    VERIFIED,
    VERIFIED_IN,
    Destination,
    LoggedRun,
)
from jupyter_repro.records.verifications import AS_RECORDED, Verification, verifications_in
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.trackers.destinations import tracker_of
from jupyter_repro.trackers.names import notebook_name
from jupyter_repro.trackers.stored_files import read_files
from jupyter_repro.tracking.tracked_snapshots import destination_to_ask

_SWEEP = "repro.sweep"


def notebook_log(notebook: Path, most: int, track: str = "", *, history: bool = False) -> SnapshotLog:
    """The newest entries; a tracker that cannot be asked is reported in a note.

    `track` is its address, in place of the one that the notebook or the settings name. With `history` each run tells
    all its verifications. Raises ReproError where neither git nor a tracker nor the disk knows a snapshot of it.
    """
    entries = committed_entries(notebook, most)
    runs: list[LoggedRun] = []
    notes: tuple[str, ...] = ()
    try:
        runs = _runs(notebook, track)
    except ReproError as error:
        notes = (f"its tracker was not asked: {error.what}",)
    merged = with_runs(entries, runs)
    if not merged and not notes:
        raise ReproError(
            f"{notebook} has no snapshot, here, in git or in a tracker",
            f"record one with: jupyter repro snapshot {shell_word(notebook)}",
        )
    newest = sorted(merged, key=lambda entry: entry.when, reverse=True)[:most]
    if history:
        newest, unread = _with_history(newest, notebook, track)
        notes = (*notes, *unread)
    return SnapshotLog(notebook=str(notebook), entries=tuple(newest), notes=notes)


def with_runs(entries: Sequence[LogEntry], runs: Sequence[LoggedRun]) -> list[LogEntry]:
    """The entries, each with the run of the same snapshot, then those runs that no entry has.

    Of commits of the same snapshot, which differ by a verification, the newest has the run. A run without a snapshot,
    such as one that the notebook began while it was verified, is no row.
    """
    left = {run.tags[SNAPSHOT]: run for run in runs if SNAPSHOT in run.tags and PARENT not in run.tags}
    merged = []
    for entry in entries:
        run = left.pop(entry.digest, None)
        merged.append(_with_run(entry, run) if run else entry)
    return [*merged, *map(_of_run, left.values())]


def _with_run(entry: LogEntry, run: LoggedRun) -> LogEntry:
    verified = _verified(run) or entry.verified
    return msgspec.structs.replace(
        entry, run=run.id, metrics=run.all_metrics, verified=verified, verified_in=_circumstances(run)
    )


def _of_run(run: LoggedRun) -> LogEntry:
    sweep = run.tags.get(_SWEEP, "")
    return LogEntry(
        when=run.tags.get("repro.recorded", run.started),
        digest=run.tags.get(SNAPSHOT, ""),
        seed=run.tags.get("repro.seed"),
        verified=_verified(run),
        verified_in=_circumstances(run),
        changes=f"sweep, {sweep}" if sweep else "",
        run=run.id,
        metrics=run.all_metrics,
    )


def _verified(run: LoggedRun) -> str:
    status = run.tags.get(VERIFIED, "")
    return "" if status == NOT_VERIFIED else status


def _circumstances(run: LoggedRun) -> str:
    said = run.tags.get(VERIFIED_IN, "")
    return "" if said == AS_RECORDED else said


def _runs(notebook: Path, track: str) -> list[LoggedRun]:
    """Those of the notebook, the newest first; none where it names no tracker."""
    destination = _destination(notebook, track)
    if destination is None:
        return []
    return list(tracker_of(destination).runs(destination, {NOTEBOOK: notebook_name(notebook)}))


def _destination(notebook: Path, track: str) -> Destination | None:
    if not (notebook.exists() or snapshot_path(notebook).exists()):
        return None
    return destination_to_ask(notebook, read_notebook(notebook), track)


# every verification of a run


def _with_history(
    entries: Sequence[LogEntry], notebook: Path, track: str
) -> tuple[list[LogEntry], tuple[str, ...]]:
    """The entries, each with the verifications of its run; and what of them could not be read."""
    destination, known, unread = _destination(notebook, track), [], []
    for entry in entries:
        try:
            found = _history(destination, entry.run) if destination and entry.run else []
            known.append(msgspec.structs.replace(entry, verifications=tuple(found)))
        except ReproError as error:
            known.append(entry)
            unread.append(f"the verifications of run {entry.run} are not known: {error.what}")
    return known, tuple(unread)


def _history(destination: Destination, run: str) -> list[Verification]:
    with scratch_folder() as scratch:
        folder = Path(scratch)
        tracker_of(destination).files(destination, run, folder)
        return verifications_in(read_files(folder))
