"""Where the notebook of this kernel lies: asked of everybody who may know, never guessed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jupyter_repro.errors import ReproError

NOTEBOOK = "JUPYTER_REPRO_NOTEBOOK"
"""Environment variable of a kernel that jupyter-repro started: where its notebook lies, or will be written."""
SOURCE = "JUPYTER_REPRO_SOURCE"
"""The same, of the notebook of whose sweep it is a trial."""


def notebook_path(given: str, names: Mapping[str, Any], environ: Mapping[str, str]) -> Path:
    """Path of the notebook; `given` by the user, else from the front end or papermill.

    `names` are the user's variables. Raises ReproError where nobody knows it.
    """
    if given:
        return Path(given)
    for candidate in _candidates(names, environ):
        if candidate and Path(candidate).is_file():
            return Path(candidate)
    raise ReproError(
        "this front end does not tell where its notebook lies", "say it: %repro snapshot PATH.ipynb"
    )


def _candidates(names: Mapping[str, Any], environ: Mapping[str, str]) -> Iterator[str]:
    yield environ.get(NOTEBOOK, "")
    yield str(names.get("__vsc_ipynb_file__", ""))  # VS Code
    yield environ.get("JPY_SESSION_NAME", "")  # JupyterLab and Notebook 7
    yield str(names.get("PAPERMILL_INPUT_PATH", ""))  # papermill --inject-paths
    yield from _papermill_argument()


def _papermill_argument() -> Iterator[str]:
    """The input notebook on the command line of papermill, where papermill is what started this kernel."""
    import psutil

    try:
        parent = psutil.Process(os.getppid())
        words, folder = parent.cmdline(), parent.cwd()
    except psutil.Error:
        return
    if any(Path(word).name in {"papermill", "papermill.exe"} for word in words[:3]):
        notebooks = [word for word in words if word.endswith(".ipynb")]
        yield from (str(Path(folder, word)) for word in notebooks[:1])
