"""What Neptune's client has written of runs that it kept on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILES = "repro_files"
"""Namespace of our files."""
_METRICS = "metrics/"
_FOLDERS = ".neptune/offline/run__*"


@dataclass(frozen=True)
class NeptuneOfflineRun:
    """What the operations in a run's folder come to."""

    started: str
    values: dict[str, Any] = field(default_factory=dict)
    """Path of an attribute, with slashes, to its value."""
    metrics: dict[str, float] = field(default_factory=dict)
    """Name to last value."""
    files: dict[str, Path] = field(default_factory=dict)
    """Name of a file of ours to where it lies."""

    def below(self, namespace: str) -> Iterator[tuple[str, Any]]:
        """The attributes of a namespace, without its name."""
        prefix = f"{namespace}/"
        return (
            (name.removeprefix(prefix), value)
            for name, value in self.values.items()
            if name.startswith(prefix)
        )

    def with_later(self, other: NeptuneOfflineRun) -> NeptuneOfflineRun:
        """Both; the other's values are in place of those of the same names."""
        return replace(
            self,
            values={**self.values, **other.values},
            metrics={**self.metrics, **other.metrics},
            files={**self.files, **other.files},
        )


def offline_runs(folder: Path) -> list[NeptuneOfflineRun]:
    """The runs of all projects that are kept below a folder, the oldest first."""
    found = [_run(path) for path in folder.glob(_FOLDERS)]
    return sorted(found, key=lambda run: run.started)


def _run(folder: Path) -> NeptuneOfflineRun:
    operations = list(_operations(folder))
    run = NeptuneOfflineRun(_moment(operations[0][1]) if operations else "")
    for operation, _ in operations:
        _take(run, operation, folder)
    return run


def _operations(folder: Path) -> Iterator[tuple[dict[str, Any], float]]:
    """In the order they were written, with their times; what was cut off at the end is left out."""
    for path in sorted(folder.glob("data-*.log"), key=lambda each: int(each.stem.partition("-")[2])):
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                written = json.loads(line)
            except ValueError:
                return
            yield written["obj"], float(written.get("at") or 0)


def _take(run: NeptuneOfflineRun, operation: dict[str, Any], folder: Path) -> None:
    name, kind = "/".join(operation.get("path", ())), operation.get("type", "")
    if kind.startswith("Assign"):
        run.values[name] = operation.get("value")
    elif kind == "LogFloats" and name.startswith(_METRICS):
        run.metrics[name.removeprefix(_METRICS)] = float(operation["values"][-1]["value"])
    elif kind == "UploadFile" and name.startswith(f"{FILES}/"):
        kept = operation.get("tmp_file_name") or ""
        path = folder / "upload_path" / kept if kept else Path(str(operation.get("file_path")))
        run.files[name.removeprefix(f"{FILES}/")] = path


def _moment(seconds: float) -> str:
    # to the microsecond: a verification follows soon
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
