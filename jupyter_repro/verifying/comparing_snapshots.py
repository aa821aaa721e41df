"""What differs between two snapshots, and between a snapshot and now; nothing is executed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.notebooks import code_cells, content_of, read_notebook, shown_outputs, upgraded
from jupyter_repro.recording.assembly import cell_record, context_of
from jupyter_repro.records import CellRecord, Context, Snapshot, decode_snapshot, snapshot_path
from jupyter_repro.verdicts import ContextChange
from jupyter_repro.verifying.drift import drift, with_recorded_files

_IN_KERNEL = frozenset({"environment", "packages", "python"})


class Difference(msgspec.Struct, frozen=True):
    """What moved between two states of a notebook."""

    before: str
    after: str
    context: tuple[ContextChange, ...]
    cells: tuple[str, ...]
    """A sentence for each cell that differs."""


def read_snapshot(path: Path) -> Snapshot:
    """The snapshot at `path`, or beside the notebook at `path`; raises UnreadableInput."""
    beside = snapshot_path(path) if path.suffix == ".ipynb" else path
    if not beside.exists():
        read_notebook(path)
        raise UnreadableInput(
            beside, "there is no such snapshot", f"record it with: jupyter repro snapshot {path}"
        )
    return decode_snapshot(content_of(beside).encode(), beside)


def difference(before: Path, after: Path | None = None) -> Difference:
    """Between two snapshots, or between the snapshot of a notebook and what lies on the disk now."""
    if after is not None:
        return _between(read_snapshot(before), read_snapshot(after), str(before), str(after))
    if before.suffix != ".ipynb":
        raise ReproError(f"{before} is compared with nothing", "name its notebook, or a second snapshot")
    return _with_now(before)


def _between(before: Snapshot, after: Snapshot, name: str, other: str) -> Difference:
    return Difference(
        name, other, drift(before.context, after.context), tuple(_cell_sentences(before.cells, after.cells))
    )


def _with_now(path: Path) -> Difference:
    snapshot, notebook = read_snapshot(path), upgraded(read_notebook(path))
    found = with_recorded_files(context_of(path, None), snapshot.context, path.parent.absolute())
    cells = [cell_record(cell) for _, cell in code_cells(notebook)]
    stripped = not any(shown_outputs(cell) for _, cell in code_cells(notebook))
    return Difference(
        str(snapshot_path(path)),
        f"{path} as it is now",
        drift(snapshot.context, _like(found, snapshot.context), skip=_IN_KERNEL),
        tuple(_cell_sentences(snapshot.cells, cells, sources_only=stripped)),
    )


def _like(found: Context, recorded: Context) -> Context:
    """`found` with the parts that only a kernel can tell taken from `recorded`."""
    return msgspec.structs.replace(
        found, environment=recorded.environment, packages=recorded.packages, python=recorded.python
    )


def _cell_sentences(
    before: tuple[CellRecord, ...],
    after: tuple[CellRecord, ...] | list[CellRecord],
    *,
    sources_only: bool = False,
) -> Iterator[str]:
    recorded, found = {cell.id: cell for cell in before}, {cell.id: cell for cell in after}
    for cell_id in dict.fromkeys([*recorded, *found]):
        if cell_id not in found:
            yield f"cell {cell_id} was deleted"
        elif cell_id not in recorded:
            yield f"cell {cell_id} is new"
        elif recorded[cell_id].source_digest != found[cell_id].source_digest:
            yield f"cell {cell_id} was edited"
        elif not sources_only and recorded[cell_id].outputs != found[cell_id].outputs:
            yield f"cell {cell_id} shows another output"
