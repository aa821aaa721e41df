"""What can be done for one notebook by one click."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.diagnosing.actions import AvailableActions
from jupyter_repro.errors import ReproError
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.recovery.sources import recorded_file, source_of

MOST_ASKED = 50
"""Files that are looked for: of a folder with thousands that changed, nobody restores one after the other."""


def available_actions(
    notebook: Path, snapshot: Snapshot | None, stores: Availability | None = None
) -> AvailableActions:
    """The actions for a notebook; without a snapshot nothing was pinned, and nothing can be restored."""
    if snapshot is None:
        return AvailableActions(pinned=False, restorable=lambda _name: False)
    asked = iter(range(MOST_ASKED))

    @cache
    def restorable(name: str) -> bool:
        try:
            file = recorded_file(notebook, snapshot, name)
            return file is not None and next(asked, None) is not None and bool(source_of(file, stores))
        except ReproError:
            return False

    return AvailableActions(snapshot.context.seed is not None, restorable)
