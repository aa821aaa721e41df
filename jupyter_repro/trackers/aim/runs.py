"""What a run of Aim holds of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.records.tracked_run import OURS, SEED, LoggedRun, Point, RunRecord, typed_tags, whole_steps
from jupyter_repro.records.tracked_run import PARAMS as PARAMS_OF_OWN
from jupyter_repro.records.tracked_values import value_text
from jupyter_repro.trackers.aim.repositories import Repository
from jupyter_repro.trackers.stored_files import write_files

TAGS, PARAMS, DATA = "repro", "hparams", "repro_data"
"""Attributes of a run: our tags, parameters, and data by reference."""
_FILES = "repro_files"
"""Where the files are that a server keeps, which has no place for artifacts of its own."""
_MARK = "repro"
_PINS = f"{OURS}pins"
_SYSTEM = "__system_params"


def fill(there: Repository, run: Any, record: RunRecord, *, ours: bool) -> None:
    """All that a record holds; in a run that is not `ours`, the parameters stand with the tags."""
    if ours:
        run[PARAMS] = {**(run.get(PARAMS) or {}), **record.params}
    run[DATA] = {**(run.get(DATA) or {}), **{given.name: given.about() for given in record.inputs}}
    run[TAGS] = {**(run.get(TAGS) or {}), **typed_tags(record.tags), **({} if ours else record.params)}
    if _MARK not in run.tags:
        run.add_tag(_MARK)
    known = dict(_metrics(run.meta_run_tree.get("traces") or {}))
    for name, points in {**_last(record), **record.series}.items():
        if known.get(name) != points[-1].value:
            for step, point in zip(whole_steps(points), points, strict=True):
                run.track(point.value, name=name, step=step)
    put_files(there, run, record.files)


def set_tags(run: Any, tags: Mapping[str, str]) -> None:
    """Set our tags, in place of those of the same names."""
    run[TAGS] = {**(run.get(TAGS) or {}), **typed_tags(tags)}


def put_files(there: Repository, run: Any, files: Mapping[str, bytes]) -> None:
    """Put files into a run: as artifacts beside the repository, or on its server."""
    if there.is_remote:
        run.meta_run_tree[_FILES] = {**(run.meta_run_tree.get(_FILES) or {}), **files}
        return
    if run.artifacts_uri is None:
        run.set_artifacts_uri(Path(there.address, ".aim", "artifacts").as_uri())
    with scratch_folder() as temporary:
        write_files(files, Path(temporary))
        for name in files:
            run.log_artifact(str(Path(temporary, name)), name=name, block=True)


def files_in(there: Repository, run_id: str) -> dict[str, bytes]:
    """Name to content of the files that `put_files` has put into a run."""
    tree = there.tree(run_id)
    kept = {name: bytes(content) for name, content in (tree.get(_FILES) or {}).items()}
    return {**dict(_artifacts(tree)), **kept}


def logged_run(there: Repository, run_id: str) -> LoggedRun:
    """A run of Aim's as one of ours."""
    tree = there.tree(run_id)
    attributes = tree.get("attrs") or {}
    props = there.repo.request_props(run_id, read_only=True)
    started = datetime.fromtimestamp(props.creation_time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    ours = attributes.get(TAGS) or {}
    tags = {name: str(value) for name, value in ours.items() if not _is_param(name)}
    return LoggedRun(
        id=run_id,
        name=str(props.name or ""),
        shown_by="" if there.is_remote else f"aim up --repo {there.address}",
        started=tags.get("repro.recorded", started),
        tags=tags,
        params=dict(_params(attributes)),
        metrics=dict(_metrics(tree.get("traces") or {})),
    )


def _last(record: RunRecord) -> dict[str, tuple[Point, ...]]:
    return {name: (Point(0, value),) for name, value in record.metrics.items()}


def _params(attributes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in attributes.items():
        if name not in {TAGS, DATA, _SYSTEM}:
            beneath = value if name == PARAMS and isinstance(value, dict) else {name: value}
            yield from ((key, value_text(each)) for key, each in beneath.items())
    ours = attributes.get(TAGS) or {}
    for name, value in ours.items():
        if _is_param(name) or (name == SEED and _PINS in ours):
            yield name, value_text(value)


def _is_param(name: str) -> bool:
    """Whether what stands with our tags, in a run of the notebook's own, is a parameter."""
    return name == _PINS or name.startswith(PARAMS_OF_OWN)


def _metrics(traces: Mapping[Any, Mapping[str, Any]]) -> Iterator[tuple[str, float]]:
    """Name to last value, of all contexts."""
    for series in traces.values():
        for name, facts in series.items():
            if isinstance(facts.get("last"), (int, float)):
                yield name, float(facts["last"])


def _artifacts(tree: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Those that lie on this machine."""
    for name, artifact in (tree.get("artifacts") or {}).items():
        parts = parse_address(artifact.uri)
        path = Path(unquote(parts.path))
        if parts.scheme == "file" and path.is_file():
            yield name, path.read_bytes()
