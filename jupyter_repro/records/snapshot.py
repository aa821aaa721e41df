"""What is recorded of one execution: Snapshot, Context and CellRecord; the file that it stands in is of `snapshots`."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.records.run_blocks import RunBlock
from jupyter_repro.records.tracked_run import OwnRun
from jupyter_repro.verdicts import ResourceUse

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
    """Watched variables that changed in this cell, or are new: digest, type and shape. See `session_states`."""


class DataFolder(Record, frozen=True, omit_defaults=True):
    """What of a folder that was read as one data set counts, and what lay in it."""

    count: int
    """Files."""
    files: dict[str, str] = {}
    """Path below the folder to the first 16 digits of the file's digest; empty for a very large folder."""
    endings: tuple[str, ...] = ()
    """Endings of the names that count, with their dot; all where there are none."""
    recursive: bool = False
    without: tuple[str, ...] = ()
    """Files that the notebook itself wrote there: results, not inputs."""


class DataVersion(Record, frozen=True, omit_defaults=True):
    """An exact version of data that its store can go back to."""

    id: str
    """The store's own: a number of Delta Lake, a snapshot of Iceberg, a commit, an object's version; else a digest."""
    time: str = ""
    """When it was stored, as an ISO 8601 time stamp in UTC; "" where the store does not say."""
    asof: str = ""
    """What was asked for, as it was written: a moment, or `version 3`; "" where the newest was read."""
    gone: str = ""
    """Of what is found now: why this version is not available any more, a sentence without its full stop."""
    rows: int | None = None
    """Of what a database answered; None where that is not known."""
    answer: str = ""
    """Digest of the file by which this answer is kept; "" where it is not."""


class DataFile(Record, frozen=True, omit_defaults=True):
    """A file, folder, table, address or query that the notebook read, as it was when it was read."""

    digest: str
    """Of the content; of a query, of its statement."""
    size: int
    """Bytes."""
    cell: CellId = ""
    line: int = 0
    """Line of the cell, from 1; 0 where it is not known."""
    folder: DataFolder | None = None
    """Set where its name ends in a slash."""
    etag: str = ""
    """What the server says of the version that it sent."""
    version: DataVersion | None = None
    """Set where the store keeps versions."""
    changed: bool = False
    """Whether it was written to after the notebook had opened it; the digest is of the later content."""
    unheld: str = ""
    """The moment that `%repro asof` named, as it was written, while this was read as it is now, for it keeps no
    versions; "" where none was in force."""


class GitState(Record, frozen=True):
    """The repository that the notebook lies in."""

    commit: str
    branch: str = ""
    dirty: tuple[str, ...] = ()
    """Changed and untracked files, relative to the repository, without the notebook and its snapshot."""
    remote: str = ""
    """Address of the remote, without credentials."""
    tag: str = ""
    """That points at the commit; of several the highest version."""
    remotes: dict[str, str] = {}
    """Name to address of every remote, without credentials."""
    submodules: dict[str, str] = {}
    """Path to the commit that is checked out there."""
    patch: tuple[str, ...] = ()
    """Lines of the changes of tracked files against the commit: joined, each with a line feed behind it, they are
    what `git apply` takes."""
    patch_encoding: Literal["utf-8", "latin-1"] = "utf-8"
    """Which makes the patch's bytes of its lines; latin-1 where a file that changed is not UTF-8."""
    patch_omitted: str = ""
    """Why the patch was not kept; "" where it was, and where nothing is changed."""


class Origin(Record, frozen=True, omit_defaults=True):
    """Where an imported distribution was installed from, and what of it can change under the same version."""

    address: str = ""
    """Of the repository, archive or folder, without credentials; "" for what came from a package index."""
    commit: str = ""
    """Of the repository that it was installed from."""
    editable: bool = False
    """Whether the folder's own source is what is imported."""
    digest: str = ""
    """Of what RECORD says of the wheel's files; of an editable one, of the names and digests in `files`."""
    files: dict[str, str] = {}
    """Source files of an editable one, relative to its folder, to their digests."""


class Packages(Record, frozen=True):
    """Installed distributions, normalised name to version."""

    imported: dict[str, str] = {}
    """Those that the notebook imported, directly or not."""
    installed: dict[str, str] = {}
    """All others."""
    origins: dict[str, Origin] = {}
    """Where the imported ones came from."""


class Context(Record, frozen=True):
    """All that a result depends on."""

    seed: int | None = None
    pins: dict[str, str] = {}
    """Pinned library to how: its seed, or why it could not be pinned."""
    pin_options: tuple[str, ...] = ()
    """`per-cell` where all states were set again at each cell's start, `uuid` where `uuid4` was pinned as well."""
    parameters: dict[str, Any] = {}
    folder: str = "."
    """Working folder of the kernel, relative to the notebook's."""
    data: dict[str, DataFile] = {}
    written: tuple[str, ...] | None = None
    """Files that the notebook wrote and that were there at its end; those that `data` has as well it had read before.
    None where that was not recorded."""
    environment: dict[str, str] = {}
    """What is set before Python starts: hash seed, time zone, locale, thread counts."""
    git: GitState | None = None
    machine: dict[str, str] = {}
    modules: dict[str, str] = {}
    """Files of the local modules that the notebook imported, to their digests."""
    packages: Packages = Packages()
    python: dict[str, str] = {}
    blas: dict[str, str] = {}
    """Libraries for linear algebra and threads that the kernel had loaded, to version, kernel and threads."""
    variables: dict[str, str] = {}
    """Environment variables that the notebook read, to their values or keyed digests."""
    consumes: dict[str, Consumed] = {}
    """Snapshots that the notebook says it builds upon, by the names that it gives them."""
    watch: tuple[str, ...] = ()
    """What was watched, in the words of `%repro watch`: names of variables, or `--all`."""
    hidden_state: tuple[str, ...] = ()
    """How the session differed from a run from top to bottom, a sentence each."""
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
    name: str | UnsetType = UNSET
    """Of the file that was looked at; left out for every other source."""
    found: str | UnsetType = UNSET
    """What the look found of it."""

    @property
    def varies(self) -> bool:
        """Whether it gives another value by itself; a look at a file, or a path, does only where these are others."""
        return not self.name and self.kind != "path"


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
    verified_at: str = ""
    """When one first did, as an ISO 8601 time stamp in UTC; "" where that is not known."""
    verified_commit: str = ""
    """What git had checked out then; "" outside a repository, and where that is not known."""
    verified_as: Literal["identical", "equivalent"] | UnsetType = UNSET
    """Which of the two that run was; left out where nobody verified it, and where an older version did."""
    canonical_form: int = 0
    """Number of the canonical form that the digests are of; 0 where it was not said."""
    runs: tuple[OwnRun, ...] = ()
    """Runs that the notebook itself started in an experiment tracker, in the order of their start."""
    blocks: tuple[RunBlock, ...] = ()
    """Parts of the run that the notebook names, with what it logged in them, in the order of their start."""
    seconds: float | UnsetType = UNSET
    """That the last run from outside took, about; left out where there was none."""
    used: ResourceUse | UnsetType = UNSET
    """What it used of the machine, about; left out as well, and where an older version recorded."""
    schema: Literal["jupyter-repro/snapshot@1"] = "jupyter-repro/snapshot@1"

    @property
    def verified_status(self) -> str:
        """Status of the run that agreed; both words where an older version saw it, "" where there was none."""
        if not self.verified:
            return ""
        return "identical or equivalent" if isinstance(self.verified_as, UnsetType) else self.verified_as
