"""What the recorder in a kernel knows, as it is handed to the process that writes the snapshot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.records.data_use import DataUse
from jupyter_repro.records.run_blocks import RunBlock
from jupyter_repro.records.snapshot import Use
from jupyter_repro.records.tracked_run import OwnRun
from jupyter_repro.verdicts import ResourceUse


class CellRun(msgspec.Struct):
    """One run of a cell in this kernel."""

    id: str
    """The front end's id of the cell; `run <n>` where it sends none."""
    source: str
    count: int = 0
    """Execution count, from 1; 0 while it runs."""
    succeeded: bool = True
    outputs: list[dict[str, Any]] = msgspec.field(default_factory=list)
    """In nbformat's form, as the front end shows them after updates and clears; empty where not captured."""
    state: dict[str, str] = msgspec.field(default_factory=dict)
    """Every watched variable that there was when the run had ended, see `jupyter_repro.records.session_states`."""

    def with_outputs(self, outputs: list[dict[str, Any]]) -> CellRun:
        """The same run with what it showed."""
        return msgspec.structs.replace(self, outputs=outputs)


class Notes(msgspec.Struct):
    """All that the kernel's side of a recording knows."""

    seed: int | None = None
    pins: dict[str, str] = msgspec.field(default_factory=dict)
    pin_options: list[str] = msgspec.field(default_factory=list)
    folder: str = ""
    """Absolute working folder of the kernel when recording began."""
    runs: list[CellRun] = msgspec.field(default_factory=list)
    data: DataUse = DataUse()
    """Its paths are portable names as seen from `folder`."""
    uses: list[Use] = msgspec.field(default_factory=list)
    watch: list[str] = msgspec.field(default_factory=list)
    """What was watched, in the words of `%repro watch`."""
    consumes: dict[str, Consumed] = msgspec.field(default_factory=dict)
    """Its paths are portable names as seen from `folder`."""
    blocks: list[RunBlock] = msgspec.field(default_factory=list)
    """Those that the notebook named itself, and sweeps with their trials, in the order of their start."""
    own_runs: list[OwnRun] = msgspec.field(default_factory=list)
    """Runs that the notebook started itself in a tracker."""
    tracked: dict[str, str] = {}
    """Address of each store in which the notebook began a run to the cell that first did."""
    track: str = ""
    """What `%repro track` said last."""
    sections: dict[str, Any] = msgspec.field(default_factory=dict)
    """What the collectors that run in the kernel found."""
    used: ResourceUse | None = None
    """By the kernel, when a run from outside had ended."""
    memory_growth: dict[str, int] = msgspec.field(default_factory=dict)
    """Cell id to the bytes by which the kernel's peak memory rose in it, in a run from outside."""
    problems: list[str] = msgspec.field(default_factory=list)
    """What the recorder itself could not do."""


def encode_notes(notes: Notes) -> str:
    """Notes as JSON."""
    return msgspec.json.encode(notes).decode()


def decode_notes(text: str) -> Notes:
    """Notes from JSON; raises msgspec.DecodeError for anything else."""
    return msgspec.json.decode(text, type=Notes)


def with_paths(data: DataUse, name: Callable[[str], str]) -> DataUse:
    """The same data with other names for its files and folders."""
    return msgspec.structs.replace(
        data,
        files=tuple(msgspec.structs.replace(each, path=name(each.path)) for each in data.files),
        folders=tuple(msgspec.structs.replace(each, path=name(each.path)) for each in data.folders),
        written=tuple(name(each) for each in data.written),
    )


def with_cells(data: DataUse, ids: Mapping[str, str]) -> DataUse:
    """The same data with other ids for the cells that have one in `ids`."""

    def renamed(each: Any) -> Any:
        return msgspec.structs.replace(each, cell=ids.get(each.cell, each.cell))

    return msgspec.structs.replace(
        data,
        files=tuple(map(renamed, data.files)),
        folders=tuple(map(renamed, data.folders)),
        received=tuple(map(renamed, data.received)),
    )
