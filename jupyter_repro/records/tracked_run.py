"""A notebook's result as an experiment tracker is to hold it, whichever tracker it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.addresses.tracker_addresses import tracker_address
from jupyter_repro.records.tracked_values import Value, stated_value
from jupyter_repro.verdicts import ResourceUse

# names of the tags that are searched by, or that others read
SNAPSHOT = "repro.snapshot"
"""Digest of the snapshot as it was recorded: by it a run is found again."""
NOTEBOOK = "repro.notebook"
"""Path of the notebook in its repository, else in its project."""
VERIFIED = "repro.verified"
"""Status of the last verification, or `not verified`."""
VERIFIED_AT = "repro.verified_at"
"""When that was, as an ISO 8601 time stamp in UTC."""
VERIFIED_IN = "repro.verified_in"
"""In which way what was verified then was not what had been recorded: a copy, or other packages."""
SEED = "repro.seed"
"""The seed that was pinned; `none` where nothing was."""
WHEEL = "repro.wheel"
"""Name, version and digest of the project's wheel."""
FILES_IN = "repro.files_in"
"""Id of the run that holds the files, where it is another one of the same notebook."""
PARENT = "repro.parent"
"""Of a run that is a part of another one: that one's `repro.snapshot`."""
SWEEP = "repro.sweep"
"""Of the run of a sweep: how many of its trials are done."""
TRIAL = "repro.trial"
"""Of the run of a trial: what it is called in its sweep."""
MADE_BY = "repro.made_by"
"""Of what a notebook logs while a command of ours runs it: that command."""

OURS = "repro."
"""With this the names begin of all that is ours in a run that the notebook started itself."""
PARAMS, METRICS = "repro.params.", "repro.metrics."
"""Of the notebook's own parameters, and of the numbers in its outputs, in such a run."""
OWN_PARAMS = frozenset({"seed", "pins"})
"""Parameters of ours; all others are the notebook's, or of models that it trained."""

COMMAND = "JUPYTER_REPRO_COMMAND"
"""Environment variable of a kernel that jupyter-repro started: the command for which it was."""

LOGGED = "JUPYTER_REPRO_LOGGED"
"""Environment variable of such a kernel: the folder for what the notebook logs, where it is to reach no tracker."""
RECORDED_RUNS = "recorded-runs.json"
"""In that folder: ids of the runs that the notebook started when it was recorded."""
PLACES_BEFORE = "places-before"
"""In that folder: what lay, before the run, where the notebook logs in place."""

NOT_VERIFIED = "not verified"
_WHOLE = re.compile(r"-?\d{1,18}")


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
    numeric: tuple[str, ...] = ()
    """Names of those that are numbers, and not texts that look like one."""
    volatile: tuple[str, ...] = ()
    """What else another run has otherwise, always in the same order: a name that the tracker made up, its times, ids of
    its models."""

    def value_of(self, name: str) -> Value:
        """A parameter as it was."""
        return stated_value(self.params[name], is_number=name in self.numeric)

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
    context: str = ""
    """What the notebook used it for, as far as its source tells: `training`, `validation`, `testing`, `inference`, or
    several of them; "" where it does not."""

    def facts(self) -> dict[str, Any]:
        """What is known of the version that was read, its name included; what it was used for is no part of that."""
        known = ((name, getattr(self, name)) for name in self.__struct_fields__ if name != "context")
        return {name: value for name, value in known if value != ""}

    def about(self) -> dict[str, Any]:
        """What is known of it but for its name, with what it was used for."""
        facts = {name: value for name, value in self.facts().items() if name != "name"}
        return {**facts, **({"context": self.context} if self.context else {})}


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
    """When the recorded run of the notebook began, as an ISO 8601 time stamp in UTC."""
    user: str
    """Who publishes it, by the system's name for the user."""
    params: dict[str, Value]
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
    used: ResourceUse | None = None
    """What the recorded run used of the machine, about."""
    failed: str = ""
    """Name of the exception that ended it; "" where none did."""
    own: tuple[OwnRun, ...] = ()
    """Runs that the notebook started itself, in the order of their start: where they lie in the destination, what is
    published goes into them, below `repro.`, and no other run is made."""
    beside: tuple[OwnRun, ...] = ()
    """Runs that the notebook started itself, with which a new run is to be kept, in one experiment."""
    source: str = ""
    """Path of the notebook that this run is a trial of; "" where it is the one in its tags."""
    stopped: bool = False
    """Whether somebody stopped it before its end."""
    part_of_own: bool = False
    """Whether the notebook's record goes into the runs in `own` as well: the tags by which they are found are its."""

    def beside_own(self) -> RunRecord:
        """As it goes into a run that the notebook started itself: no name is one that the user may have taken.

        Seed and pins are `repro.seed` and `repro.pins`, all other parameters and the metrics have `repro.params.` and
        `repro.metrics.` before their names.
        """
        return msgspec.structs.replace(
            self,
            params={_name_of_ours(name, self.params): value for name, value in self.params.items()},
            tags=self._tags_beside(),
            metrics={f"{METRICS}{name}": value for name, value in self.metrics.items()},
            series={f"{METRICS}{name}": points for name, points in self.series.items()},
        )

    def _tags_beside(self) -> dict[str, str]:
        kept = {SNAPSHOT, NOTEBOOK} if self.part_of_own else ()
        return {name: value for name, value in self.tags.items() if name not in kept}


def _name_of_ours(name: str, params: Mapping[str, Value]) -> str:
    """The name of a parameter below `repro.`; one of the notebook's may be called `seed` as well."""
    if name.startswith(OURS):
        return name
    is_ours = name in OWN_PARAMS and f"{OURS}{name}" not in params
    return f"{OURS if is_ours else PARAMS}{name}"


def typed_tags(tags: Mapping[str, str]) -> dict[str, Value]:
    """Tags for a tracker that keeps types: the seed is a number."""
    return {
        name: int(value) if name == SEED and _WHOLE.fullmatch(value) else value
        for name, value in tags.items()
    }


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

    @property
    def all_metrics(self) -> dict[str, float]:
        """Metrics by their own names, also those that stand below `repro.` in a run of the notebook's own."""
        ours = {name: value for name, value in self.metrics.items() if name.startswith(METRICS)}
        named = {name.removeprefix(METRICS): value for name, value in ours.items()}
        return {**named, **{name: value for name, value in self.metrics.items() if name not in ours}}
