"""The file of a snapshot: where it lies, what it looks like, and its JSON Schema.

It is `analysis.repro.json` beside `analysis.ipynb`, made for git: sorted keys, stable order, one fact a line, no
absolute path of the machine, no secret. Its JSON Schema is `schemas/snapshot-1.json`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.records.snapshot import SCHEMA, Snapshot


def snapshot_path(notebook: str | Path) -> Path:
    """Where the snapshot of a notebook lies: `analysis.repro.json` beside `analysis.ipynb`."""
    return Path(notebook).with_suffix(".repro.json")


def encode_snapshot(snapshot: Snapshot) -> bytes:
    """The bytes of a snapshot's file: sorted keys, one fact a line, a newline at the end."""
    encoded = msgspec.json.encode(snapshot, order="sorted")
    return msgspec.json.format(encoded, indent=1) + b"\n"


def decode_snapshot(content: bytes, path: str | Path) -> Snapshot:
    """Read a snapshot's file; `path` is for the message.

    Raises UnreadableInput for what is cut, not a snapshot, or written by a newer version.
    """
    try:
        schema = msgspec.json.decode(content, type=_Header).schema
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableInput(path, f"it is not a snapshot ({error})", _AGAIN) from None
    if schema != SCHEMA:
        raise UnreadableInput(path, f"its format is {schema!r}, this version reads {SCHEMA!r}", _UPGRADE)
    try:
        return msgspec.json.decode(content, type=Snapshot)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableInput(path, f"it is damaged ({error})", _AGAIN) from None


def snapshot_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a snapshot's file."""
    return {"$id": SCHEMA, **msgspec.json.schema(Snapshot)}


class _Header(msgspec.Struct):
    schema: str


_AGAIN = "take it from git again, or remove it and record the notebook again"
_UPGRADE = "upgrade with: pip install --upgrade jupyter-repro"
