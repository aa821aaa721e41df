"""A run of a tracker as one side of a difference."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.differences.sides import State, contents_if_readable, recorded_state
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.tracking.tracked_snapshots import NO_TRACKER, tracked_snapshots

_NO_TRACKER = f"say which with: --track ADDRESS; or {NO_TRACKER}"


def state_of_run(notebook: Path, run: str, track: str = "") -> State:
    """The snapshot of a run in the notebook's tracker, with what the notebook that was published with it tells.

    `run` is its id, the address of its page, or that of a model. Raises NoSuchData, NoAccess, MissingExtra, and
    ReproError where the notebook names no tracker.
    """
    tracked = tracked_snapshots(notebook, read_notebook(notebook), track, _NO_TRACKER)
    with tracked.held(tracked.run_id(run)) as held:
        published = held.files / Path(held.snapshot.notebook).name
        contents = contents_if_readable(lambda: read_notebook(published))
        return recorded_state(f"{held.snapshot.notebook} of run {held.run}", held.snapshot, contents)
