"""Aim: a repository in a folder, or an Aim server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any

from jupyter_repro.errors import NoAccess, NoSuchData, ReproError
from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced
from jupyter_repro.records.tracked_run import SNAPSHOT, Destination, LoggedRun, OwnRun, RunRecord
from jupyter_repro.trackers.aim.repositories import (
    SCHEME,
    Repository,
    address_of,
    is_on_server,
    place_of,
    repository,
)
from jupyter_repro.trackers.aim.runs import files_in, fill, logged_run, put_files, set_tags
from jupyter_repro.trackers.server_errors import first_line, server_error
from jupyter_repro.trackers.stored_files import no_such_run, write_files

_OPEN = "close it in the notebook with its close(), and publish again"


class AimTracker:
    """Runs of Aim."""

    schemes = (SCHEME,)
    modules = ("aim",)

    def default(self, _environ: Mapping[str, str]) -> str:
        """The address that is meant where only the scheme is said: the project's own folder."""
        return f"{SCHEME}:."

    def check(self, destination: Destination) -> None:
        """Raise ReproError for what is neither a folder nor a server of Aim's."""
        place_of(destination)

    def log(self, destination: Destination, run: RunRecord) -> LoggedRun:
        """Complete the notebook's own runs, else the run of the same snapshot, else a new one."""
        with _opened(destination, make=True) as there:
            own = [each.id for each in run.own if _is_in(each, there, destination)]
            found = own or _with_tags(there, {SNAPSHOT: run.tags[SNAPSHOT]}) or [""]
            record = run.beside_own() if own else run
            done = [_complete(there, each, record, "" if own else destination.experiment) for each in found]
            return logged_run(there, done[0])

    def amend(
        self, destination: Destination, run_id: str, tags: Mapping[str, str], files: Mapping[str, bytes]
    ) -> None:
        """Set tags of a run, and put files into it."""
        with _opened(destination) as there:
            _check(there, run_id)
            with there.written(run_id) as run:
                set_tags(run, tags)
                put_files(there, run, files)

    def runs(self, destination: Destination, tags: Mapping[str, str]) -> Iterator[LoggedRun]:
        """The runs that have the tags, the newest first."""
        with _opened(destination) as there:
            found = [logged_run(there, run_id) for run_id in _with_tags(there, tags)]
            yield from sorted(found, key=lambda run: run.started, reverse=True)

    def files(self, destination: Destination, run_id: str, into: Path) -> None:
        """Write the files of a run below a folder."""
        with _opened(destination) as there:
            _check(there, run_id)
            found = files_in(there, run_id)
            if not found:
                raise NoSuchData(
                    f"the run {run_id} holds no files of ours", "publish it: jupyter repro track NOTEBOOK"
                )
            write_files(found, into)

    def is_store(self, destination: Destination, name: str) -> bool:
        """Whether a path lies in the repository."""
        if destination.scheme != SCHEME or is_on_server(destination):
            return False
        return Path(name).is_relative_to(Path(place_of(destination), ".aim"))

    def watch(self, module: str, root: Path, noted: Callable[[OwnRun], None]) -> Undo:
        """Tell of each run that is begun or taken up again."""
        owner = sys.modules[module].Run
        begin = owner.__init__

        @wraps(begin)
        def init(self: Any, *args: Any, **named: Any) -> None:
            begin(self, *args, **named)
            # nothing of this may reach the notebook
            with suppress(Exception):
                if not self.read_only:
                    noted(OwnRun(address_of(self.repo, root), self.hash))

        return replaced(owner, "__init__", init)


@contextmanager
def _opened(destination: Destination, *, make: bool = False) -> Iterator[Repository]:
    """The repository; what Aim raises is one sentence."""
    try:
        with repository(destination, make=make) as there:
            yield there
    except ReproError:
        raise
    except Exception as error:  # Aim raises RuntimeError, and what its libraries do
        raise _explained(error, destination) from error


def _explained(error: Exception, destination: Destination) -> ReproError:
    message = str(error)
    if type(error).__name__ in {"RunLockingError", "Timeout"} or "lock" in message.lower():
        return NoAccess("Aim's run is still open in another process", _OPEN)
    if isinstance(error, OSError) and not is_on_server(destination):
        return NoAccess(f"Aim's repository cannot be read or written: {first_line(message)}")
    return server_error(f"Aim's {destination.rest or 'repository'}", message, "ask who runs the server")


def _with_tags(there: Repository, tags: Mapping[str, str]) -> list[str]:
    return [
        each for each in there.run_ids() if tags.items() <= (there.facts(each).get("repro") or {}).items()
    ]


def _complete(there: Repository, run_id: str, record: RunRecord, experiment: str) -> str:
    """The id of the run, which is a new one for ""; the experiment is "" for one of the notebook's own."""
    with there.written(run_id) as run:
        if experiment:
            run.name, run.experiment = record.name, experiment
        fill(there, run, record, ours=bool(experiment))
        return str(run.hash)


def _check(there: Repository, run_id: str) -> None:
    if run_id not in there.run_ids():
        raise no_such_run(f"Aim's repository {there.name}", run_id)


def _is_in(own: OwnRun, there: Repository, destination: Destination) -> bool:
    place = Destination(own.address, destination.root, destination.experiment)
    return place.scheme == SCHEME and there.is_at(place) and own.id in there.run_ids()
