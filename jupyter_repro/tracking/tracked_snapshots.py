"""Snapshots as a tracker holds them: found by a run's id, by a model, or by their digest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.errors import NoSuchData, ReproError
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.records.tracked_run import SNAPSHOT, Destination, LoggedRun
from jupyter_repro.snapshots.local_snapshots import snapshot_in_file
from jupyter_repro.trackers.destinations import destination_of, tracker_of
from jupyter_repro.tracking.chosen_addresses import chosen_address
from jupyter_repro.tracking.published_places import last_destination

_MODEL = "models:/"
_BEGINNING = re.compile(r"[0-9a-f]{7,31}")
"""As much of an id as `jupyter repro log` shows, or git would."""
NO_TRACKER = (
    'name one in the notebook, %repro track mlflow: for instance, or in the settings: track = "mlflow:"'
)


@dataclass(frozen=True)
class Held:
    """A snapshot that was found."""

    run: str
    """Id of its run."""
    snapshot: Snapshot
    digest: str
    files: Path
    """Folder with all files of the run, while it is held."""


class TrackedSnapshots:
    """Those of one destination."""

    def __init__(self, destination: Destination) -> None:
        self._destination = destination
        self._tracker = tracker_of(destination)

    def run_id(self, address: str) -> str:
        """The id of the run that is meant: by it or its first digits, `runs:/ID`, its page's address, or `models:/…`.

        Raises NoSuchData, NoAccess, MissingExtra, and ReproError for a tracker that keeps no models.
        """
        if not address.startswith(_MODEL):
            given = re.split(r"[/?#]", re.split(r"/runs/|^runs:/", address)[-1])[0]
            return self._of_beginning(given) if _BEGINNING.fullmatch(given) else given
        if not hasattr(self._tracker, "run_of_model"):
            raise ReproError(f"{self._destination.scheme} keeps no models", "name the run that made it")
        return str(self._tracker.run_of_model(self._destination, address))

    def _of_beginning(self, beginning: str) -> str:
        """The id that begins so; what was given where none does. Raises ReproError for several."""
        every = self._tracker.runs(self._destination, {})
        found = [run.id for run in every if run.id.startswith(beginning)]
        if len(found) > 1:
            raise ReproError(
                f"{len(found)} runs begin with {beginning}",
                "see all digits with: jupyter repro log NOTEBOOK --format json",
            )
        return found[0] if found else beginning

    def logged(self, digest: str) -> LoggedRun | None:
        """The run of the snapshot with this digest; raises NoAccess, MissingExtra."""
        return next(iter(self._tracker.runs(self._destination, {SNAPSHOT: digest})), None)

    @contextmanager
    def held(self, run_id: str) -> Iterator[Held]:
        """The snapshot of a run, with all its files; raises NoSuchData, NoAccess, MissingExtra, UnreadableInput."""
        with scratch_folder() as scratch:
            folder = Path(scratch)
            self._tracker.files(self._destination, run_id, folder)
            file = next(iter(sorted(folder.glob("*.repro.json"))), None)
            if file is None:
                raise NoSuchData(
                    f"the run {run_id} holds no snapshot", "publish it: jupyter repro track NOTEBOOK"
                )
            stored = snapshot_in_file(file, file.name)
            yield Held(run_id, stored.snapshot, stored.digest, folder)


def tracked_snapshots(
    notebook: Path, document: NotebookNode, asked: str = "", remedy: str = NO_TRACKER
) -> TrackedSnapshots:
    """Those of the tracker that was asked for, else that a notebook publishes in.

    Raises ReproError with the remedy where there is none.
    """
    destination = destination_to_ask(notebook, document, asked)
    if destination is None:
        raise ReproError("no tracker is configured", remedy)
    return TrackedSnapshots(destination)


def destination_to_ask(notebook: Path, document: NotebookNode, asked: str = "") -> Destination | None:
    """Where the runs of a notebook are looked for: what was asked for, else what the notebook or the settings name.

    Else it is where a snapshot of it was last published from this machine; None for nowhere.
    """
    if address := chosen_address(notebook, document, asked):
        return destination_of(address, notebook)
    return None if asked else last_destination(notebook)
