"""The notebook whose divergence is to be explained, and what is known of it before any experiment."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.experiments.baseline import Baseline
from jupyter_repro.notebooks.notebook_files import read_notebook, upgraded
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.settings import project_root
from jupyter_repro.verdicts import CellVerdict, Verdict
from jupyter_repro.verifying.notebook import Options
from jupyter_repro.verifying.reference import with_recorded_outputs


@dataclass(frozen=True)
class Subject:
    """One notebook and what it was recorded with."""

    path: Path
    notebook: NotebookNode
    """As it is stored, with ids, and with no outputs but those that were recorded."""
    options: Options
    verdict: Verdict
    baseline: Baseline
    """The snapshot, with what else is there of what was recorded."""

    @cached_property
    def asked(self) -> CellVerdict | None:
        """The cell to be explained: the first that diverged, or the first after it where only its source is another."""
        root = self.verdict.root
        if root is None or root.status != "stale" or root.divergences:
            return root
        later = (cell for cell in self.verdict.cells if cell.index > root.index and cell.divergences)
        return next((cell for cell in later if cell.status != "equivalent"), root)

    @cached_property
    def root(self) -> int:
        """Index of the cell to be explained; of the last cell where none diverged."""
        return len(self.notebook.cells) - 1 if self.asked is None else self.asked.index

    @cached_property
    def shortened(self) -> NotebookNode:
        """The notebook up to the cell to be explained."""
        notebook = copy.deepcopy(self.notebook)
        notebook.cells = notebook.cells[: self.root + 1]
        return notebook

    @property
    def snapshot(self) -> Snapshot:
        """What was recorded."""
        return self.baseline.snapshot

    @property
    def folder(self) -> Path:
        """The notebook's."""
        return self.path.absolute().parent


def subject_of(path: Path, options: Options, verdict: Verdict, baseline: Baseline) -> Subject:
    """What is to be explained."""
    return Subject(path, notebook_of(path, baseline), replace(options, mark=False), verdict, baseline)


def notebook_of(path: Path, baseline: Baseline) -> NotebookNode:
    """The notebook, with ids, as an experiment has it: what it stores besides what was recorded does not count."""
    return with_recorded_outputs(upgraded(read_notebook(path)), baseline.snapshot, baseline.notebook)


def folders_of(path: Path, snapshot: Snapshot) -> tuple[Path, ...]:
    """The project's folder, then those of data that lie elsewhere on this machine; none below another.

    A folder in which all temporary files lie is not among them.
    """
    folder = path.absolute().parent
    project = project_root(folder).resolve()
    found = {project, *_elsewhere(snapshot, folder)}
    temporary = Path(tempfile.gettempdir())
    usable = {each for each in found if each.is_dir() and not temporary.is_relative_to(each)}
    outermost = (each for each in usable if not any(other in each.parents for other in usable))
    return tuple(sorted(outermost, key=lambda each: (not project.is_relative_to(each), each)))


def _elsewhere(snapshot: Snapshot, folder: Path) -> Iterator[Path]:
    for name in (*snapshot.context.data, *snapshot.context.modules):
        if data_name(name).kind in {"home", "uri", "relative"} and ":" not in name:
            yield located(name, folder).parent.resolve()
