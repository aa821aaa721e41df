"""Runs that the notebook itself starts in an experiment tracker, and where its snapshots are to be published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.addresses.queried_files import queried_file
from jupyter_repro.extensions.registry import parts
from jupyter_repro.recording.library_parts import LibraryParts
from jupyter_repro.recording.sightings import Guard
from jupyter_repro.recording.tracker_runs.diversions import scratch_folder_of_run
from jupyter_repro.records.data_use import DataUse
from jupyter_repro.records.tracked_run import Destination, OwnRun
from jupyter_repro.settings import settings_for
from jupyter_repro.trackers.destinations import OFF, destination_of, written_address
from jupyter_repro.trackers.names import project_folder


class OwnRuns:
    """What is known of them in this kernel."""

    def __init__(
        self,
        folder: Path,
        place: Callable[[], tuple[str, int]] = lambda: ("", 0),
        began: Callable[[str], None] = lambda _id: None,
    ) -> None:
        self.track = ""
        """What `%repro track` said: an address, `off`, or "" for nothing."""
        self.notebook = folder / "notebook.ipynb"
        """A path in its folder: what it is called, the kernel need not know."""
        self.cells: dict[str, str] = {}
        """Address of a store to the cell that first began a run there."""
        self._runs: dict[str, OwnRun] = {}
        self._stores: set[str] = set()
        """Addresses of stores that it opened, if only to read them."""
        self._scratch = scratch_folder_of_run()
        self._place, self._began = place, began

    @property
    def runs(self) -> list[OwnRun]:
        """In the order in which they were first started or taken up."""
        return list(self._runs.values())

    def start(self, libraries: LibraryParts, guarded: Guard) -> None:
        """Watch for them, for each tracker when its library is imported."""
        note = guarded(self._note)

        def started(tracker: Any, module: str) -> None:
            root = project_folder(self.notebook)
            if hasattr(tracker, "watch_stores"):
                tracker.watch_stores(module, root, self._stores.add)
            tracker.watch(module, root, note)

        libraries.start("trackers", started)

    def without_stores(self, data: DataUse) -> DataUse:
        """The data without what the trackers read and wrote to keep runs: that is no input of the notebook."""
        if not self._runs and not self._stores:
            return data
        return msgspec.structs.replace(
            data,
            files=tuple(each for each in data.files if not self._is_store(each.path)),
            folders=tuple(each for each in data.folders if not self._is_store(each.path)),
            received=tuple(each for each in data.received if not self._is_store(each.uri)),
            written=tuple(each for each in data.written if not self._is_store(each)),
        )

    def _is_store(self, name: str) -> bool:
        name = str(queried_file(name, self.notebook.parent) or name)  # a query, by the file of its database
        if self._scratch and Path(name).is_relative_to(self._scratch):
            return True
        root = str(project_folder(self.notebook))
        stores = [getattr(tracker, "is_store", None) for tracker in parts("trackers", _passed_over).values()]
        places = {*self._stores, *(run.address for run in self.runs)}
        return any(
            is_store and is_store(Destination(place, root, ""), name)
            for place in places
            for is_store in stores
        )

    def _note(self, run: OwnRun) -> None:
        if run.id not in self._runs:
            self._began(run.id)
        before = self._runs.get(run.id, run)
        volatile = tuple(dict.fromkeys((*before.volatile, *run.volatile)))
        # a model that was trained again is what it is now
        self._runs[run.id] = msgspec.structs.replace(run, volatile=volatile)
        self.cells.setdefault(run.address, self._place()[0])


def _passed_over(_name: str, _error: Exception) -> None:
    """A plug-in that does not load; it was reported when recording began."""


def track_words(own: OwnRuns, argument: str) -> str:
    """Set where snapshots are published, where that is asked for; says in one line what is set.

    Raises ReproError for an address that is none.
    """
    asked = written_address(argument)
    if asked and asked != OFF:
        destination_of(asked, own.notebook)
    own.track = asked or own.track
    address = own.track or settings_for(own.notebook.parent).track
    if address in {"", OFF}:
        return "snapshots are published nowhere; in a tracker with: %repro track mlflow:"
    return f"each %repro snapshot is published in {address}"
