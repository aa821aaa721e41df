"""Where what the notebook logs is to reach no tracker: it goes to a scratch folder of the run."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jupyter_repro.recording.library_parts import LibraryParts
from jupyter_repro.records.tracked_run import LOGGED, RECORDED_RUNS


def start_diversions(libraries: LibraryParts, failed: Callable[[str], Any]) -> None:
    """Divert each tracker when its library is imported; `failed` hears which one could not be."""
    scratch = scratch_folder_of_run()
    if scratch is None:
        return
    recorded = recorded_runs(scratch)

    def divert(diversion: Any, module: str) -> None:
        try:
            libraries.own_imports(diversion.divert, module, scratch, recorded)
        except Exception as error:  # of a library in another version
            failed(f"what the notebook logs with {module.partition('.')[0]} reaches its tracker: {error}")

    libraries.start("diversions", divert)


def scratch_folder_of_run() -> Path | None:
    """The folder that takes what the notebook logs; None where it goes to the trackers."""
    name = os.environ.get(LOGGED)
    return Path(name) if name else None


def recorded_runs(scratch: Path) -> Sequence[str]:
    """Ids of the runs that the notebook started when it was recorded."""
    file = scratch / RECORDED_RUNS
    found: list[str] = json.loads(file.read_text()) if file.is_file() else []
    return found
