"""What MLflow shows of the origin of a run that is started in a notebook: its path and its commit.

MLflow loads it by itself wherever it is installed (entry point `mlflow.run_context_provider`), and asks it whenever a
run is started; its own providers name the kernel's launcher, and no commit. Nothing in here raises.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_repro.errors import ReproError
from jupyter_repro.git.repository_state import checked_out
from jupyter_repro.notebooks.kernel_notebook import NOTEBOOK as RUN_OF
from jupyter_repro.notebooks.kernel_notebook import SOURCE, notebook_path
from jupyter_repro.records.tracked_run import COMMAND, MADE_BY, NOTEBOOK
from jupyter_repro.trackers.names import notebook_name

_SESSION = "JPY_SESSION_NAME"


class NotebookContext:
    """A run-context provider of MLflow's."""

    def in_context(self) -> bool:
        """Whether this process is a kernel of Jupyter's."""
        try:
            return _shell() is not None
        except Exception:  # MLflow warns of what is raised, in the notebook
            return False

    def tags(self) -> dict[str, str]:
        """Tags of the run; what is not known is left out."""
        try:
            return _unwatched(_tags)
        except Exception:  # as above
            return {}


def _unwatched(act: Callable[[], dict[str, str]]) -> dict[str, str]:
    """What `act` answers; what it reads is not the notebook's data, where there is a recorder."""
    kernel = sys.modules.get("jupyter_repro.recording.kernel")
    recorder = kernel.current() if kernel else None
    answer: dict[str, str] = recorder.unwatched(act) if recorder else act()
    return answer


def _tags() -> dict[str, str]:
    path = _notebook()
    found = {"mlflow.source.type": "NOTEBOOK", **(_named(path) if path else {}), **_command()}
    return {**found, **_git_tags(path.parent if path else Path.cwd())}


def _shell() -> Any:
    """The kernel's shell; None in a terminal and in a script."""
    if "ipykernel" not in sys.modules:
        return None
    from IPython import get_ipython

    shell = get_ipython()
    return shell if hasattr(shell, "kernel") else None


def _notebook() -> Path | None:
    """Path of the notebook; None where nobody knows it."""
    given = os.environ.get(RUN_OF, "")
    if given and SOURCE in os.environ:  # of a trial nothing is written yet
        return Path(given)
    try:
        return notebook_path("", _shell().user_ns, os.environ)
    except ReproError:
        if given:  # it is written when it has run
            return Path(given)
        session = Path(os.environ.get(_SESSION, ""))
        return Path(session.name) if session.suffix == ".ipynb" else None


def _named(path: Path) -> dict[str, str]:
    source = os.environ.get(SOURCE, "")
    name = notebook_name(path)
    return {"mlflow.source.name": notebook_name(Path(source)) if source else name, NOTEBOOK: name}


def _command() -> dict[str, str]:
    """Which command of ours runs the notebook: what a verification logs is no result of its own."""
    return {MADE_BY: f"jupyter repro {os.environ[COMMAND]}"} if COMMAND in os.environ else {}


def _git_tags(folder: Path) -> dict[str, str]:
    state = checked_out(folder)
    if state is None:
        return {}
    found = {"commit": state.commit, "branch": state.branch, "repoURL": state.remote}
    return {f"mlflow.source.git.{name}": value for name, value in found.items() if value}
