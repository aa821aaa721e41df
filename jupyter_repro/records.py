"""What is recorded of one execution: Snapshot, Context and CellRecord, and their file format.

The file is `analysis.repro.json` beside `analysis.ipynb`, made for git: sorted keys, stable order, one fact a
line, no absolute path of the machine, no secret. Its JSON Schema is `schemas/snapshot-1.json`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from jupyter_repro.errors import UnreadableInput

SCHEMA = "jupyter-repro/snapshot@1"

CellId = str
OutputType = Literal["stream", "display_data", "execute_result", "error"]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """Base of all that is recorded: frozen, with the fields of a newer minor format passed over."""


class Representation(Record, frozen=True):
    """One MIME representation of an output, in canonical form."""

    digest: str
    size: int
    """Characters of the canonical text, or bytes of what it encodes for a binary type."""
    excerpt: tuple[str, ...] = ()
    """Lines to show a difference with when the notebook was stripped of its outputs."""
    complete: bool = False
    """Whether `excerpt` is the whole canonical text."""


class OutputRecord(Record, frozen=True):
    """One output of a cell: every representation of its MIME bundle."""

    type: OutputType
    data: dict[str, Representation]


class CellRecord(Record, frozen=True):
    """One code cell: what was run and what it showed."""

    id: CellId
    source_digest: str
    outputs: tuple[OutputRecord, ...] = ()
    state: dict[str, str] = {}
    """Watched variables that changed in this cell, or are new: digest, type and shape. See `jupyter_repro.states`."""


class DataFile(Record, frozen=True):
    """A file that the notebook read, as it was when it was read."""

    digest: str
    size: int
    """Bytes."""
    cell: CellId = ""
    line: int = 0
    """Line of the cell, from 1; 0 where it is not known."""


class GitState(Record, frozen=True):
    """The repository that the notebook lies in."""

    commit: str
    branch: str = ""
    dirty: tuple[str, ...] = ()
    """Changed and untracked files, relative to the repository, without the notebook and its snapshot."""
    remote: str = ""
    """Address of the remote, without credentials."""


class Packages(Record, frozen=True):
    """Installed distributions, normalised name to version."""

    imported: dict[str, str] = {}
    """Those that the notebook imported, directly or not."""
    installed: dict[str, str] = {}
    """All others."""


class Context(Record, frozen=True):
    """All that a result depends on."""

    seed: int | None = None
    pins: dict[str, str] = {}
    """Pinned library to how: its seed, or why it could not be pinned."""
    pin_options: tuple[str, ...] = ()
    """`per-cell` where all states were set anew at each cell's start, `uuid` where `uuid4` was pinned as well."""
    parameters: dict[str, Any] = {}
    folder: str = "."
    """Working folder of the kernel, relative to the notebook's."""
    data: dict[str, DataFile] = {}
    environment: dict[str, str] = {}
    """What is set before Python starts: hash seed, time zone, locale, thread counts."""
    git: GitState | None = None
    machine: dict[str, str] = {}
    modules: dict[str, str] = {}
    """Files of the local modules that the notebook imported, to their digests."""
    packages: Packages = Packages()
    python: dict[str, str] = {}
    watch: tuple[str, ...] = ()
    """What was watched, in the words of `%repro watch`: names of variables, or `--all`."""
    hidden_state: tuple[str, ...] = ()
    """How the session departed from a run from top to bottom, a sentence each."""
    other: dict[str, Any] = {}
    """What collectors of other projects recorded."""


class Use(Record, frozen=True):
    """A source of nondeterminism that a probe saw used."""

    kind: str
    cell: CellId
    line: int
    what: str
    remedy: str = ""
    certainty: Literal["observed", "suspected"] = "observed"
    """`suspected` where it stands in the cell's source and may not have run."""


class Snapshot(Record, frozen=True):
    """What was recorded of one execution."""

    notebook: str
    """File name of the notebook."""
    recorded: str
    """When, as an ISO 8601 time stamp in UTC."""
    kernel: str
    language: str
    cells: tuple[CellRecord, ...]
    context: Context = Context()
    uses: tuple[Use, ...] = ()
    verified: bool = False
    """Whether a fresh run has given the same outputs since."""
    canonical_form: int = 0
    """Number of the canonical form that the digests are of; 0 where it was not said."""
    schema: Literal["jupyter-repro/snapshot@1"] = "jupyter-repro/snapshot@1"


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
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableInput(path, f"it is not a snapshot ({error})", _AGAIN) from None
    if schema != SCHEMA:
        raise UnreadableInput(path, f"its format is {schema!r}, this version reads {SCHEMA!r}", _UPGRADE)
    try:
        return msgspec.json.decode(content, type=Snapshot)
    except msgspec.ValidationError as error:
        raise UnreadableInput(path, f"it is damaged ({error})", _AGAIN) from None


def snapshot_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a snapshot's file."""
    return {"$id": SCHEMA, **msgspec.json.schema(Snapshot)}


class _Header(msgspec.Struct):
    schema: str


_AGAIN = "take it from git again, or remove it and record the notebook anew"
_UPGRADE = "upgrade with: pip install --upgrade jupyter-repro"


class FileRead(Record, frozen=True):
    """A file that the recorder saw opened for reading while a cell ran."""

    path: str
    """Absolute in the process that works with it, a portable name on the way between two."""
    cell: CellId = ""
    line: int = 0
    size: int = -1
    mtime_ns: int = 0
    digest: str = ""
    """Set where the notebook wrote to the file later, taken just before that."""
