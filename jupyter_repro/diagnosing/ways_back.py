"""What to do to have data back as it was recorded, and what to say where that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from jupyter_repro.diagnosing.remedies import recorded_again
from jupyter_repro.errors import ReproError
from jupyter_repro.handing_over.had_back import lost, recorded_file, whence
from jupyter_repro.notebooks import is_remote
from jupyter_repro.records import DataVersion, Snapshot

MOST_ASKED = 50
"""Files that are looked for: of a folder with thousands that changed, nobody reads one remedy after the other."""


def ways_back(notebook: str | Path, snapshot: Snapshot, called: str = "") -> Callable[[str], str]:
    """Answers the remedy for a piece of data by its name in the snapshot, "" where there is none to tell.

    `called` is what commands call the notebook, where that is not its path.
    """
    called = called or str(notebook)
    asked = iter(range(MOST_ASKED))

    @cache
    def way_back(name: str) -> str:
        if is_remote(notebook) or next(asked, None) is None:
            return ""
        data = snapshot.context.data.get(name)
        if data and data.version and ":" in name:
            return _of_a_store(name, data.version, called)
        try:
            file = recorded_file(Path(notebook), snapshot, name)
            if file is None:
                return ""
            source = whence(file)
        except ReproError:
            return ""
        return (
            f"restore it from {source} with: jupyter repro restore {notebook} --data"
            if source
            else lost(file)
        )

    return way_back


def _of_a_store(name: str, version: DataVersion, notebook: str) -> str:
    if "#" in name:  # what a database answered: its past is its own
        return ""
    if version.asof:
        return recorded_again(notebook)
    return f"run it on the version of then with: jupyter repro verify --recorded-data {notebook}"
