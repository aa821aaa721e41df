"""What differs between two snapshots, two git revisions of one, and a snapshot and now; nothing is executed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from jupyter_repro.canonical.canonical_form import FORM
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.differences.cells import cell_differences
from jupyter_repro.differences.context import found_differences, recorded_differences
from jupyter_repro.differences.sides import State, contents_at, contents_of, state_at, state_on_disk
from jupyter_repro.differences.tracked_sides import state_of_run
from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.notebook_files import read_notebook, upgraded
from jupyter_repro.records.differences import Difference
from jupyter_repro.records.snapshot import Context, Packages
from jupyter_repro.taking_snapshots.assembly import cell_records
from jupyter_repro.verifying.context_now import context_without_run, is_source_here

MOST_REVISIONS = 2
_STRIPPED = "outputs were not compared: the notebook is stripped of them"
_OTHER_FORM = (
    "outputs were not compared: they were recorded in another canonical form; record the notebook again"
)


def difference(
    before: Path,
    after: Path | None = None,
    revisions: Sequence[str] = (),
    runs: Sequence[str] = (),
    track: str = "",
) -> Difference:
    """Between two snapshots; two git revisions or tracked runs of one (or one and the file); or a notebook and now.

    Of a revision and a run, the revision is before; `track` is the address of the runs' tracker, in place of the one
    that is set. Raises ReproError where there is nothing to compare with, UnreadableInput for what cannot be read.
    """
    if revisions or runs:
        return _between_versions(before, after, revisions, runs, track)
    if after is not None:
        return between(state_on_disk(before), state_on_disk(after))
    if before.suffix != ".ipynb":
        raise ReproError(f"{before} is compared with nothing", "name its notebook, or a second snapshot")
    return _with_now(before)


def _between_versions(
    path: Path, after: Path | None, revisions: Sequence[str], runs: Sequence[str], track: str
) -> Difference:
    if after is not None or len(revisions) + len(runs) > MOST_REVISIONS:
        raise ReproError(
            "revisions and runs are those of one snapshot, one or two",
            "for instance: --rev HEAD~1 --rev HEAD",
        )
    first, *second = [
        *(state_at(path, revision) for revision in revisions),
        *(state_of_run(path, run, track) for run in runs),
    ]
    return between(first, second[0] if second else state_on_disk(path))


def between(before: State, after: State) -> Difference:
    """What differs between two states that were both recorded."""
    same_form = before.canonical_form == after.canonical_form
    return Difference(
        before=before.name,
        after=after.name,
        context=tuple(recorded_differences(before.context, after.context)),
        cells=tuple(cell_differences(before, after, outputs=same_form)),
        notes=() if same_form else (_OTHER_FORM,),
    )


def _with_now(path: Path) -> Difference:
    before = _with_committed(state_on_disk(path), path)
    after = _now(path, before.context)
    note = _why_no_outputs(before, after)
    elsewhere = _not_here(before.context.packages, path.parent.absolute())
    return Difference(
        before=before.name,
        after=after.name,
        context=tuple(found_differences(before.context, after.context)),
        cells=tuple(cell_differences(before, after, outputs=not note)),
        notes=(*([note] if note else ()), *elsewhere),
    )


def _with_committed(state: State, path: Path) -> State:
    """With what the committed notebook tells: what was edited since is not in the one on the disk any more."""
    return replace(state, contents=state.contents.with_older(contents_at(path, "HEAD")))


def _now(path: Path, recorded: Context) -> State:
    """The notebook with the outputs that it stores, and the context that is found without a run."""
    notebook = upgraded(read_notebook(path))
    name = f"{path} as it is now"
    context = context_without_run(path, recorded, Availability(path.absolute().parent))
    return State(name, context, cell_records(notebook), FORM, contents_of(notebook))


def _why_no_outputs(before: State, after: State) -> str:
    if before.canonical_form != after.canonical_form:
        return _OTHER_FORM
    shown = any(cell.outputs for cell in after.cells)
    return _STRIPPED if not shown and any(cell.outputs for cell in before.cells) else ""


def _not_here(packages: Packages, folder: Path) -> list[str]:
    """Editable packages whose source lies elsewhere on this machine, or nowhere."""
    return [
        f"the source of {name} was not compared: there is no {origin.address} here"
        for name, origin in packages.origins.items()
        if origin.editable and not is_source_here(origin, folder)
    ]
