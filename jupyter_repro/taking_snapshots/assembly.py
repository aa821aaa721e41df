"""A snapshot from what was executed: the notebook with its outputs, and the recorder's notes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from nbformat import NotebookNode

from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.canonical.canonical_form import FORM, canonical_outputs, record_outputs
from jupyter_repro.extensions.registry import parts
from jupyter_repro.formatting.timestamps import now
from jupyter_repro.notebooks.notebook_files import code_cells, shown_outputs
from jupyter_repro.notebooks.secret_parameters import recorded_parameters
from jupyter_repro.notebooks.source_digests import source_digest
from jupyter_repro.recording.consumed_snapshots import with_addresses
from jupyter_repro.recording.notes import CellRun, Notes, with_paths
from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.records.data_use import DataUse
from jupyter_repro.records.session_states import State, changes
from jupyter_repro.records.snapshot import CellRecord, Context, Snapshot, Use
from jupyter_repro.taking_snapshots.written_files import written_files
from jupyter_repro.tracking.consumed_runs import looked_up


@dataclass(frozen=True)
class NotebookSite:
    """What the collectors outside the kernel look at."""

    folder: Path
    notebook: Path
    environ: Mapping[str, str]
    data: DataUse
    consumes: Mapping[str, Consumed] = field(default_factory=dict)
    imported: frozenset[str] = frozenset()
    uses: Sequence[Use] = ()


def cell_records(notebook: NotebookNode) -> tuple[CellRecord, ...]:
    """Records of the code cells, in document order."""
    return tuple(cell_record(cell) for _, cell in code_cells(notebook))


def cell_record(cell: Mapping[str, Any]) -> CellRecord:
    """Source and outputs of one code cell."""
    outputs = record_outputs(canonical_outputs(shown_outputs(cell)))
    return CellRecord(id=cell["id"], source_digest=source_digest(cell["source"]), outputs=outputs)


def with_states(cells: Sequence[CellRecord], runs: Sequence[CellRun]) -> tuple[CellRecord, ...]:
    """The records with what each cell's last run changed in the watched variables; none where it did not run."""
    states = {run.id: run.state for run in runs}
    before: State = {}
    made = []
    for cell in cells:
        after = states.get(cell.id, before)
        made.append(msgspec.structs.replace(cell, state=changes(before, after)))
        before = after
    return tuple(made)


def context_of(path: Path, notes: Notes | None, **known: Any) -> Context:
    """The context: what the recorder noted, and what the collectors find outside the kernel.

    `known` are fields of Context that the caller knows better.
    """
    folder, seen = path.parent.absolute(), notes is not None
    notes = notes or Notes()
    data = with_paths(notes.data, lambda name: str(located(name, Path(notes.folder))))
    written = written_files(data, folder) if seen else None
    consumes = with_addresses(notes.consumes, Path(notes.folder), folder)
    site = NotebookSite(folder, path, os.environ, data, consumes)
    sections = dict(notes.sections)
    for collector in parts("collectors").values():
        if not collector.in_kernel:
            sections[collector.section] = msgspec.to_builtins(collector.collect(site))
        elif hasattr(collector, "seal") and collector.section in sections:
            sections[collector.section] = collector.seal(sections[collector.section], site)
    sections.update(
        written=written,
        seed=notes.seed,
        pins=notes.pins,
        pin_options=notes.pin_options,
        watch=notes.watch,
        folder=portable(Path(notes.folder), folder) if notes.folder else ".",
    )
    if "parameters" in known:
        known["parameters"] = recorded_parameters(known["parameters"])
    return _context({**sections, **known})


def _context(sections: Mapping[str, Any]) -> Context:
    fields = set(Context.__struct_fields__)
    ours = {name: value for name, value in sections.items() if name in fields}
    other = {name: value for name, value in sections.items() if name not in fields}
    return msgspec.convert({**ours, "other": other}, Context)


def snapshot_of(
    notebook: NotebookNode, path: Path, notes: Notes | None, *, kernel: str, language: str, **known: Any
) -> Snapshot:
    """The snapshot of an executed notebook, whose cells have ids."""
    context = context_of(path, notes, **known)
    consumes = looked_up(context.consumes, path, notebook)
    return Snapshot(
        notebook=path.name,
        recorded=now(),
        kernel=kernel,
        language=language,
        cells=with_states(cell_records(notebook), notes.runs if notes else ()),
        context=msgspec.structs.replace(context, consumes=consumes),
        uses=tuple(notes.uses) if notes else (),
        canonical_form=FORM,
        blocks=tuple(notes.blocks) if notes else (),
        runs=tuple(notes.own_runs) if notes else (),
    )
