"""What of a notebook's context is not as it was recorded, found without a run."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.environments.conda import kernel_prefix
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.verdicts import ContextChange
from jupyter_repro.verifying.context_now import context_without_run
from jupyter_repro.verifying.drift import drift


def drift_now(
    notebook: Path, snapshot: Snapshot, stores: Availability | None = None
) -> tuple[ContextChange, ...]:
    """The changes that the result may depend on. What only a kernel can tell is taken to be as it was."""
    stores = stores or Availability(notebook.absolute().parent)
    now = context_without_run(notebook, snapshot.context, stores, kernel_prefix(snapshot.kernel))
    return tuple(change for change in drift(snapshot.context, now) if change.matters)
