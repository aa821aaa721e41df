"""A notebook's result as an experiment tracker is to hold it, whichever tracker it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from jupyter_repro.addresses.tracker_addresses import tracker_address

# names of the tags that are searched by, or that others read
SNAPSHOT = "repro.snapshot"
"""Digest of the snapshot as it was recorded: by it a run is found again."""
NOTEBOOK = "repro.notebook"
"""Path of the notebook in its repository, else in its project."""
VERIFIED = "repro.verified"
"""Status of the last verification, or `not verified`."""
WHEEL = "repro.wheel"
"""Name, version and digest of the project's wheel."""
FILES_IN = "repro.files_in"
"""Id of the run that holds the files, where it is another one of the same notebook."""
PARENT = "repro.parent"
"""Of a run that is a part of another one: that one's `repro.snapshot`."""
MADE_BY = "repro.made_by"
"""Of what a notebook logs while a command of ours runs it: that command."""

COMMAND = "JUPYTER_REPRO_COMMAND"
"""Environment variable of a kernel that jupyter-repro started: the command for which it was."""

LOGGED = "JUPYTER_REPRO_LOGGED"
"""Environment variable of such a kernel: the folder for what the notebook logs, where it is to reach no tracker."""
RECORDED_RUNS = "recorded-runs.json"
"""In that folder: ids of the runs that the notebook started when it was recorded."""
PLACES_BEFORE = "places-before"
"""In that folder: what lay, before the run, where the notebook logs in place."""

NOT_VERIFIED = "not verified"


class Destination(msgspec.Struct, frozen=True):
    """Where runs are published."""

    address: str
    """With the tracker's scheme, as it was written but for its `experiment`; it holds no credentials."""
    root: str
    """Absolute path of the folder that a relative path in the address belongs to."""
    experiment: str
    """Under which the runs are kept: what was asked for, else the name of the project's folder."""

    @property
    def scheme(self) -> str:
        """Which tracker it is, such as `mlflow`."""
        return tracker_address(self.address).scheme

    @property
    def rest(self) -> str:
        """The address without the tracker's scheme and its colon; "" where only the scheme was said."""
        return tracker_address(self.address).rest

    @property
    def folder(self) -> Path:
        """`root` as a path."""
        return Path(self.root)


class OwnRun(msgspec.Struct, frozen=True, omit_defaults=True):
    """A run that the notebook itself started in a tracker, or a model that it trained where models are kept."""

    address: str
    """Of the store, with the tracker's scheme, portable and without credentials."""
    id: str
    params: dict[str, str] = {}
    """What becomes part of the published run's parameters, as `SCHEME.ID.NAME`: what the store itself would not keep
    for long, such as the seed that H2O drew for a model."""
    volatile: tuple[str, ...] = ()
    """What else another run has otherwise, always in the same order: a name that the tracker made up, its times, ids of
    its models."""

    @property
    def scheme(self) -> str:
        """Which tracker it belongs to."""
        return tracker_address(self.address).scheme


class RunInput(msgspec.Struct, frozen=True):
    """Data that the notebook read, by reference: the tracker keeps no copy of it."""

    name: str
    """As the snapshot calls it: a portable path, or an address without credentials."""
    digest: str
    size: int
    """Bytes."""
    version: str = ""
    """The store's own id of the version; "" where it keeps none."""
    time: str = ""
    """When that version was stored, as an ISO 8601 time stamp in UTC."""
    asof: str = ""
    """What was asked for: a moment, or `version 3`; "" where the newest was read."""


class Wheel(msgspec.Struct, frozen=True):
    """The project itself, as a package that was built of it."""

    file: str
    """Its name in `RunRecord.files`."""
    name: str
    version: str
    digest: str


class Point(msgspec.Struct, frozen=True):
    """What a metric was at one step."""

    step: float
    value: float
    time: str = ""
    """As an ISO 8601 time stamp in UTC; "" where it is not known."""


def whole_steps(points: Sequence[Point]) -> list[int]:
    """The steps as whole numbers, which some trackers want: counted, where not all of them are whole."""
    if all(float(point.step).is_integer() for point in points):
        return [int(point.step) for point in points]
    return list(range(len(points)))


class RunRecord(msgspec.Struct, frozen=True):
    """All that is published of one snapshot."""

    id: str
    """32 hexadecimal digits of the snapshot's digest: the same snapshot is the same run, whoever publishes it."""
    name: str
    """Of the notebook, without its ending."""
    started: str
    """When the notebook was recorded, as an ISO 8601 time stamp in UTC."""
    user: str
    """Who publishes it, by the system's name for the user."""
    params: dict[str, str]
    tags: dict[str, str]
    """Names begin with `repro.`."""
    metrics: dict[str, float] = {}
    """What the notebook's own outputs say."""
    series: dict[str, tuple[Point, ...]] = {}
    """Metrics of which more than the last value is known, by step."""
    files: dict[str, bytes] = {}
    """Path in the run, with slashes, to content."""
    inputs: tuple[RunInput, ...] = ()
    wheel: Wheel | None = None
    parents: tuple[str, ...] = ()
    """`repro.snapshot` of the runs that it is a part of, the outermost first: they are logged before it."""
    ended: str = ""
    """As an ISO 8601 time stamp in UTC; "" for the moment when it is logged."""
    failed: str = ""
    """Name of the exception that ended it; "" where none did."""
    own: tuple[OwnRun, ...] = ()
    """Runs that the notebook started itself, in the order of their start: where they lie in the destination, what is
    published goes into them and no other run is made."""


class LoggedRun(msgspec.Struct, frozen=True):
    """A run as the tracker holds it."""

    id: str
    """By which the tracker finds it again, in the same destination."""
    name: str
    address: str = ""
    """Of its page, for a browser; "" where there is none."""
    started: str = ""
    """As an ISO 8601 time stamp in UTC."""
    tags: dict[str, str] = {}
    params: dict[str, str] = {}
    metrics: dict[str, float] = {}
    shown_by: str = ""
    """A command that shows it where it has no page."""
    note: str = ""
    """What whoever publishes it should know, a sentence without its full stop."""
