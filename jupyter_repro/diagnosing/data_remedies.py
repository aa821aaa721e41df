"""What to do to have data back as it was recorded, and what to say where that cannot be."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.addresses.data_names import DataName, data_name
from jupyter_repro.addresses.queried_files import recorded_database
from jupyter_repro.collectors.data_versions import is_another
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.diagnosing.remedies import recorded_again, restoring
from jupyter_repro.errors import NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.kept_data.answers.stored_answers import has_answer
from jupyter_repro.records.snapshot import DataVersion, Snapshot
from jupyter_repro.recovery.missing_databases import database_back, missing_database
from jupyter_repro.recovery.obstacles import obstacle_to
from jupyter_repro.recovery.own_project import own_project
from jupyter_repro.recovery.sources import (
    Recorded,
    changed_since,
    lost,
    recorded_file,
    source_of,
    unasked_remote,
)

MOST_ASKED = 50
"""Files that are looked for: of a folder with thousands that changed, nobody reads one remedy after the other."""


class WayBack(NamedTuple):
    """What to do to have data back; nothing where it is not known."""

    remedy: str = ""
    lost: str = ""
    """Why the data is lost, where its store says so; a sentence without its full stop."""

    def __str__(self) -> str:
        return f"{self.lost}; {self.remedy}" if self.lost else self.remedy

    def unless_said(self, said: str) -> str:
        """In words, for who has said `said` already."""
        return self.remedy if self.lost == said else str(self)


def ways_back(
    notebook: str | Path, snapshot: Snapshot, called: str = "", stores: Availability | None = None
) -> Callable[[str], str]:
    """Answers the remedy for a piece of data by its name in the snapshot, "" where there is none to tell.

    `called` is what commands call the notebook, where that is not its path.
    """
    found = known_ways_back(notebook, snapshot, called, stores)
    return lambda name: str(found(name))


def known_ways_back(
    notebook: str | Path, snapshot: Snapshot, called: str = "", stores: Availability | None = None
) -> Callable[[str], WayBack]:
    """As `ways_back`, not in words yet."""
    called = called or str(notebook)
    stores = stores or Availability(Path(notebook).absolute().parent)
    asked = iter(range(MOST_ASKED))

    @cache
    def way_back(name: str) -> WayBack:
        if is_remote(notebook) or next(asked, None) is None:
            return WayBack()
        data = snapshot.context.data.get(name)
        each = data_name(name, data.version if data else None)
        if data and data.version and not each.is_file:
            return _of_a_store(each, data.version, snapshot, stores, called)
        if each.kind == "query":  # its text alone is recorded, and stands in the notebook
            return WayBack(recorded_again(called))
        try:
            file = recorded_file(Path(notebook), snapshot, name)
            return WayBack(_of_a_file(file, called, stores) if file else "")
        except ReproError:
            return WayBack()

    return way_back


def _of_a_file(file: Recorded, notebook: str, stores: Availability) -> str:
    """The command, which works as it stands: what is newer than the snapshot is replaced by force only."""
    source = source_of(file, stores)
    if not source:
        return _of_a_remote(file, notebook) or lost(file)
    outside = is_outside(file)
    if obstacle := obstacle_to(file):
        command = restoring(notebook, outside=outside)
        return f"it {obstacle}: move that away by hand, then restore it from {source} with: {command}"
    if is_kept_from(file.path):
        return f"see who may read it with: ls -l {shell_word(os.path.relpath(file.path))}"
    if changed_since(file):
        command = restoring(notebook, force=True, outside=outside)
        return f"restore it from {source}, and keep this one beside it, with: {command}"
    return f"restore it from {source} with: {restoring(notebook, outside=outside)}"


def is_outside(file: Recorded) -> bool:
    """Whether a file lies outside of the notebook's project, where nothing is written without a further word."""
    return not own_project(file.folder).holds(file.place)


def is_kept_from(path: Path) -> bool:
    """Whether a file is there that this user may not read."""
    return os.path.isfile(path) and not os.access(path, os.R_OK)  # noqa: PTH113  never raises


def _of_a_remote(file: Recorded, notebook: str) -> str:
    """The command that looks there: to ask a remote that may be far away would let every verification wait."""
    forced = restoring(notebook, force=bool(changed_since(file)), outside=is_outside(file))
    remote = unasked_remote(file)
    return f"it may be in {remote}; restore it from there with: {forced}" if remote else ""


def _of_a_database(name: str, snapshot: Snapshot, folder: Path, notebook: str) -> str:
    """Of one whose file is gone; what another answered, its past is its own."""
    missing = missing_database(name, folder)
    if missing is None:
        return ""
    if recorded_database(name, snapshot.context.data, folder):
        return f"restore it with: {restoring(notebook)}"
    return database_back(missing, snapshot, folder)


def _of_a_store(
    name: DataName, version: DataVersion, snapshot: Snapshot, stores: Availability, notebook: str
) -> WayBack:
    if name.query:
        if has_answer(version):
            return WayBack(f"run it on that answer with: {_REPLAY} {shell_word(notebook)}")
        return WayBack(_of_a_database(name.text, snapshot, stores.folder, notebook))
    try:
        stores.resolve(name.address, Wish(version=version.id, text=version.asof))
    except (NoSuchData, NoSuchVersion) as error:
        return WayBack(error.remedy or recorded_again(notebook), "" if version.asof else error.what)
    except ReproError as error:
        return WayBack(f"{error.what}: {error.remedy}")
    if version.asof or is_another(name.text, snapshot.context.data[name.text], stores):
        return WayBack(recorded_again(notebook))
    return WayBack(f"run it on the recorded version with: {_REPLAY} {shell_word(notebook)}")


_REPLAY = "jupyter repro verify --recorded-data"
