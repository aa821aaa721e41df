"""How a notebook is to be executed, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from jupyter_repro.executing.project_view import AS_IT_LIES, ProjectView
from jupyter_repro.recording.notes import Notes
from jupyter_repro.records.raised import Raised
from jupyter_repro.records.run_limits import Allowance, RunLimits
from jupyter_repro.records.snapshot import DataVersion
from jupyter_repro.verdicts import ResourceUse

HELD_MOMENT = 1_768_478_400.0
"""Seconds since 1970 that a held clock shows at first: noon of 15 January 2026, UTC."""

TOO_OLD = "the notebook's Python is too old for it"
"""Why there is no recorder in a kernel whose Python it does not run on."""

Progress = Callable[[int, int], None]
"""Called before each code cell with how many stand above it and how many there are, at the end with both the same."""


Enough = Callable[[int, NotebookNode], bool]
"""Asked after each cell, with its index and its outputs, whether the run has shown what it is for."""


def never_enough(_index: int, _cell: NotebookNode) -> bool:
    """Of a run that goes on to the end."""
    return False


def no_progress(_index: int, _total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class Interpreter:
    """A Python of another environment than this one, for the kernel."""

    python: Path
    environ: Mapping[str, str]
    """All variables that the kernel is started with, besides those of the plan."""
    recorder: Path | None = None
    """Folder that holds the recorder for this Python; None where it is too old for it."""
    before: tuple[str, ...] = ()
    """Command that the kernel is started by, such as one that takes the network away."""
    scratch: Path | None = None
    """Folder that such a command lets the kernel write to: its sockets lie there as well."""


@dataclass(frozen=True)
class Plan:
    """One execution of a notebook in a fresh kernel."""

    folder: Path
    """Working folder of the kernel."""
    seed: int | None = None
    pin_options: tuple[str, ...] = ()
    """How to pin beyond the seed, see `jupyter_repro.pinning.applied_pins.WRITTEN_OPTIONS`."""
    watch: tuple[str, ...] = ()
    """What to watch from the first cell on, in the words of `%repro watch`."""
    versions: Mapping[str, DataVersion] = field(default_factory=dict)
    """Which versions it is to read of data that a snapshot calls so."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables set for the kernel on top of this process's own."""
    not_set: frozenset[str] = frozenset()
    """Variables that this process may have, and the kernel has not."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    kernel: str | None = None
    """Name of the kernel spec; None for the one that the notebook names."""
    interpreter: Interpreter | None = None
    """Set where the kernel is not to be one of this machine's kernel specs."""
    timeout: float | None = None
    """Seconds that one cell may take; None for no limit."""
    limits: RunLimits = field(default_factory=RunLimits)
    """Of the whole run."""
    most_output: int = 100_000_000
    """Bytes of output that one cell may write."""
    stop_at_error: bool = True
    notes_of_failed: bool = False
    """Whether the recorder is asked for its notes as well where a cell has ended the run."""
    expected_errors: frozenset[str] = frozenset()
    """Ids of the cells whose recorded outputs hold an error: another one is a difference, not a failure."""
    progress: Progress = no_progress
    enough: Enough = never_enough
    view: ProjectView = AS_IT_LIES
    """What the kernel sees of some folders, where it is not what lies there."""
    logged_in_scratch: bool = False
    """Whether what the notebook logs reaches no tracker."""
    recorded_runs: tuple[str, ...] = ()
    """Ids of the runs that it started in trackers when it was recorded."""
    watch_closely: bool = False
    """Whether every call is watched, and what libraries ask for counts: slower, to find out why outputs differ."""
    holds: tuple[str, ...] = ()
    """Factors that are to be held, so that two runs get the same values; see `jupyter_repro.holds.holding.FACTORS`."""
    held_answers: Path | None = None
    """Folder of what programs and the network answered: the first run writes it, later ones get the same answers."""
    held_moment: float = HELD_MOMENT
    """What a held clock shows at first."""


@dataclass(frozen=True)
class LimitExceeded:
    """A run that took more than it may."""

    what: str
    more: Allowance


@dataclass(frozen=True)
class Failure:
    """Why an execution did not run through."""

    index: int
    """Of the cell, among all cells of the notebook."""
    raised: Raised
    ended: bool = True
    """Whether nothing was run after it."""
    remedy: str = ""
    more: Allowance | None = None
    """What would allow it twice as much; None where it failed by itself."""

    @property
    def what(self) -> str:
        """A line for a person."""
        return str(self.raised)


@dataclass
class Execution:
    """What came of a plan."""

    notebook: NotebookNode
    """The executed notebook, with an injected parameters cell where the plan had parameters."""
    notes: Notes | None = None
    """What the recorder saw; None where the kernel cannot hold it."""
    failures: list[Failure] = field(default_factory=list)
    language: str = ""
    isolated: bool = False
    """Whether it ran in another environment than this one."""
    seconds: float = 0.0
    used: ResourceUse = field(default_factory=ResourceUse)
    not_held: dict[str, str] = field(default_factory=dict)
    """Factors that were to be held and could not be, with the reason."""
    trouble: str = ""
    """Why there are no notes."""
