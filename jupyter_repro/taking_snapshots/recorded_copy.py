"""Recording a copy: a notebook is executed as it was recorded, and stays as it is; what comes of it lies elsewhere."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from jupyter_repro.errors import ReproError
from jupyter_repro.executing.plan import Progress, no_progress
from jupyter_repro.files.seen_files import SeenFiles
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.taking_snapshots.recorded_run import (
    RecordingOptions,
    local_path,
    record_as,
    recorded_before,
)


def record_copy(
    path: str | Path, output: Path, wishes: RecordingOptions, progress: Progress = no_progress
) -> Snapshot:
    """Execute the notebook in its own folder, and write it with its outputs to `output` and the snapshot beside that.

    Seed, parameters and environment are as they were recorded, where nothing else is wished. Raises as `record`, and
    ReproError where `output` is the notebook itself or a notebook that was not recorded.
    """
    path = local_path(path)
    _check(path, output)
    seen = SeenFiles.of(output, snapshot_path(output))
    before = recorded_before(path)
    folder = Path(os.path.normpath(path.absolute().parent / before.folder))
    output.parent.mkdir(parents=True, exist_ok=True)
    return record_as(
        read_notebook(path), output, replace(wishes, folder=folder, original=before), progress, seen
    )


def _check(path: Path, output: Path) -> None:
    if output.suffix != ".ipynb":
        raise ReproError(f"{output} is no name of a notebook", "give it the ending .ipynb")
    if output.exists() and path.exists() and output.samefile(path):
        raise ReproError(
            f"{output} is the notebook itself", "leave --output away to write its outputs into it"
        )
    if output.exists() and not snapshot_path(output).exists():
        raise ReproError(
            f"{output} is there already, and has no snapshot: it may be somebody's work",
            f"see what it is, and move it away: mv -i {shell_word(output)} ELSEWHERE",
        )
