"""Bringing Neptune's runs, as neptune-exporter has written them, into another tracker."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from jupyter_repro.addresses.tracker_addresses import tracker_address
from jupyter_repro.records.tracked_run import Destination, RunRecord
from jupyter_repro.trackers.destinations import destination_of
from jupyter_repro.trackers.neptune.exports import exported_runs
from jupyter_repro.trackers.neptune.records import IMPORTED, record_of
from jupyter_repro.tracking.outbox import Publication, put
from jupyter_repro.tracking.sending import send
from jupyter_repro.tracking.sending_process import Sent
from jupyter_repro.tracking.user_name import user_name

_AT_ONCE = 20
"""Runs that one process sends: more would only wait on disk."""


def import_neptune(folder: Path, address: str) -> Iterator[Sent]:
    """Publish all runs that lie below a folder; one that is there already is completed, not made again.

    What a tracker does not take is kept to be sent again. Raises ReproError for an address that is none, NoSuchData
    where there are no runs, UnreadableInput and MissingExtra.
    """
    destination = destination_of(address, Path.cwd() / "imported.ipynb")
    records = (record_of(run, user_name()) for run in exported_runs(folder))
    while some := list(islice(records, _AT_ONCE)):
        yield from send([put(Publication(_beside(destination, run, address), run)) for run in some])


def _beside(destination: Destination, run: RunRecord, address: str) -> Destination:
    """With the runs of the same project of Neptune's, unless an experiment was asked for."""
    if "experiment=" in address:
        return destination
    project = tracker_address(run.tags[IMPORTED]).rest.rpartition("/")[0]
    return msgspec.structs.replace(destination, experiment=project or destination.experiment)
