"""The snapshot of a notebook that was rescued: its stored outputs, and the environment that they were found by."""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import date
from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.canonical.canonical_form import FORM
from jupyter_repro.collectors import modules
from jupyter_repro.collectors.packages import scan
from jupyter_repro.notebooks.notebook_files import kernel_name, upgraded
from jupyter_repro.pinning.environment_pins import environment_found, environment_pins
from jupyter_repro.recording.notes import Notes
from jupyter_repro.records.data_use import DataUse, FileRead
from jupyter_repro.records.snapshot import Context, Packages, Snapshot
from jupyter_repro.rescuing.rescued_run import RescueRun, version_of
from jupyter_repro.settings import settings_for
from jupyter_repro.taking_snapshots.assembly import cell_records, context_of


def rescued_snapshot(
    path: Path, notebook: NotebookNode, run: RescueRun, environment: Path, wanted: Collection[str], day: date
) -> Snapshot:
    """The stored outputs as the recorded ones; `environment` is the Python that they were found with."""
    return Snapshot(
        notebook=path.name,
        recorded=f"{day.isoformat()}T00:00:00Z",
        kernel=kernel_name(notebook),
        language="python",
        cells=cell_records(upgraded(notebook)),
        context=_context(path, run, environment, wanted),
        verified=run.verdict.status in {"identical", "equivalent"},
        canonical_form=FORM,
    )


def _context(path: Path, run: RescueRun, environment: Path, wanted: Collection[str]) -> Context:
    folder = path.absolute().parent
    seed = settings_for(folder).seed
    code = {name: "" for name in run.files if name.endswith(".py")}
    data = DataUse(files=tuple(FileRead(name) for name in run.files if name not in code))
    environ = environment_pins(seed, {}, os.environ)
    versions = installed_in(environment)
    return context_of(
        path,
        Notes(folder=str(folder), data=data),
        seed=seed,
        environment={name: environ[name] for name in environment_found(environ)},
        modules=modules.current(code, folder),
        packages=Packages(
            imported={name: version for name, version in versions.items() if name in wanted},
            installed={name: version for name, version in versions.items() if name not in wanted},
        ),
        python={"version": version_of(environment), "implementation": "CPython"},
    )


def installed_in(python: Path) -> dict[str, str]:
    """Name to version of what is installed for an interpreter of a virtual environment."""
    folders = python.parent.parent.glob("[Ll]ib*/**/site-packages")
    return {name: each.version for name, each in sorted(scan(map(str, folders)).distributions.items())}
