"""What differs between two snapshots, two git revisions of one, and a snapshot and now; nothing is executed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.canonical.canonical_form import FORM
from jupyter_repro.collectors.editable_sources import source_files
from jupyter_repro.differences.cells import cell_differences
from jupyter_repro.differences.context import found_differences, recorded_differences
from jupyter_repro.differences.sides import State, state_at, state_on_disk, told_at, told_by
from jupyter_repro.differences.tracked_sides import state_of_run
from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.notebook_files import read_notebook, upgraded
from jupyter_repro.records.differences import Difference
from jupyter_repro.records.snapshot import Context, Origin, Packages
from jupyter_repro.taking_snapshots.assembly import cell_records, context_of
from jupyter_repro.verifying.drift import with_recorded_files

MOST_REVISIONS = 2
_ONLY_A_KERNEL_TELLS = ("blas", "environment", "python", "variables")
_STRIPPED = "outputs were not compared: the notebook is stripped of them"
_OTHER_FORM = (
    "outputs were not compared: they were recorded in another canonical form; record the notebook anew"
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
    before, after = _with_committed(state_on_disk(path), path), _now(path)
    found = found_like(after.context, before.context, path.parent.absolute())
    note = _why_no_outputs(before, after)
    elsewhere = _not_here(before.context.packages, path.parent.absolute())
    return Difference(
        before=before.name,
        after=after.name,
        context=tuple(found_differences(before.context, found)),
        cells=tuple(cell_differences(before, after, outputs=not note)),
        notes=(*([note] if note else ()), *elsewhere),
    )


def _with_committed(state: State, path: Path) -> State:
    """With what the committed notebook tells: what was edited since is not in the one on the disk any more."""
    return replace(state, told=state.told.with_older(told_at(path, "HEAD")))


def _now(path: Path) -> State:
    """The notebook with the outputs that it stores, and what the collectors find outside a kernel."""
    notebook = upgraded(read_notebook(path))
    name = f"{path} as it is now"
    return State(name, context_of(path, None), cell_records(notebook), FORM, told_by(notebook))


def _why_no_outputs(before: State, after: State) -> str:
    if before.canonical_form != after.canonical_form:
        return _OTHER_FORM
    shown = any(cell.outputs for cell in after.cells)
    return _STRIPPED if not shown and any(cell.outputs for cell in before.cells) else ""


def found_like(found: Context, recorded: Context, folder: Path) -> Context:
    """`found` with the parts that only a kernel can tell taken from `recorded`, but for source that lies here."""
    told = {name: getattr(recorded, name) for name in _ONLY_A_KERNEL_TELLS}
    origins = {name: _origin_now(origin, folder) for name, origin in recorded.packages.origins.items()}
    packages: Packages = msgspec.structs.replace(recorded.packages, origins=origins)
    completed = with_recorded_files(found, recorded, folder)
    return msgspec.structs.replace(completed, packages=packages, **told)


def _origin_now(origin: Origin, folder: Path) -> Origin:
    if not origin.editable or not _is_here(origin, folder):
        return origin
    return msgspec.structs.replace(origin, files=source_files(located(origin.address, folder), folder))


def _is_here(origin: Origin, folder: Path) -> bool:
    return located(origin.address, folder).is_dir()


def _not_here(packages: Packages, folder: Path) -> list[str]:
    """Editable packages whose source lies elsewhere on this machine, or nowhere."""
    return [
        f"the source of {name} was not compared: there is no {origin.address} here"
        for name, origin in packages.origins.items()
        if origin.editable and not _is_here(origin, folder)
    ]
