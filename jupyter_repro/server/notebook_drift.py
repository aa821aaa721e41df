"""What of a notebook's context is not as it was recorded now, as its page shows it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.diagnosing.actions import actions_for
from jupyter_repro.diagnosing.available_actions import available_actions
from jupyter_repro.diagnosing.data_remedies import ways_back
from jupyter_repro.diagnosing.remedies import commit_of, remedy_of
from jupyter_repro.differences.drift_now import drift_now
from jupyter_repro.git.uncommitted_files import uncommitted_files
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.server.answers import DriftAnswer, DriftedAnswer
from jupyter_repro.server.page_remedies import page_remedy
from jupyter_repro.server.result_files import result_files
from jupyter_repro.verdicts import ContextChange


def notebook_drift(file: Path, path: str, snapshot: Snapshot) -> DriftAnswer:
    """The changes that matter, each with a remedy and actions; `path` is what commands call the notebook."""
    stores = Availability(file.absolute().parent)
    origins = snapshot.context.packages.origins
    means, way_back = available_actions(file, snapshot, stores), ways_back(file, snapshot, path, stores)

    def drifted(change: ContextChange) -> DriftedAnswer:
        actions = actions_for(change.kind, change.name, means)
        data_back = way_back(change.name) if change.kind == "data" else ""
        commit = commit_of(change.name, snapshot.context.git)
        remedy = data_back or remedy_of(change, path, commit=commit, origins=origins)
        remedy = page_remedy(change.kind, remedy, actions)
        return DriftedAnswer(**msgspec.structs.asdict(change), remedy=remedy, actions=actions)

    changes = tuple(drifted(change) for change in drift_now(file, snapshot, stores))
    return DriftAnswer(changes, _uncommitted(file, snapshot))


def _uncommitted(file: Path, snapshot: Snapshot) -> tuple[str, ...]:
    files = result_files(file, snapshot)
    found = set(uncommitted_files(files.values(), file.absolute().parent))
    return tuple(name for name, place in files.items() if place in found)
