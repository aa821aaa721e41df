"""All that can be held against a cell: what drifted from the recorded context, and what probes saw in this run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from jupyter_repro.dependence.reach import Dependence
from jupyter_repro.diagnosing.data_remedies import WayBack
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.records.raised import Raised
from jupyter_repro.records.run_limits import Allowance
from jupyter_repro.records.snapshot import CellId, Context, Use
from jupyter_repro.verdicts import ContextChange, Where


class TextPair(NamedTuple):
    """A representation that differs."""

    recorded: str
    found: str


@dataclass(frozen=True)
class Evidence:
    """All that can be held against a cell."""

    notebook: str
    """Path of the notebook, for remedies."""
    recorded: Context
    found: Context
    changes: Sequence[ContextChange]
    uses: Sequence[Use]
    """What the probes saw in this run."""
    edited: Sequence[int]
    """Indexes of cells whose source is not what was recorded."""
    shown_otherwise: Sequence[int]
    """Indexes of cells for which the notebook stores another output than was recorded."""
    indexes: Mapping[str, int]
    """Id of each code cell to its index."""
    changed_parameters: Sequence[str] = ()
    way_back: Callable[[str], WayBack] = lambda _name: WayBack()
    """What to do to have a recorded file back, by its name in the snapshot."""
    unreachable: Callable[[str], ReproError | None] = lambda _name: None
    """Why the store of recorded data cannot be read now, by its name in the snapshot; None where it can."""
    raised: Mapping[int, Raised] = field(default_factory=dict)
    """Index of each cell that failed in this run, to what it raised."""
    exceeded: Mapping[int, Allowance] = field(default_factory=dict)
    """Index of each cell that exceeded a limit, to what would allow it more."""
    isolated: bool = False
    """Whether it ran in another environment than this one."""
    tracked: Mapping[str, CellId] = field(default_factory=dict)
    """Address of each tracker in which this run logged, to the cell that began it."""
    sources: Mapping[int, str] = field(default_factory=dict)
    """Index of each code cell to its source as it ran; empty where the notebook is not Python."""
    raised_at: Mapping[int, int] = field(default_factory=dict)
    """Index of a cell that raised to the line that did."""
    recorded_uses: Sequence[Use] = ()
    """What the probes saw when it was recorded."""
    unpinned_uses: Sequence[Use] = ()
    """What was used unpinned when the outputs were made."""
    new_cells: frozenset[int] = frozenset()
    """Indexes of cells that were not there when the notebook was recorded."""
    texts: Mapping[int, Sequence[TextPair]] = field(default_factory=dict)
    """Index of a cell to its outputs that differ, as they were recorded and as they were found."""
    diverged: Sequence[int] = ()
    """Indexes of the cells that diverged, failed or are stale."""
    as_recorded: Sequence[int] = ()
    """Of these, the ones that show what was recorded: only their source is another."""
    deleted: Sequence[str] = ()
    """Ids of recorded cells that the notebook has no more."""
    moved: Sequence[int] = ()
    """Indexes of cells that stand in another order than they were recorded in."""
    module_imports: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Name of each local module to the modules that it imports."""
    recorder_ran: bool = True
    """Whether the kernel could hold the recorder."""
    folder: str = ""
    """The notebook's, absolute; "" where it is not on this machine."""
    stored_counts: Sequence[int] = ()
    """Execution counts that the notebook stores, in document order."""
    newer: Collection[str] = ()
    """Names of data and local modules changed after the outputs were stored; empty where there is a record."""
    edited_files: Callable[[str, str], Iterable[str]] = lambda _package, _version: ()
    """Files of an installed package, by its name and version, that are not as they were installed."""
    declared: Mapping[str, Any] = field(default_factory=dict)
    """Parameters that the notebook declares, with their values."""
    has_snapshot: bool = True
    """Whether anything but the outputs was recorded."""

    @cached_property
    def dependence(self) -> Dependence | None:
        """What the cells depend on; None where nobody can read them."""
        return Dependence(self.sources) if self.sources else None

    @cached_property
    def names(self) -> CellNames:
        """What the cells are called, by their indexes."""
        return CellNames(self.indexes.values())

    def diverged_before(self, index: int) -> list[int]:
        """Cells above one that show something else than was recorded."""
        return [each for each in self.diverged if each < index and each not in self.as_recorded]

    def where(self, cell: str, line: int) -> Where | None:
        """The place of a cell, by its id."""
        index = self.indexes.get(cell)
        return None if index is None else Where(index, line or None)

    def changes_of(self, kind: str) -> list[ContextChange]:
        """What of this kind is not as it was recorded."""
        return [change for change in self.changes if change.kind == kind]
