"""The environment of a restored notebook: built by uv from its lock, in the folder that was brought back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from jupyter_repro.environments.built_environments import build, environment_of
from jupyter_repro.environments.local_wheels import own_wheels
from jupyter_repro.environments.lock import find_lock
from jupyter_repro.environments.lock_file import Lock
from jupyter_repro.environments.recorder_folder import recorder_for
from jupyter_repro.errors import ReproError
from jupyter_repro.executing.plan import Interpreter
from jupyter_repro.extensions.registry import parts
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.restoring.outcome_lines import OutcomeLines
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.batch import verify_all

FOLDER = ".venv"
_OTHER_PACKAGES = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "CONDA_PREFIX")
"""Variables that bring packages of another environment into this one."""


def check_environment(notebook: Path, snapshot: Snapshot, own: Path) -> None:
    """Build the environment of the lock beside a notebook in the cache; `own` is the folder that it was recorded in.

    Raises ReproError where there is no lock, and where it cannot be built.
    """
    lock = _required_lock(notebook)
    recorder_for(lock.python)
    with scratch_folder() as scratch:
        environment_of(lock, own_wheels(lock, snapshot.context, own, scratch / "wheels"))


def restored_environment(notebook: Path, snapshot: Snapshot, own: Path, folder: Path) -> Path:
    """Build the same in `folder`, and answer its Python; raises as `check_environment` does."""
    lock = _required_lock(notebook)
    with scratch_folder() as scratch:
        return build(folder / FOLDER, lock, own_wheels(lock, snapshot.context, own, scratch / "wheels"))


def verified_where_it_lies(notebook: Path, said: OutcomeLines, python: Path | None = None) -> int:
    """Verify a notebook on the recorded versions of its data, with this Python; say the verdict, answer its status."""
    interpreter = _interpreter(python, _required_lock(notebook)) if python else None
    options = one.Options(recorded_data=True, interpreter=interpreter)
    verdicts = verify_all([str(notebook)], lambda path, _: one.verify(path, options))
    said.line(parts("reporters")["text"].report(verdicts, width=100, colour=False).rstrip())
    return verdicts.exit_status


def _interpreter(python: Path, lock: Lock) -> Interpreter:
    return Interpreter(python=python, environ=_variables(python), recorder=recorder_for(lock.python))


def _variables(python: Path) -> Mapping[str, str]:
    """Of this process, as they are where the environment is the active one."""
    kept = {name: value for name, value in os.environ.items() if name not in _OTHER_PACKAGES}
    path = os.pathsep.join([str(python.parent), os.environ.get("PATH", os.defpath)])
    return {**kept, "PATH": path, "VIRTUAL_ENV": str(python.parent.parent)}


def _required_lock(notebook: Path) -> Lock:
    lock = find_lock(notebook)
    if lock is None:
        raise ReproError(
            f"{notebook.name} has no lock, so that its environment cannot be built",
            "without --environment it is brought back, and verified on the packages here",
        )
    return lock
