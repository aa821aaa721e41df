"""A remedy: the kinds of causes that it is for, and the edit of a notebook that it is."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.experiments.fixes.editable_source import Edit, EditableSource
from jupyter_repro.experiments.fixes.meanings import Meanings
from jupyter_repro.notebooks.notebook_files import code_cells
from jupyter_repro.records.snapshot import CellId
from jupyter_repro.verdicts import Cause, Kind


@dataclass(frozen=True)
class Facts:
    """What is known of a notebook when a remedy is looked for."""

    ids: Sequence[CellId] = ()
    """Of its cells, by which a cell is found again after others were put before it."""
    seed: int = 42
    folder: Path = Path("/")
    """That it runs in."""
    project: Path = Path("/")
    """Folder below which a path may be made relative."""
    varying: Mapping[CellId, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """Of the cells that differ, each text of an output as it came out in two runs."""
    explained: Mapping[CellId, frozenset[Kind]] = field(default_factory=dict)
    """Of those cells, the kinds of their causes."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Environment variables that were read, to their recorded values."""
    requirements: Sequence[str] = ()
    """The packages that were imported, in their recorded versions."""
    python: str = ""
    """Recorded minor version of Python, `3.11`."""

    def cell_of(self, cause: Cause) -> CellId:
        """The cell that a cause is in; "" where that is not known."""
        where = cause.where
        return self.ids[where.cell] if where and where.cell < len(self.ids) else ""

    def varying_by(self, kind: Kind) -> dict[CellId, Sequence[tuple[str, str]]]:
        """The cells that differ, as far as it is not known to be by something else."""
        return {
            cell: texts
            for cell, texts in self.varying.items()
            if kind in (explained := self.explained.get(cell, frozenset({kind}))) or "upstream" in explained
        }


Make = Callable[[NotebookNode, Cause, Facts], NotebookNode | None]
"""An edited copy of a notebook, whose cells have ids, or nothing; the notebook itself stays as it is."""


@dataclass(frozen=True)
class Remedy:
    """One way to mend a kind of cause."""

    kinds: frozenset[Kind]
    what: str
    """What it does, in words."""
    make: Make


Found = Callable[[EditableSource, Meanings], Sequence[tuple[int, Edit]]]
"""The edits of one cell, each with the line that it is for."""


def sources_of(notebook: NotebookNode) -> dict[CellId, EditableSource]:
    """The sources of its code cells."""
    return {cell.id: EditableSource(cell.source) for _, cell in code_cells(notebook)}


def edited_where(notebook: NotebookNode, cause: Cause, facts: Facts, found: Found) -> NotebookNode | None:
    """A copy with the edits that are found on the cause's line; else in its cell, else in all cells."""
    sources = sources_of(notebook)
    meanings = Meanings(list(sources.values()))
    edits = {cell: found(source, meanings) for cell, source in sources.items()}
    own, line = facts.cell_of(cause), cause.where.line if cause.where else None
    on_line = [edit for edit in edits.get(own, ()) if edit[0] == line]
    chosen = {own: on_line} if on_line else {own: edits[own]} if edits.get(own) else edits
    texts = {cell: sources[cell].edited(edit for _, edit in its) for cell, its in chosen.items() if its}
    return with_sources(notebook, texts) if texts else None


def with_sources(notebook: NotebookNode, texts: Mapping[CellId, str]) -> NotebookNode:
    """A copy in which these cells have other sources."""
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        cell.source = texts.get(cell.id, cell.source)
    return made
