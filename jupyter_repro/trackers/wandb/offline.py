"""Runs that Weights & Biases keeps on this machine until `wandb sync` sends them.

Each is a folder `wandb/offline-run-TIME-ID` with a file of records; a run that was taken up again has several, of
which the later ones add to the earlier. W&B itself has no function that reads them.
"""

from __future__ import annotations

import json
import struct
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jupyter_repro.errors import NoAccess
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.trackers.wandb.addresses import WandbPlace

_IDENTITY = b":W&B"
_FILE_HEADER, _CHUNK_HEADER = 7, struct.Struct("<IHB")
_BLOCK = 2**15
_WHOLE, _FIRST, _LAST = 1, 2, 4
"""Kinds of chunks, as in LevelDB's logs: a record that does not fit into a block is several."""

_LONGEST_WAIT, _MOMENT, _ATTEMPTS = 30, 3, 20
"""Seconds, and attempts in each."""


@dataclass
class WandbOfflineRun:
    """What all records of a run say together."""

    id: str
    name: str = ""
    entity: str = ""
    project: str = ""
    started: str = ""
    group: str = ""
    job_type: str = ""
    notes: str = ""
    tags: tuple[str, ...] = ()
    folder: str = ""
    """Of its records, as `wandb sync` takes it: a pattern for several."""
    config: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    artifacts: list[tuple[str, str, dict[str, Path]]] = field(default_factory=list)
    """Type, name, and name in the artifact to the file on this machine; in the order they were logged."""


def offline_runs(place: WandbPlace) -> list[WandbOfflineRun]:
    """The runs of a project, the newest first."""
    found: dict[str, WandbOfflineRun] = {}
    for path in sorted((place.folder / "wandb").glob("offline-run-*-*/run-*.wandb")):
        run_id = path.name.removeprefix("run-").removesuffix(".wandb")
        pattern = str(path.parents[1] / f"offline-run-*-{run_id}")
        run = found.setdefault(run_id, WandbOfflineRun(run_id, folder=pattern))
        for record in records(path):
            _take(run, record)
    ours = [run for run in found.values() if run.project == place.project and _is_of(run, place)]
    return sorted(ours, key=lambda run: run.started, reverse=True)


def offline_run(place: WandbPlace, run_id: str) -> WandbOfflineRun | None:
    """One run of a project."""
    return next((run for run in offline_runs(place) if run.id == run_id), None)


def wait_until_written(path: Path) -> None:
    """Wait until the file of a run that was finished ends as it should: W&B writes it a moment later.

    Raises NoAccess where it does not.
    """
    if not _is_whole(path, _LONGEST_WAIT):
        raise NoAccess(
            "W&B has not written the run within half a minute", f"see: ls -l {shell_word(path.parent)}"
        )


def wait_for_notebook(place: WandbPlace, run_id: str) -> None:
    """Wait a moment for W&B to write what the notebook said last; a run that was never finished has no end."""
    for path in (place.folder / "wandb").glob(f"offline-run-*-{run_id}*/run-{run_id}.wandb"):
        _is_whole(path, _MOMENT)


def _is_whole(path: Path, seconds: int) -> bool:
    for _ in range(seconds * _ATTEMPTS):
        if any(record.WhichOneof("record_type") == "exit" for record in records(path)):
            return True
        time.sleep(1 / _ATTEMPTS)
    return False


def records(path: Path) -> Iterator[Any]:
    """The records of a file, as `wandb_internal_pb2.Record`; what was cut off at its end is left out."""
    from google.protobuf.message import DecodeError
    from wandb.proto.wandb_internal_pb2 import Record

    for content in _contents(path.read_bytes()):
        record = Record()
        try:
            record.ParseFromString(content)
        except DecodeError:
            return
        yield record


def _contents(file: bytes) -> Iterator[bytes]:
    if not file.startswith(_IDENTITY):
        return
    begun = b""
    for kind, chunk in _chunks(file):
        begun = chunk if kind in {_WHOLE, _FIRST} else begun + chunk
        if kind in {_WHOLE, _LAST}:
            yield begun


def _chunks(file: bytes) -> Iterator[tuple[int, bytes]]:
    at = _FILE_HEADER
    while at + _CHUNK_HEADER.size <= len(file):
        left = _BLOCK - at % _BLOCK
        if left < _CHUNK_HEADER.size:  # no header begins there
            at += left
            continue
        _, length, kind = _CHUNK_HEADER.unpack_from(file, at)
        at += _CHUNK_HEADER.size + length
        if not kind or at > len(file):
            return
        yield kind, file[at - length : at]


def _is_of(run: WandbOfflineRun, place: WandbPlace) -> bool:
    return not (run.entity and place.entity) or run.entity == place.entity


def _take(run: WandbOfflineRun, record: Any) -> None:
    kind = record.WhichOneof("record_type")
    if kind == "run":
        _begin(run, record.run)
    elif kind == "config":
        _update(run.config, record.config)
    elif kind == "summary":
        _update(run.summary, record.summary)
    elif kind == "artifact":
        made = record.artifact
        run.artifacts.append((made.type, made.name, dict(_local_files(made.manifest.contents))))


def _begin(run: WandbOfflineRun, begun: Any) -> None:
    run.entity, run.project = begun.entity or run.entity, begun.project or run.project
    run.name = run.name or begun.display_name
    run.group, run.job_type = run.group or begun.run_group, run.job_type or begun.job_type
    run.notes, run.tags = begun.notes or run.notes, tuple(begun.tags) or run.tags
    started = datetime.fromtimestamp(begun.start_time.seconds, UTC)
    run.started = run.started or started.strftime("%Y-%m-%dT%H:%M:%SZ")
    _update(run.config, begun.config)
    _update(run.summary, begun.summary)


def _update(values: dict[str, Any], change: Any) -> None:
    for each in change.remove:
        place, last = _place(values, each)
        place.pop(last, None)
    for each in change.update:
        place, last = _place(values, each)
        place[last] = json.loads(each.value_json)


def _place(values: dict[str, Any], each: Any) -> tuple[dict[str, Any], str]:
    """Where a value stands, and its key there: what was logged has a list of keys, what was set has one."""
    *above, last = [each.key] if each.key else list(each.nested_key) or [""]
    for key in above:
        if not isinstance(values.get(key), dict):
            values[key] = {}
        values = values[key]
    return values, last


def _local_files(entries: Iterable[Any]) -> Iterator[tuple[str, Path]]:
    return ((entry.path, Path(entry.local_path)) for entry in entries if entry.local_path)
