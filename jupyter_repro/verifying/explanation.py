"""Why the cells of a notebook diverged: the evidence of one run, held against each of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.canonical.canonical_form import canonical_outputs
from jupyter_repro.collectors.edited_packages import edited_files
from jupyter_repro.data_sources.availability import Availability
from jupyter_repro.dependence.statements import modules_imported
from jupyter_repro.diagnosing.causes import causes
from jupyter_repro.diagnosing.context_changes import module_names
from jupyter_repro.diagnosing.data_remedies import known_ways_back
from jupyter_repro.diagnosing.evidence import Evidence, TextPair
from jupyter_repro.diagnosing.unreachable_stores import unreachable
from jupyter_repro.notebooks.declared_parameters import declared_parameters
from jupyter_repro.notebooks.notebook_files import code_cells, shown_outputs
from jupyter_repro.records.snapshot import CellId, Context, Use
from jupyter_repro.trackers.destinations import keeps_runs_at
from jupyter_repro.verdicts import CellVerdict, ContextChange
from jupyter_repro.verifying.comparison import differing_texts
from jupyter_repro.verifying.newer_files import newer_files
from jupyter_repro.verifying.parameter_changes import changed_parameters
from jupyter_repro.verifying.raised_lines import raised_at
from jupyter_repro.verifying.reference import deleted_cells, expected_cells, moved_cells
from jupyter_repro.verifying.rerun import (
    DIVERGENT,
    Rerun,
    failures_in_notebook,
    is_compared,
    shows_another,
)
from jupyter_repro.verifying.second_look import is_pinnable, was_pinned


def explained(
    cells: tuple[CellVerdict, ...],
    run: Rerun,
    found: Context,
    changes: tuple[ContextChange, ...],
    stores: Availability,
) -> tuple[CellVerdict, ...]:
    """The cells, those that diverged with their causes."""
    root = next((cell for cell in cells if cell.status in DIVERGENT), None)
    if root is None:
        return cells
    evidence = _evidence(cells, run, found, changes, stores)
    return tuple(
        msgspec.structs.replace(cell, causes=causes(cell, root, evidence))
        if cell.status in DIVERGENT
        else cell
        for cell in cells
    )


def _evidence(
    cells: Sequence[CellVerdict],
    run: Rerun,
    found: Context,
    changes: Sequence[ContextChange],
    stores: Availability,
) -> Evidence:
    """All that is known of a run in which a cell diverged."""
    return Evidence(
        notebook=str(run.path),
        recorded=run.snapshot.context,
        found=found,
        changes=changes,
        uses=_uses(run),
        edited=[cell.index for cell in cells if cell.status == "stale"],
        new_cells=_new_cells(run),
        diverged=[cell.index for cell in cells if cell.status in DIVERGENT],
        as_recorded=[cell.index for cell in cells if cell.status == "stale" and not cell.divergences],
        deleted=deleted_cells(run.notebook, run.snapshot) if run.snapshot.recorded else (),
        moved=moved_cells(run.notebook, run.snapshot),
        module_imports=_module_imports(run, found),
        sources=_python_sources(run),
        raised_at=raised_at(run.executed),
        texts=_differing_texts(cells, run),
        recorded_uses=run.snapshot.uses,
        unpinned_uses=_unpinned_uses(run),
        isolated=run.execution.isolated,
        recorder_ran=run.execution.notes is not None,
        has_snapshot=bool(run.snapshot.recorded),
        folder="" if is_remote(run.path) else str(Path(run.path).absolute().parent),
        stored_counts=[cell.get("execution_count") or 0 for _, cell in code_cells(run.notebook)],
        edited_files=_no_files if run.execution.isolated else edited_files,
        newer=()
        if run.snapshot.recorded or is_remote(run.path)
        else _newer(Path(run.path).absolute(), found),
        declared=declared_parameters(run.notebook) or {},
        shown_otherwise=_shown_otherwise(run),
        indexes={cell.id: index for index, cell in code_cells(run.executed)},
        changed_parameters=changed_parameters(run.snapshot.context, found) if is_compared(run) else (),
        raised={failure.index: failure.raised for failure in failures_in_notebook(run)},
        exceeded={failure.index: failure.more for failure in failures_in_notebook(run) if failure.more},
        way_back=known_ways_back(run.path, run.snapshot, stores=stores),
        unreachable=unreachable(run.path, run.snapshot, stores),
        tracked=_tracked(run),
    )


def _new_cells(run: Rerun) -> frozenset[int]:
    expected = expected_cells(run.notebook, run.snapshot)
    return frozenset(index for index, cell in code_cells(run.notebook) if cell.id not in expected)


def _python_sources(run: Rerun) -> dict[int, str]:
    """Sources of the cells, where they are Python's."""
    language = run.execution.language or run.snapshot.language or "python"
    cells = code_cells(run.executed) if language == "python" else ()
    return {index: cell.source for index, cell in cells}


def _differing_texts(cells: Sequence[CellVerdict], run: Rerun) -> dict[int, list[TextPair]]:
    """Outputs of the cells that diverged, of those that are texts, as recorded and as found."""
    expected = expected_cells(run.notebook, run.snapshot)
    diverged = {cell.index for cell in cells if cell.status in DIVERGENT}
    return {
        index: list(differing_texts(expected[cell.id], canonical_outputs(shown_outputs(cell))))
        for index, cell in code_cells(run.executed)
        if index in diverged and cell.id in expected
    }


def _uses(run: Rerun) -> list[Use]:
    """What the probes saw in this run, and in the second where it was pinned alike."""
    seen = list(run.execution.notes.uses) if run.execution.notes else []
    alike = was_pinned(run.snapshot)
    return [*seen, *(use for use in run.seen_closely if use not in seen and (alike or not is_pinnable(use)))]


def _unpinned_uses(run: Rerun) -> Sequence[Use]:
    """What was used when the outputs were made, where no seed was set then."""
    if was_pinned(run.snapshot):
        return ()
    recorded = run.snapshot.uses if run.snapshot.context.seed is None else ()
    return [use for use in (*run.seen_closely, *recorded) if is_pinnable(use)]


def _no_files(_package: str, _version: str) -> Sequence[str]:
    """Of an environment that is gone."""
    return ()


def _newer(notebook: Path, found: Context) -> list[str]:
    """Names of the files and local modules that were changed after the notebook was."""
    names = [name for name, read in found.data.items() if data_name(name, read.version).is_file]
    places = {located(name, notebook.parent): name for name in (*names, *found.modules)}
    return [places[path] for path in newer_files(notebook, places)]


def _module_imports(run: Rerun, found: Context) -> dict[str, frozenset[str]]:
    """What the local modules import, by the modules' names."""
    if is_remote(run.path):
        return {}
    folder = Path(run.path).absolute().parent
    imports: dict[str, frozenset[str]] = {}
    for name in found.modules:
        with suppress(OSError, ValueError):
            imported = modules_imported(located(name, folder).read_text(encoding="utf-8"))
            imports.update(dict.fromkeys(module_names(name), imported))
    return imports


def _tracked(run: Rerun) -> dict[str, CellId]:
    """Where this run logged, but for what keeps no runs: nobody says there what was logged before."""
    notes = run.execution.notes
    return {
        address: cell for address, cell in (notes.tracked if notes else {}).items() if keeps_runs_at(address)
    }


def _shown_otherwise(run: Rerun) -> list[int]:
    expected = expected_cells(run.notebook, run.snapshot)
    return [
        index
        for index, cell in code_cells(run.notebook)
        if cell.id in expected and shows_another(expected[cell.id], cell)
    ]
