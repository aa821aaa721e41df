"""What neptune-exporter has written of Neptune's runs.

Its format, as its page says: `data/PROJECT/RUN_part_N.parquet`, a row for each attribute, or for each step of a series;
`files/PROJECT/…`, where the rows of files point. Models of the registry, in folders of their own, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from jupyter_repro.errors import MissingExtra, NoSuchData, UnreadableInput
from jupyter_repro.trackers.stored_files import is_below

_PART = re.compile(r"(?P<run>.+)_part_(?P<number>\d+)")
_VALUES = {
    "int": "int_value",
    "float": "float_value",
    "string": "string_value",
    "bool": "bool_value",
    "datetime": "datetime_value",
    "string_set": "string_set_value",
    "float_series": "float_value",
    "string_series": "string_value",
    "histogram_series": "histogram_value",
}
"""Type of an attribute to the column of its value; all others are files."""
_COLUMNS = {"project_id", "run_id", "attribute_path", "attribute_type"}


@dataclass
class ExportedRun:
    """One run, as the rows of its files come to."""

    project: str
    id: str
    values: dict[str, Any] = field(default_factory=dict)
    """Path of an attribute to its value."""
    series: dict[str, list[tuple[Decimal | None, datetime | None, Any]]] = field(default_factory=dict)
    """Path to steps, times and values, by step."""
    numbers: set[str] = field(default_factory=set)
    """Paths of the series that are of numbers."""
    files: dict[str, Path] = field(default_factory=dict)
    """Name of a file in the run to where it lies."""


def exported_runs(folder: Path) -> Iterator[ExportedRun]:
    """All runs below the folder that neptune-exporter wrote, or below its folder `data`, by project.

    Raises NoSuchData where there are none, UnreadableInput, and MissingExtra.
    """
    root = folder if (folder / "data").is_dir() else folder.parent
    data, files = (root / "data" if root == folder else folder), root / "files"
    runs: dict[tuple[Path, str], list[tuple[int, Path]]] = {}
    for path in sorted(data.glob("*/*.parquet")):
        if named := _PART.fullmatch(path.stem):
            runs.setdefault((path.parent, named["run"]), []).append((int(named["number"]), path))
    if not runs:
        raise NoSuchData(
            f"{folder} holds no runs that neptune-exporter wrote",
            "name the folder in which its data and files are",
        )
    for (project, _), parts in sorted(runs.items()):
        yield _run([path for _, path in sorted(parts)], files / project.name)


def _run(parts: Iterable[Path], files: Path) -> ExportedRun:
    run = ExportedRun("", "")
    for row in (row for part in parts for row in _rows(part)):
        run.project, run.id = run.project or row["project_id"], run.id or row["run_id"]
        _take(run, row, files)
    for steps in run.series.values():
        steps.sort(key=lambda each: each[0] if each[0] is not None else Decimal(0))
    return run


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise MissingExtra("pyarrow", "neptune") from None
    try:
        rows: list[dict[str, Any]] = parquet.ParquetFile(path).read().to_pylist()
    except (ArrowException, OSError) as error:
        raise UnreadableInput(path, f"it is no Parquet file ({str(error).partition(chr(10))[0]})") from None
    if rows and not rows[0].keys() >= _COLUMNS:
        raise UnreadableInput(path, "neptune-exporter did not write it")
    return rows


def _take(run: ExportedRun, row: Mapping[str, Any], files: Path) -> None:
    name, kind = row["attribute_path"], row["attribute_type"]
    if kind not in _VALUES:
        run.files.update(_files(name, row, files))
    elif kind.endswith("_series"):
        run.series.setdefault(name, []).append((row["step"], row["timestamp"], row[_VALUES[kind]]))
        if kind == "float_series":
            run.numbers.add(name)
    elif row[_VALUES[kind]] is not None:
        run.values[name] = row[_VALUES[kind]]


def _files(name: str, row: Mapping[str, Any], files: Path) -> Iterator[tuple[str, Path]]:
    """Name in the run to where it lies, of a file, a step of a series of files, or each file of a set."""
    kept = (row.get("file_value") or {}).get("path") or ""
    path = files / kept
    if not is_below(kept):
        return
    if path.is_dir():
        inside = (each for each in sorted(path.rglob("*")) if each.is_file())
        yield from ((f"{name}/{each.relative_to(path).as_posix()}", each) for each in inside)
    elif path.is_file():
        step = f"/{row['step'].normalize():f}" if row["step"] is not None else ""
        suffix = path.suffix if step or not Path(name).suffix else ""
        yield f"{name}{step}{suffix}", path
