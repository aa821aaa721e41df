"""Neptune's client without its service, which ended on 5 March 2026: runs are kept on this machine.

A run is one or more folders below `.neptune/offline` of the project; a later one adds to the earlier. Nothing can send
them any more, so they are read here as Neptune's client has written them.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, ReproError
from jupyter_repro.records.tracked_run import Destination, LoggedRun, Point, RunRecord, typed_tags
from jupyter_repro.records.tracked_values import Value, texts
from jupyter_repro.trackers.neptune.offline import FILES, NeptuneOfflineRun, offline_runs
from jupyter_repro.trackers.stored_files import no_such_run, write_files

SCHEME = "neptune"
RUN, TAGS, PARAMS, METRICS, DATA = "repro_run", "repro", "parameters", "metrics", "repro_data"
"""Namespaces of a run: which one it is, our tags, parameters, metrics, and data by reference."""
_ENDED = "Neptune's service ended on 5 March 2026: only runs on this machine can be kept"
_OTHER = "publish to another tracker, jupyter repro track mlflow:; old runs come along with --import-neptune"
_PREFIX = "repro."


class NeptuneTracker:
    """Runs of Neptune, offline."""

    schemes = (SCHEME,)

    def default(self, environ: Mapping[str, str]) -> str:
        """The address that is meant where only the scheme is said."""
        return f"{SCHEME}:{environ.get('NEPTUNE_PROJECT', '')}"

    def check(self, destination: Destination) -> None:
        """Raise ReproError for what is no project, or needs the service."""
        _project(destination)

    def log(self, destination: Destination, run: RunRecord) -> LoggedRun:
        """Write a run, or what it does not hold yet."""
        project = _project(destination)
        found = _found(destination, run.id)
        if not (found and _is_whole(found, run)):
            with _written(destination, project, run.id, run.name) as made:
                made[f"{RUN}/experiment"] = destination.experiment
                _assign(made, PARAMS, run.params)
                _assign(made, TAGS, _plain(run.tags))
                for number, given in enumerate(run.inputs):
                    _assign(made, f"{DATA}/{number}", {"name": given.name, **given.about()})
                for name, points in {**_last(run), **run.series}.items():
                    if not found or found.metrics.get(name) != points[-1].value:
                        steps = [point.step for point in points]
                        made[f"{METRICS}/{name}"].extend([point.value for point in points], steps=steps)
                _upload(made, run.files)
        return _logged_run(_run(destination, run.id))

    def amend(
        self, destination: Destination, run_id: str, tags: Mapping[str, str], files: Mapping[str, bytes]
    ) -> None:
        """Set tags of a run, and put files into it."""
        _run(destination, run_id)
        with _written(destination, _project(destination), run_id, "") as made:
            _assign(made, TAGS, _plain(tags))
            _upload(made, files)

    def runs(self, destination: Destination, tags: Mapping[str, str]) -> list[LoggedRun]:
        """The runs of the project that have the tags, the newest first."""
        found = [_logged_run(run) for run in _all(destination)]
        ours = [run for run in found if run.tags and tags.items() <= run.tags.items()]
        return sorted(ours, key=lambda run: run.started, reverse=True)

    def files(self, destination: Destination, run_id: str, into: Path) -> None:
        """Copy the files of a run below a folder."""
        found = _run(destination, run_id).files
        if not found:
            raise NoSuchData(
                f"the run {run_id} holds no files of ours", "publish it: jupyter repro track NOTEBOOK"
            )
        write_files({name: path.read_bytes() for name, path in found.items() if path.is_file()}, into)


def _project(destination: Destination) -> str:
    """WORKSPACE/PROJECT; raises ReproError for anything else, and NoAccess for what needs the service."""
    parts = parse_address(destination.address)
    if parts.holds_url or parts.query not in {"", "mode=offline"}:
        raise NoAccess(_ENDED, _OTHER)
    workspace, slash, project = parts.path.partition("/")
    if not (workspace and slash and project) or "/" in project:
        raise ReproError(
            f"Neptune has no project {destination.rest or 'without a name'}",
            "write neptune:WORKSPACE/PROJECT, or set NEPTUNE_PROJECT",
        )
    return parts.path


def _all(destination: Destination) -> list[NeptuneOfflineRun]:
    project = _project(destination)
    found: dict[str, NeptuneOfflineRun] = {}
    for run in offline_runs(destination.folder):
        if run.values.get(f"{RUN}/project") == project:
            name = str(run.values[f"{RUN}/id"])
            found[name] = found[name].with_later(run) if name in found else run
    return list(found.values())


def _found(destination: Destination, run_id: str) -> NeptuneOfflineRun | None:
    return next((run for run in _all(destination) if run.values[f"{RUN}/id"] == run_id), None)


def _run(destination: Destination, run_id: str) -> NeptuneOfflineRun:
    if found := _found(destination, run_id):
        return found
    raise no_such_run(f"Neptune's project {_project(destination)} on this machine", run_id)


def _is_whole(found: NeptuneOfflineRun, record: RunRecord) -> bool:
    held = _logged_run(found)
    return (
        texts(record.params).items() <= held.params.items()
        and record.tags.items() <= held.tags.items()
        and record.metrics.items() <= held.metrics.items()
        and record.files.keys() <= found.files.keys()
    )


@contextlib.contextmanager
def _written(destination: Destination, project: str, run_id: str, name: str) -> Iterator[Any]:
    """A new folder of a run, to be written to."""
    try:
        import neptune
    except ImportError:
        raise MissingExtra("Neptune's client", "neptune") from None
    logging.getLogger("neptune").setLevel(logging.CRITICAL)
    nothing: dict[str, Any] = {"source_files": [], "git_ref": False, "capture_traceback": False}
    quiet = dict.fromkeys(("capture_stdout", "capture_stderr", "capture_hardware_metrics"), False)
    try:
        with (
            contextlib.chdir(destination.folder),
            neptune.init_run(
                project=project, mode="offline", name=name or None, custom_run_id=run_id, **nothing, **quiet
            ) as run,
        ):
            _assign(run, RUN, {"id": run_id, "project": project, **({"name": name} if name else {})})
            yield run
    except OSError as error:
        raise NoAccess(f"the folder .neptune cannot be written: {error.strerror}") from error


def _assign(run: Any, namespace: str, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        run[f"{namespace}/{name}"] = value


def _upload(run: Any, files: Mapping[str, bytes]) -> None:
    from neptune.types import File

    for name, content in files.items():
        suffix = Path(name).suffix.removeprefix(".") or "bin"
        run[f"{FILES}/{name}"].upload(File.from_content(content, extension=suffix))


def _plain(tags: Mapping[str, str]) -> dict[str, Value]:
    """Tags without what their namespace says."""
    return {name.removeprefix(_PREFIX): value for name, value in typed_tags(tags).items()}


def _last(run: RunRecord) -> dict[str, tuple[Point, ...]]:
    return {name: (Point(0, value),) for name, value in run.metrics.items()}


def _logged_run(run: NeptuneOfflineRun) -> LoggedRun:
    tags = {f"{_PREFIX}{name}": str(value) for name, value in run.below(TAGS)}
    return LoggedRun(
        id=str(run.values[f"{RUN}/id"]),
        name=str(run.values.get(f"{RUN}/name", "")),
        started=tags.get("repro.recorded", run.started),
        tags=tags,
        params=texts(dict(run.below(PARAMS))),
        metrics=dict(run.metrics),
        note=_ENDED,
    )
