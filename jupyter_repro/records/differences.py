"""What moved between two states of a notebook, without anything being executed."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from jupyter_repro.verdicts import ContextChange

SCHEMA = "jupyter-repro/difference@1"
GIT = "git"


class ContextDifference(ContextChange, frozen=True):
    """One part of the context that is not as it was; `recorded` is the state before, `found` the one after."""

    section: str = ""
    """Of the snapshot's context that holds it: `data`, `modules`, `packages`, `git` …"""
    recorded_size: int | None = None
    """Bytes, where they are known."""
    found_size: int | None = None


class CellDifference(msgspec.Struct, frozen=True):
    """One thing about a code cell that is not as it was."""

    id: str
    position: int
    """Among the code cells of the state that has it, from 0."""
    what: str
    diff: str = ""
    """A unified diff of source or output, as far as they are known; "" where there is none to show."""
    index: int | None = None
    """Among all cells of the notebook, from 0, where the notebook is there to tell."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What moved between two states of a notebook."""

    schema: Literal["jupyter-repro/difference@1"] = "jupyter-repro/difference@1"
    before: str
    after: str
    context: tuple[ContextDifference, ...] = ()
    cells: tuple[CellDifference, ...] = ()
    notes: tuple[str, ...] = ()
    """What could not be compared, a sentence each."""

    @property
    def differs(self) -> bool:
        """Whether anything moved."""
        return bool(self.context or self.cells)

    @property
    def weighs(self) -> bool:
        """Whether anything moved but what git says: a snapshot is committed after it was recorded."""
        return bool(self.cells) or any(change.section != GIT for change in self.context)


def difference_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `diff --format json`."""
    return {"$id": SCHEMA, **msgspec.json.schema(Difference)}
