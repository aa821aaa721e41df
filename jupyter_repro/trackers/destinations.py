"""What the address of a tracker means: the tracker that answers for it, and where in it a notebook's runs lie."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import msgspec

from jupyter_repro.addresses.tracker_addresses import tracker_address
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.protocols import Tracker
from jupyter_repro.extensions.registry import parts
from jupyter_repro.formatting.suggestions import did_you_mean
from jupyter_repro.records.tracked_run import Destination, OwnRun
from jupyter_repro.trackers.address_keys import EXPERIMENT
from jupyter_repro.trackers.names import project_folder

OFF = "off"

_FORM = "%repro track ADDRESS"
_STORES = frozenset({"http", "https", "sqlite", "mysql", "postgresql", "mssql"})
"""Schemes of MLflow's stores, which are written after `mlflow:`."""


def destination_of(address: str, notebook: Path, own: Sequence[OwnRun] = ()) -> Destination:
    """The destination that an address means for a notebook.

    Where only the tracker is named, it is where the notebook's `own` runs lie, else the tracker's default. Raises
    ReproError for a tracker that nobody knows, for an address that it does not take, and for one with credentials: it
    would be kept with them.
    """
    asked = tracker_address(address)
    plain, experiment = asked.without(EXPERIMENT), asked.said(EXPERIMENT)
    folder = project_folder(notebook)
    wanted = Destination(plain, str(folder), experiment or folder.name or "notebooks")
    tracker = tracker_of(wanted)
    if not wanted.rest:
        wanted = msgspec.structs.replace(wanted, address=_settled(wanted, tracker, own))
    if tracker_address(wanted.address).has_credentials:
        raise ReproError(
            f"the address of {wanted.scheme} holds a user name, a password or a key",
            "leave them out, and say them where the tracker itself looks for them; see: jupyter repro help tracking",
        )
    getattr(tracker, "check", _no_check)(wanted)
    return wanted


def _no_check(_destination: Destination) -> None:
    """Of a tracker that takes any address."""


def _settled(wanted: Destination, tracker: Tracker, own: Sequence[OwnRun]) -> str:
    """The whole address where only the tracker was named."""
    ours = [run.address for run in own if run.address.startswith(f"{wanted.scheme}:")]
    default = str(getattr(tracker, "default", lambda _environ: wanted.address)(os.environ))
    is_its_own = default.startswith(f"{wanted.scheme}:")  # one tracker may answer for several schemes
    return ours[0] if ours else default if is_its_own else wanted.address


def written_address(argument: str) -> str:
    """The address behind `%repro track`, with or without quotes; raises ReproError for one with spaces and none."""
    try:
        words = shlex.split(argument)
    except ValueError as error:
        raise ReproError(f"%repro track {argument} is not understood: {error}", _FORM) from None
    if len(words) > 1:
        raise ReproError(
            f"%repro track takes one address, and these are {len(words)} words: {argument}",
            f"put an address with spaces into quotes: %repro track {shlex.quote(argument)}",
        )
    return "".join(words)


def tracker_of(destination: Destination) -> Tracker:
    """The tracker that answers for a destination; raises ReproError where nobody does."""
    trackers = cast("list[Tracker]", list(parts("trackers").values()))
    for tracker in trackers:
        if destination.scheme in tracker.schemes:
            return tracker
    if meant := _as_mlflow(destination):
        raise ReproError(f"no tracker is called {destination.scheme!r}", f"did you mean {meant}")
    known = sorted(scheme for tracker in trackers if keeps_runs(tracker) for scheme in tracker.schemes)
    meant = did_you_mean(destination.scheme, known)
    raise ReproError(
        f"no tracker is called {destination.scheme!r}",
        f"{meant} there are: {', '.join(known)}".strip(),
    )


def _as_mlflow(destination: Destination) -> str:
    """The address where it looks like that of a store of MLflow, without the scheme in front; "" where it does not."""
    is_store = destination.scheme in _STORES and destination.rest.startswith("//")
    is_shown = is_store and not tracker_address(destination.address).has_credentials
    return f"mlflow:{destination.address}" if is_shown else ""


def keeps_runs_at(address: str) -> bool:
    """Whether an address is one of a tracker that runs can be published to."""
    scheme = tracker_address(address).scheme
    trackers = parts("trackers", _passed_over).values()
    return any(scheme in tracker.schemes and keeps_runs(tracker) for tracker in trackers)


def _passed_over(_name: str, _error: Exception) -> None:
    """A plug-in that does not load keeps nothing."""


def keeps_runs(tracker: object) -> bool:
    """Whether runs can be published to a tracker."""
    return bool(getattr(tracker, "keeps_runs", True))
