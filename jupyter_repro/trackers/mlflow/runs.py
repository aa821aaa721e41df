"""What a run of MLflow holds of ours, and how it is written so that writing it twice changes nothing."""

from __future__ import annotations

import json
import math
import shlex
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.digest import digits_of
from jupyter_repro.errors import NoAccess, NoSuchData, ReproError
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.records.tracked_run import (
    FILES_IN,
    NOTEBOOK,
    SNAPSHOT,
    Destination,
    LoggedRun,
    Point,
    RunInput,
    RunRecord,
    whole_steps,
)
from jupyter_repro.records.tracked_values import value_text
from jupyter_repro.trackers.mlflow.errors import named
from jupyter_repro.trackers.mlflow.searches import of_snapshot, own_runs
from jupyter_repro.trackers.mlflow.stores import tracking_uri
from jupyter_repro.trackers.mlflow.verifications import without_files

FOLDER = "repro"
"""Of the run's artifacts: what is below it is ours."""
PARENT_ID = "mlflow.parentRunId"
"""Tag of a run that is shown below another one."""
SYSTEM = "system/"
"""With this the names of MLflow's system metrics begin: they say nothing of the result."""
_SOURCE, _USER, _LAUNCHER = "mlflow.source.name", "mlflow.user", "ipykernel_launcher.py"
_LIST = "list those there are: jupyter repro log NOTEBOOK"
_AT_ONCE, _METRICS_AT_ONCE = 100, 1000
_DIGITS = 36
"""Characters of a data set's digest that MLflow keeps."""
READ = "read"
"""Context of data of which it is not known what the notebook used it for."""
_SOURCES = {"http": "url", "https": "url", "s3": "uri", "": "uri"}
"""Schemes of data that MLflow has a kind of source for, to its key."""


def end_failed(client: Any, run_id: str) -> None:
    """Note of a run of the notebook's own that it failed, where it was left open when the notebook did."""
    if client.get_run(run_id).info.status == "RUNNING":
        client.set_terminated(run_id, "FAILED")


def end(client: Any, run_id: str, run: RunRecord) -> None:
    """Note that a run has ended, and how; one that was ended before keeps its moment."""
    there = client.get_run(run_id).info
    ended = there.end_time or (_milliseconds(run.ended) if run.ended else None)
    status = "FAILED" if run.failed else "KILLED" if run.stopped else "FINISHED"
    client.set_terminated(run_id, status, end_time=ended)


def one_run(client: Any, run_id: str, destination: Destination, store: str) -> LoggedRun:
    """The run with this id; raises NoSuchData."""
    from mlflow.exceptions import MlflowException

    try:
        return logged_run(client.get_run(run_id), destination)
    except MlflowException as error:
        if error.error_code not in {"RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"}:
            raise
        raise NoSuchData(f"{store} has no run {run_id}", _LIST) from None


def _milliseconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp() * 1000)


def created(client: Any, destination: Destination, run: RunRecord) -> str:
    """Id of a new run; its tags are there as soon as it is, so that it is found when it could not be completed."""
    experiment = experiment_beside(client, destination, run) or _experiment(client, destination.experiment)
    begun = datetime.fromisoformat(run.started)
    tags = {SNAPSHOT: run.tags[SNAPSHOT], NOTEBOOK: run.tags[NOTEBOOK]}
    made = client.create_run(
        experiment, start_time=int(begun.timestamp() * 1000), tags=tags, run_name=run.name
    )
    return str(made.info.run_id)


def experiment_beside(client: Any, destination: Destination, run: RunRecord) -> str:
    """Id of the experiment of the run that it is a part of, else of those it is to be kept with; "" for none.

    MLflow shows a run below another one only where both are in one experiment.
    """
    above = of_snapshot(client, run.parents[-1]) if run.parents else ""
    ids = [above] if above else list(own_runs(client, destination, run.beside))
    return str(client.get_run(ids[0]).info.experiment_id) if ids else ""


def _experiment(client: Any, name: str) -> str:
    """Id of the experiment, which is made where there is none; raises ReproError for one that was deleted."""
    from mlflow.exceptions import MlflowException

    found = client.get_experiment_by_name(name)
    if found is None:
        try:
            return str(client.create_experiment(name))
        except MlflowException as error:  # somebody else has made it meanwhile
            if error.error_code != "RESOURCE_ALREADY_EXISTS":
                raise
            found = client.get_experiment_by_name(name)
    if not found.experiment_id:
        raise NoAccess(
            f"{named(client.tracking_uri)} answers what no MLflow answers",
            "look at the address: is it MLflow's?",
        )
    if found.lifecycle_stage != "active":
        store = shlex.quote(client.tracking_uri)
        restore = (
            f"MLFLOW_TRACKING_URI={store} mlflow experiments restore --experiment-id {found.experiment_id}"
        )
        raise ReproError(
            f"MLflow's experiment {name} is deleted",
            f"bring it back: {restore}; or name another: ?experiment=NAME",
        )
    return str(found.experiment_id)


def complete(client: Any, run_id: str, run: RunRecord, *, ours: bool) -> None:
    """Parameters, metrics and inputs that the run does not have yet, and all tags; `ours` is one that we started."""
    from mlflow.entities import Metric, Param

    there = client.get_run(run_id).data
    params = [
        Param(name, value_text(value)) for name, value in run.params.items() if name not in there.params
    ]
    if ours:
        run = msgspec.structs.replace(run, metrics={**system_metrics(run), **run.metrics})
    metrics = [Metric(*each) for each in _points(run) if _is_new(there.metrics, each[0], run)]
    for some in _groups(params):
        client.log_batch(run_id, params=some)
    for some in _groups(metrics, _METRICS_AT_ONCE):
        client.log_batch(run_id, metrics=some)
    set_tags(
        client, run_id, {**run.tags, **(_source_tags(run) if ours else _missing_source(run, there.tags))}
    )
    for some in _groups(map(_dataset, run.inputs)):
        client.log_inputs(run_id, datasets=some)


def system_metrics(run: RunRecord) -> dict[str, float]:
    """What the recorded run used, under names that MLflow shows among its system metrics."""
    if run.used is None:
        return {}
    return {
        f"{SYSTEM}cpu_seconds": run.used.cpu_seconds,
        f"{SYSTEM}peak_memory_usage_megabytes": run.used.peak_memory / 1e6,
    }


def _is_new(there: Mapping[str, float], name: str, run: RunRecord) -> bool:
    """Whether a metric is not there, or is another number now, as the spread of a sweep that went on is."""
    value = run.metrics.get(name, math.nan)
    return name not in there or (name not in run.series and math.isfinite(value) and there[name] != value)


def _points(run: RunRecord) -> Iterator[tuple[str, float, int, int]]:
    """Name, value, milliseconds and step of all metrics."""
    now = int(datetime.now(UTC).timestamp() * 1000)
    last = {name: (Point(0, value),) for name, value in run.metrics.items()}
    for name, points in {**last, **run.series}.items():
        for step, point in zip(whole_steps(points), points, strict=True):
            time = int(datetime.fromisoformat(point.time).timestamp() * 1000) if point.time else now
            yield name, point.value, time, step


def set_tags(client: Any, run_id: str, tags: Mapping[str, str]) -> None:
    """Set tags, in place of those of the same names."""
    from mlflow.entities import RunTag

    for some in _groups(RunTag(*each) for each in tags.items()):
        client.log_batch(run_id, tags=some)


def put_files(client: Any, run_id: str, files: Mapping[str, bytes]) -> None:
    """Write files into the run's artifacts, in place of those of the same names."""
    with scratch_folder() as temporary:
        for name, content in files.items():
            path = Path(temporary, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        client.log_artifacts(run_id, temporary, FOLDER)


def taken_files(client: Any, run_id: str, into: Path, store: str) -> None:
    """Write what `put_files` has put into a run below `into`; raises NoSuchData."""
    from mlflow.exceptions import MlflowException

    try:
        holder = client.get_run(run_id).data.tags.get(FILES_IN, run_id)
        there = client.list_artifacts(holder, FOLDER)
    except MlflowException as error:
        if error.error_code != "RESOURCE_DOES_NOT_EXIST":
            raise
        raise NoSuchData(f"{store} has no run {run_id}", _LIST) from None
    if not there:
        raise without_files(client, run_id)
    with scratch_folder() as temporary:
        shutil.copytree(client.download_artifacts(holder, FOLDER, temporary), into, dirs_exist_ok=True)


def logged_run(run: Any, destination: Destination) -> LoggedRun:
    """A run of MLflow's as one of ours."""
    info, uri = run.info, tracking_uri(destination)
    page = f"{uri.rstrip('/')}/#/experiments/{info.experiment_id}/runs/{info.run_id}"
    started = datetime.fromtimestamp(info.start_time / 1000, UTC)
    has_page = parse_address(uri).scheme in {"http", "https"}
    return LoggedRun(
        info.run_id,
        info.run_name or "",
        page if has_page else "",
        started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        dict(run.data.tags),
        dict(run.data.params),
        {name: value for name, value in run.data.metrics.items() if not name.startswith(SYSTEM)},
        f"mlflow ui --backend-store-uri {uri}" if uri.startswith("sqlite:") else "",
    )


def _source_tags(run: RunRecord) -> dict[str, str]:
    """What MLflow itself shows of a run's origin."""
    found = {
        "mlflow.source.type": "NOTEBOOK",
        _SOURCE: run.source or run.tags[NOTEBOOK],
        "mlflow.source.git.commit": run.tags.get("repro.git.commit", ""),
        "mlflow.source.git.branch": run.tags.get("repro.git.branch", ""),
        "mlflow.source.git.repoURL": run.tags.get("repro.git.remote", ""),
        _USER: run.user,
    }
    return {name: value for name, value in found.items() if value}


def _dataset(given: RunInput) -> Any:
    """Data by reference, as MLflow keeps a data set: its digest is cut, the whole one is in its profile."""
    from mlflow.entities import Dataset, DatasetInput, InputTag

    scheme = parse_address(given.name).scheme
    dataset = Dataset(
        name=given.name[:500],
        digest=digits_of(given.digest, _DIGITS),
        source_type={"": "local", "https": "http"}.get(scheme, scheme),
        source=json.dumps({_SOURCES.get(scheme, "uri"): given.name}),
        profile=json.dumps(given.facts()),
    )
    return DatasetInput(dataset, [InputTag("mlflow.data.context", given.context or READ)])


def _missing_source(run: RunRecord, there: Mapping[str, str]) -> dict[str, str]:
    """What of a run's origin MLflow did not know itself: it may show the kernel's launcher in place of the notebook."""
    found = {name: value for name, value in _source_tags(run).items() if name != _USER}
    is_launcher = there.get(_SOURCE, "").endswith(_LAUNCHER)
    return {name: value for name, value in found.items() if is_launcher or name not in there}


def _groups(each: Iterable[Any], at_once: int = _AT_ONCE) -> Iterator[list[Any]]:
    """As many as MLflow takes at once."""
    every = list(each)
    return (every[start : start + at_once] for start in range(0, len(every), at_once))
