"""What the server answers, as JSON; the front end's types are made from these, see `schemas/typescript.py`."""

from __future__ import annotations

from typing import Literal

import msgspec

from jupyter_repro.diagnosing.actions import Action
from jupyter_repro.records.snapshot import Use
from jupyter_repro.reporters.context_sections import ContextSection
from jupyter_repro.verdicts import (
    Attribution,
    Certainty,
    ContextChange,
    Divergence,
    Experiment,
    Fix,
    ResourceUse,
    Status,
)

JobKind = Literal["verify", "why", "handoff", "snapshot"]
Phase = Literal["queued", "running", "done", "cancelled", "failed"]
NotebookStatus = Literal[
    "not-recorded", "recorded", "verified", "edited", "diverged", "failed", "unverifiable", "unreadable"
]


class WhereAnswer(msgspec.Struct, frozen=True):
    """A place in a notebook: index among all cells from 0, line from 1."""

    cell: int
    line: int | None


class CauseAnswer(msgspec.Struct, frozen=True):
    """Why an output differs, and what one click can do about it."""

    kind: str
    certainty: Certainty
    what: str
    where: WhereAnswer | None
    remedy: str
    name: str
    """Of what changed, as its context change has it; empty for a cause that is no change of one thing."""
    actions: tuple[Action, ...]


class CellVerdictAnswer(msgspec.Struct, frozen=True):
    """What a verification says of one code cell."""

    index: int
    """Among all cells, from 0."""
    id: str
    status: Status
    divergences: tuple[Divergence, ...]
    causes: tuple[CauseAnswer, ...]
    source: str
    """The code of a cell that has divergences: lines to show, without those that may hold a secret."""
    seconds: float | msgspec.UnsetType = msgspec.UNSET
    """That its run took; left out where it was not run."""
    memory_growth: int | msgspec.UnsetType = msgspec.UNSET
    """Bytes by which the kernel's peak memory rose in it; left out where that is not known."""


class VerdictAnswer(msgspec.Struct, frozen=True):
    """What a verification says of one notebook."""

    path: str
    status: Status
    seconds: float
    first_divergence: int | None
    """Index of the first cell that diverged, failed or is stale."""
    cells: tuple[CellVerdictAnswer, ...]
    context_changes: tuple[ContextChange, ...]
    notes: tuple[str, ...]
    """What else a reader should know, a sentence each."""
    strict: bool
    """Whether drift that matters is a failure."""
    unchanged_since: str
    """When it was run, where it was not run now; "" where it was."""
    used: ResourceUse | None
    """Null where nothing was run."""
    experiments: tuple[Experiment, ...]
    """That were made to prove the cause, in their order; empty where none were."""
    dependence: tuple[tuple[int, int], ...]
    """Pairs of cells of which the first depends directly on the second."""
    order: tuple[int, ...]
    """Indexes of cells in the order that gives the stored outputs, where one was found."""
    attributions: tuple[Attribution, ...]
    """Where the change of each number comes from."""
    fixes: tuple[Fix, ...]
    """Remedies that were tried; empty where none were."""


class JobAnswer(msgspec.Struct, frozen=True):
    """Work of the server: a verification, with or without experiments, a hand-over, or a snapshot."""

    id: str
    kind: JobKind
    path: str
    phase: Phase
    cell: int
    """Cells that were run."""
    cells: int
    """Cells that there are."""
    doing: str
    """The experiment that is made now, in words; empty where none is."""
    ended: str
    """When it ended, in ISO 8601; empty before."""
    verdict: VerdictAnswer | None
    sources: dict[str, str]
    """Cell id to the digest of the source that was verified; empty before it is done."""
    bundle: str
    """Path of the bundle that a hand-over wrote, relative to the server's root; empty where there is none."""
    error: str
    remedy: str


class ProgressAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far a job is, as an event tells it."""

    id: str
    kind: JobKind
    path: str
    phase: Phase
    cell: int
    cells: int
    doing: str
    """The experiment that is made now, in words; empty where none is."""
    status: Status | msgspec.UnsetType = msgspec.UNSET
    """The verdict's, when it is done."""


class NewestJobsAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The newest job of each kind."""

    verify: JobAnswer | msgspec.UnsetType = msgspec.UNSET
    why: JobAnswer | msgspec.UnsetType = msgspec.UNSET
    handoff: JobAnswer | msgspec.UnsetType = msgspec.UNSET
    snapshot: JobAnswer | msgspec.UnsetType = msgspec.UNSET


class StateAnswer(msgspec.Struct, frozen=True):
    """What is recorded of a notebook."""

    version: str
    """Of the server's jupyter-repro."""
    recorded: str | None
    """When, in ISO 8601; null where the notebook has no snapshot."""
    file: str
    """The notebook on the server's disk, an absolute path."""
    verified: bool
    verified_at: str
    """When it was first verified, in ISO 8601; empty where that is not known."""
    verified_commit: str
    seed: int | None
    sections: tuple[ContextSection, ...]
    hidden_state: tuple[str, ...]
    uses: tuple[Use, ...]
    sources: dict[str, str]
    """Cell id to the digest of the source that was recorded."""
    jobs: NewestJobsAnswer


class DriftedAnswer(msgspec.Struct, frozen=True):
    """A part of the context that is not what was recorded."""

    kind: str
    name: str
    recorded: str
    found: str
    matters: bool
    remedy: str
    actions: tuple[Action, ...]


class DriftAnswer(msgspec.Struct, frozen=True):
    """What of the context is not as it was recorded, without a run."""

    changes: tuple[DriftedAnswer, ...] = ()
    uncommitted: tuple[str, ...] = ()
    """Files of the result that git does not have as they are: the notebook, its data, its local modules."""


class ShownAnswer(msgspec.Struct, frozen=True):
    """What of the outputs on a page is not as it was recorded."""

    recorded: str | None = None
    """When what they were compared with was recorded; null where the notebook has no snapshot."""
    cells: dict[str, tuple[Divergence, ...]] = {}
    """Id of each recorded cell that was compared to what differs; empty where nothing does."""


class RestoredAnswer(msgspec.Struct, frozen=True):
    """A recorded file that was brought back; paths are relative to the server's root."""

    path: str
    source: str = msgspec.field(name="from")
    """Where it was had from; empty where it was as it was recorded already."""
    kept: str = ""
    """Where the file that was there is kept; empty where there was none."""


class NotebookAnswer(msgspec.Struct, frozen=True):
    """Where one of many notebooks stands, found without a run."""

    path: str
    """Relative to the server's root."""
    status: NotebookStatus
    when: str = ""
    """When it was verified, or else recorded, in ISO 8601; empty where that is not known."""
    why: str = ""
    """Where it diverged first and why, or why it cannot be read or believed; empty where there is nothing to say."""
    seconds: float | None = None
    """That its last run took; null where that is not known."""
    drift: tuple[str, ...] = ()
    """Data files and local modules that are not as they were recorded."""
    unread: tuple[str, ...] = ()
    """Data files of their recorded size that are too large to be read for this."""
    report: str = ""
    """Id of the job whose report there is; empty where there is none."""
    job: ProgressAnswer | None = None
    """The verification or snapshot that waits or runs."""


class NotebooksAnswer(msgspec.Struct, frozen=True):
    """Where the notebooks of a folder stand, or all below it."""

    version: str
    """Of the server's jupyter-repro."""
    notebooks: tuple[NotebookAnswer, ...]
    is_whole: bool
    """Whether these are all; false where there are too many notebooks or folders."""
