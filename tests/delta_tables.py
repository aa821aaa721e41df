"""Delta tables whose commits were made when a test wants it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow
from deltalake import DeltaTable, write_deltalake

FIRST = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
"""When version 0 was made; each later one a day after."""


def appended(path: Path, *rows: int, mode: str = "append") -> None:
    """Commit a version that has these numbers more, or only these where the mode is `overwrite`."""
    write_deltalake(path, pyarrow.table({"x": list(rows)}), mode=mode)


def made(path: Path, versions: int = 3) -> Path:
    """A table whose version n has the numbers 0 to n."""
    for number in range(versions):
        appended(path, number)
        dated(path, number, FIRST + timedelta(days=number))
    return path


def dated(path: Path, version: int, moment: datetime, field: str = "timestamp") -> None:
    """Let a commit be made at a moment."""
    file = path / "_delta_log" / f"{version:020}.json"
    entries: list[dict[str, Any]] = [json.loads(line) for line in file.read_text().splitlines()]
    for entry in entries:
        if "commitInfo" in entry:
            entry["commitInfo"][field] = round(moment.timestamp() * 1000)
    file.write_text("".join(f"{json.dumps(entry)}\n" for entry in entries))


def vacuumed(path: Path) -> None:
    """Delete the files that the newest version does not need."""
    DeltaTable(path).vacuum(0, dry_run=False, enforce_retention_duration=False)


def numbers(frame: Any) -> Sequence[int]:
    """What a frame holds, in order."""
    return sorted(frame["x"])
