"""What verify says of a notebook: Verdict, CellVerdict, Divergence, Cause and context changes.

As JSON they are the verdict that others build on; its JSON Schema is `schemas/verdict-1.json`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from jupyter_repro.exit_statuses import DIFFERS, FAILED, UNVERIFIED, WELL, WRONG_USAGE

SCHEMA = "jupyter-repro/verdict@1"

Status = Literal["identical", "equivalent", "diverged", "failed", "stale", "unverifiable", "ignored"]
Certainty = Literal["proven", "observed", "suspected"]
KINDS = (
    "rng", "entropy", "hash-order", "clock", "timing", "address", "threads", "filesystem-order", "tempfile",
    "path", "process", "locale", "timezone", "environment-variable", "subprocess", "network", "data", "code",
    "notebook", "package", "python", "machine", "hidden-state", "tracker", "profile", "upstream", "unknown",
)  # fmt: skip
"""Kinds of causes that are ours; a plug-in may have one of its own."""

Kind = str
"""One of `KINDS`, or a kind of a plug-in's own."""

EXIT_STATUS: dict[Status, int] = {
    "ignored": WELL,
    "identical": WELL,
    "equivalent": WELL,
    "diverged": DIFFERS,
    "unverifiable": UNVERIFIED,
    "failed": FAILED,
    "stale": UNVERIFIED,
}
"""Exit status of `verify` for each status; of several notebooks the highest wins."""

_SEVERITY: tuple[Status, ...] = tuple(EXIT_STATUS)  # listed so that what weighs more stands later


class Where(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place in a notebook: the cell's index among all cells, from 0, and its line, from 1."""

    cell: int
    line: int | None = None


class Cause(msgspec.Struct, frozen=True):
    """Why an output differs."""

    kind: Kind
    certainty: Certainty
    what: str
    where: Where | None = None
    remedy: str = ""
    name: str = ""
    """Of what changed, as its context change has it; "" for a cause that is no change of one thing."""


class ValueChange(msgspec.Struct, frozen=True):
    """A value that was another; "" for one that is missing on that side.

    `path` leads to it from the outermost in: row and column of a table, with the table's number before them where
    there are several (a column of "" is the row's own label); keys and indices of JSON, whose values are written as
    JSON writes them.
    """

    path: tuple[str, ...]
    recorded: str
    found: str


class Divergence(msgspec.Struct, frozen=True):
    """One representation of one output that differs.

    `summary` is one line for a person, `diff` a unified diff ("" where there is none to show). `allowed` says
    by which declaration or built-in rule the difference is let pass ("" for a real divergence).
    """

    summary: str
    diff: str = ""
    output: int = 0
    mime: str = ""
    allowed: str = ""
    picture: str = ""
    """A PNG of the difference, as base64, where the representation is a picture."""
    recorded_picture: str = ""
    """The recorded picture likewise, reduced where it is large, to be laid over the one that was found."""
    found_picture: str = ""
    variable: str = ""
    """Name of the watched variable whose state differs, where it is not an output that does."""
    changes: tuple[ValueChange, ...] = ()
    """The first values that differ, where the representation is a table or JSON."""


class OtherSize(Divergence, frozen=True):
    """A picture has another size; as JSON it is like any other divergence."""


class OtherTraceback(Divergence, frozen=True):
    """Of the same error only the traceback differs; as JSON it is like any other divergence."""


class CellVerdict(msgspec.Struct, frozen=True):
    """What verify says of one code cell."""

    index: int
    id: str
    status: Status
    divergences: tuple[Divergence, ...] = ()
    causes: tuple[Cause, ...] = ()
    source: str = ""
    """The code of a cell that has divergences: lines to show, without those that may hold a secret."""
    seconds: float | msgspec.UnsetType = msgspec.UNSET
    """That its run took; left out where it was not run."""
    memory_growth: int | msgspec.UnsetType = msgspec.UNSET
    """Bytes by which the kernel's peak memory rose in it; left out where that is not known."""


class ContextChange(msgspec.Struct, frozen=True):
    """One part of the context that is not what was recorded."""

    kind: Kind
    name: str
    recorded: str
    found: str
    matters: bool = True
    """Whether the result may depend on it: not on a package that is only installed, nor on what git calls the commit,
    for the files are compared themselves."""


class ResourceUse(msgspec.Struct, frozen=True):
    """What a run used of the machine, besides time."""

    cpu_seconds: float = 0.0
    """Of the kernel and its child processes, together."""
    peak_memory: int = 0
    """Bytes that were resident at once, of the kernel and its child processes together."""


How = Literal["repeat", "hold", "vary", "put-back"]
"""Of an experiment: everything as it is; a source of chance that gave the same in each run; something changed on
purpose; or something as it was recorded."""

Outcome = Literal["returns", "alike", "differs", "failed", "not-tried"]
"""Of an experiment: the output is as it was recorded again; it is the same in each run, though not the recorded one;
it differs still; the notebook failed; or nothing was run, for the reason in `what`."""


class Experiment(msgspec.Struct, frozen=True):
    """A run, or several, in which one thing was another, and what came of it."""

    how: How
    kind: Kind
    """Of the cause that it is an experiment about; "" for a repetition."""
    name: str
    """Of what was held, varied or put back; several, that belong together, are joined by ` + `."""
    outcome: Outcome
    what: str = ""
    """What more there is to say."""
    runs: int = 0
    seconds: float = 0.0


class Share(msgspec.Struct, frozen=True):
    """How much of a number's change comes of one thing."""

    kind: Kind
    name: str
    """"" for what none of them accounts for."""
    amount: float


class Attribution(msgspec.Struct, frozen=True):
    """Where the change of one number comes from; the shares add up to it."""

    cell: int
    number: str
    """What stands before it in the output, else which number of the output it is, from 1."""
    recorded: float
    found: float
    shares: tuple[Share, ...]
    spread: float | None = None
    """Standard deviation of the number from seed to seed, where a sweep recorded it."""


class Fix(msgspec.Struct, frozen=True):
    """An edit of a copy of the notebook that was tried, and whether the copy reproduces with it."""

    kind: Kind
    """Of the cause that it is for."""
    what: str
    diff: str
    """Unified diff of the sources and the metadata of the cells that it edits."""
    cured: bool
    """Whether it is one of those with which the copy was recorded and verified twice."""
    why_not: str = ""
    """What came of it otherwise; "" for one that cured."""


class Verdict(msgspec.Struct, frozen=True):
    """What verify says of one notebook."""

    path: str
    status: Status
    seconds: float = 0.0
    first_divergence: int | None = None
    """Index of the first cell that diverged, failed or is stale."""
    cells: tuple[CellVerdict, ...] = ()
    context_changes: tuple[ContextChange, ...] = ()
    notes: tuple[str, ...] = ()
    """What else a reader should know, a sentence each."""
    strict: bool = False
    """Whether drift that matters is a failure."""
    unchanged_since: str = ""
    """When it was run, as an ISO 8601 time stamp in UTC, where it was not run now: nothing that it depends on has
    changed since; "" where it was run."""
    used: ResourceUse | None = None
    """None where nothing was run."""
    experiments: tuple[Experiment, ...] = ()
    """That `why` made, in their order."""
    dependence: tuple[tuple[int, int], ...] = ()
    """Pairs of cells of which the first depends directly on the second, which stands above it: all that lead to the
    cell that diverged first, where `why` was asked."""
    order: tuple[int, ...] = ()
    """Indexes of cells in the order that gives the stored outputs, where `why` found one; a cell may occur twice."""
    attributions: tuple[Attribution, ...] = ()
    """Of the numbers in the cell that diverged first, where `why` could tell."""
    fixes: tuple[Fix, ...] = ()
    """That `why` tried; those that cured belong together, each edits what the one before it made."""
    compared_with: Literal["snapshot", "stored outputs"] = "snapshot"
    """What its outputs were held against; those that the notebook stores, where it has no snapshot."""

    @property
    def drifted(self) -> bool:
        """Whether something that the result may depend on is not as it was recorded."""
        return any(change.matters for change in self.context_changes)

    @property
    def exit_status(self) -> int:
        """Of its status; under `strict` at least 1 where its context drifted."""
        return max(EXIT_STATUS[self.status], DIFFERS if self.strict and self.drifted else WELL)

    @property
    def root(self) -> CellVerdict | None:
        """The cell that diverged first."""
        return next((cell for cell in self.cells if cell.index == self.first_divergence), None)


class Unreadable(msgspec.Struct, frozen=True):
    """An input that could not be read."""

    path: str
    what: str
    remedy: str = ""


class Verdicts(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of one `verify`: a verdict a notebook, and the inputs that could not be read."""

    schema: Literal["jupyter-repro/verdict@1"] = "jupyter-repro/verdict@1"
    notebooks: tuple[Verdict, ...]
    errors: tuple[Unreadable, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 all identical or equivalent, 1 diverged, 2 unreadable input, 3 failed, 4 stale or unverifiable."""
        statuses = [verdict.exit_status for verdict in self.notebooks]
        return max([*statuses, *(WRONG_USAGE for _ in self.errors), WELL])


def worst(statuses: Iterable[Status]) -> Status:
    """The status of a notebook whose cells have these; `identical` where none is judged.

    A cell that was not reached is unverifiable; what kept it from being reached weighs more.
    """
    judged = (status for status in statuses if status != "ignored")
    return max(judged, key=_SEVERITY.index, default="identical")


def verdict_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `verify --format json`."""
    return {"$id": SCHEMA, **msgspec.json.schema(Verdicts)}


def without_costs(verdict: Verdict) -> Verdict:
    """The verdict without time and memory, of the notebook and of each cell: they differ from run to run."""
    without = msgspec.structs.replace
    cells = tuple(without(each, seconds=msgspec.UNSET, memory_growth=msgspec.UNSET) for each in verdict.cells)
    return without(verdict, seconds=0.0, used=None, cells=cells)
