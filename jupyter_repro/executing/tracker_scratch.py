"""The folder of a run for what the notebook logs, and what is put back when the run has ended."""

from __future__ import annotations

import json
from pathlib import Path

from jupyter_repro.executing.plan import Plan
from jupyter_repro.executing.project_view import AS_IT_LIES
from jupyter_repro.files.kept_places import put_places_back
from jupyter_repro.records.tracked_run import LOGGED, PLACES_BEFORE, RECORDED_RUNS

_FOLDER = "trackers"


def scratch_for_trackers(plan: Plan, folder: Path) -> dict[str, str]:
    """Make it below the folder of a run; the variables by which the kernel knows of it."""
    if not plan.logged_in_scratch:
        return {}
    scratch = folder / _FOLDER
    scratch.mkdir()
    (scratch / RECORDED_RUNS).write_text(json.dumps(plan.recorded_runs))
    return {LOGGED: str(scratch)}


def put_back(plan: Plan, folder: Path) -> None:
    """Let each folder that the notebook logged into in place hold what it held before the run.

    What a run wrote in a view of its own is not there.
    """
    if plan.view == AS_IT_LIES:
        put_places_back(folder / _FOLDER / PLACES_BEFORE)
