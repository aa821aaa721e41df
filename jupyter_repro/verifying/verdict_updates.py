"""Telling trackers what a verification found of the notebooks that were published in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.addresses.tracker_addresses import tracker_address
from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.records.tracked_run import OwnRun
from jupyter_repro.records.verifications import verification_file
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.snapshots.stored_snapshots import required_snapshot
from jupyter_repro.trackers.destinations import destination_of
from jupyter_repro.trackers.names import run_id
from jupyter_repro.tracking.chosen_addresses import chosen_address
from jupyter_repro.tracking.outbox import Amendment, put
from jupyter_repro.tracking.published_places import published
from jupyter_repro.tracking.run_files import verdict_files
from jupyter_repro.tracking.sending import send
from jupyter_repro.tracking.sent_words import RETRY
from jupyter_repro.tracking.verification_record import verification_of, verification_tags
from jupyter_repro.trust.trusted_projects import is_trusted
from jupyter_repro.verdicts import Verdict, Verdicts


def update_trackers(verdicts: Verdicts) -> Verdicts:
    """The verdicts, after the trackers that their notebooks are published in were reported of them.

    Where that fails it is kept to be sent later, and a note of the verdict says so.
    """
    lines = _updated(verdicts.notebooks)
    return msgspec.structs.replace(verdicts, notebooks=lines) if lines != verdicts.notebooks else verdicts


def update_tracker(verdict: Verdict) -> Verdict:
    """As `update_trackers`, of one verdict."""
    return _updated([verdict])[0]


def _updated(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    files: dict[Path, int] = {}
    notes: dict[int, str] = {}
    for number, verdict in enumerate(verdicts):
        try:
            if item := _amendment(verdict):
                files[put(item)] = number
        except ReproError as error:
            remedy = f"; {error.remedy}" if error.remedy else ""
            notes[number] = f"the verdict was not sent to its tracker: {error.what}{remedy}"
    for answer in send(list(files)) if files else ():
        if answer.what:
            later = f"{answer.what}; it is kept, and sent with: {RETRY}"
            notes[files[Path(answer.file)]] = f"the verdict was not sent to its tracker: {later}"
    return tuple(_with_note(verdict, notes.get(number, "")) for number, verdict in enumerate(verdicts))


def _with_note(verdict: Verdict, note: str) -> Verdict:
    return msgspec.structs.replace(verdict, notes=(*verdict.notes, note)) if note else verdict


def _amendment(verdict: Verdict) -> Amendment | None:
    """What a tracker is to be reported of a verdict; None where the notebook has no snapshot or no tracker.

    The tracker is the one that the notebook or the settings name, else where the snapshot was published by hand.
    """
    path = Path(verdict.path)
    if verdict.unchanged_since:  # nothing was verified now
        return None
    if is_remote(verdict.path) or path.suffix != ".ipynb" or not snapshot_path(path).exists():
        return None
    stored = required_snapshot(path)
    digest = stored.digest
    known = published(run_id(digest))
    if address := chosen_address(path, read_notebook(path)):
        destination = destination_of(address, path, _believed(stored.snapshot.runs, path))
    elif known:
        destination = known.destination
    else:
        return None
    found = verification_of(verdict, path, stored.snapshot, known)
    files = {**verdict_files(verdict), **verification_file(found)}
    return Amendment(destination, digest, verification_tags(found), files, found.id, found.notebook)


def _believed(runs: Sequence[OwnRun], notebook: Path) -> list[OwnRun]:
    """The runs of a snapshot that may say where the notebook's tracker is: a snapshot may be a stranger's."""
    trusted = is_trusted(notebook.absolute().parent)
    return [run for run in runs if trusted or tracker_address(run.address).stays_in_project]
