"""What of a verdict only the machine can say that the project is from: the state of git, and how to have data back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from jupyter_repro.collectors.git import GitCollector
from jupyter_repro.diagnosing.data_remedies import known_ways_back
from jupyter_repro.records.data_use import DataUse
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.taking_snapshots.assembly import NotebookSite
from jupyter_repro.verdicts import Cause, ContextChange, Verdict


def as_of_the_original(verdict: Verdict, snapshot: Snapshot) -> Verdict:
    """The verdict on a copy, with what is so of the notebook itself."""
    way_back = known_ways_back(verdict.path, snapshot)

    def restated(cause: Cause) -> Cause:
        remedy = way_back(cause.name).unless_said(cause.what) if cause.kind == "data" and cause.name else ""
        return msgspec.structs.replace(cause, remedy=remedy) if remedy else cause

    return msgspec.structs.replace(
        verdict,
        cells=tuple(
            msgspec.structs.replace(cell, causes=tuple(map(restated, cell.causes))) for cell in verdict.cells
        ),
        context_changes=tuple(_changes(verdict, snapshot)),
    )


def _changes(verdict: Verdict, snapshot: Snapshot) -> Iterator[ContextChange]:
    """The changes, with those of the repository in place of what is said of a copy, which lies in none."""
    collector, path = GitCollector(), Path(verdict.path)
    in_none = {*collector.changes(snapshot.context.git, None)}
    for change in verdict.context_changes:
        if change in in_none:
            found = collector.collect(NotebookSite(path.parent.absolute(), path, os.environ, DataUse()))
            yield from collector.changes(snapshot.context.git, found)
        else:
            yield change
