"""Folders as neptune-exporter writes them: its schema, its names of files, a row for each attribute or step."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

STEP, TIME = pa.decimal128(18, 6), pa.timestamp("ms", tz="UTC")
SCHEMA = pa.schema(
    {
        "project_id": pa.string(),
        "run_id": pa.string(),
        "attribute_path": pa.string(),
        "attribute_type": pa.string(),
        "step": STEP,
        "timestamp": TIME,
        "int_value": pa.int64(),
        "float_value": pa.float64(),
        "string_value": pa.string(),
        "bool_value": pa.bool_(),
        "datetime_value": TIME,
        "string_set_value": pa.list_(pa.string()),
        "file_value": pa.struct({"path": pa.string()}),
        "histogram_value": pa.struct(
            {"type": pa.string(), "edges": pa.list_(pa.float64()), "values": pa.list_(pa.float64())}
        ),
    }
)
MOMENT = datetime(2025, 3, 1, 12, tzinfo=UTC)


def folder_name(name: str) -> str:
    """A project's or a run's name as the exporter writes it."""
    return (
        f"{re.sub(r'[^0-9A-Za-z_-]', '_', name)}-{hashlib.blake2b(name.encode(), digest_size=8).hexdigest()}"
    )


def exported(folder: Path, project: str, run: str, *parts: list[tuple]) -> Path:
    """Write the rows of a run, each (path, type, value) or (path, type, value, step), into a file for each part."""
    where = folder / "data" / folder_name(project)
    where.mkdir(parents=True, exist_ok=True)
    for number, rows in enumerate(parts):
        table = pa.Table.from_pylist([_row(project, run, *row) for row in rows], SCHEMA)
        pq.write_table(table, where / f"{folder_name(run)}_part_{number}.parquet", compression="snappy")
    return folder


def kept_file(folder: Path, project: str, name: str, content: bytes) -> str:
    """A file that the exporter has loaded, and its path as a row has it."""
    path = folder / "files" / folder_name(project) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return name


def _row(project, run, path, kind, value, step=None):
    column = {"file": "file_value", "file_series": "file_value", "file_set": "file_value"}.get(
        kind, f"{kind.removesuffix('_series')}_value"
    )
    return {
        "project_id": project,
        "run_id": run,
        "attribute_path": path,
        "attribute_type": kind,
        "step": None if step is None else Decimal(str(step)),
        "timestamp": MOMENT if kind.endswith("_series") else None,
        column: {"path": value} if column == "file_value" else value,
    }
